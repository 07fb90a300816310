/** Step 6: unit values, trends and volatility at the cleared prices; NAVs, margins and notices of each kind. */
import type { RunningWorld } from './running-world.js';
import { updateTrends } from './tastes.js';
import { countWater } from './water.js';

export function mark(world: RunningWorld): void {
  updateTrends(world);
  for (const kind of world.kinds) kind.marks?.(world);
  countWater(world);
}

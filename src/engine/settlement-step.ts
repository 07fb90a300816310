/** Step 5: trades settle, what was raised is spent, redemptions are paid; banks settle last, when all money has moved. */
import type { RunningWorld } from './start.js';
import { settleTrades } from './trades.js';

export function settle(world: RunningWorld): void {
  settleTrades(world);
  for (const kind of world.kinds) if (kind.name !== 'banks') kind.settle?.(world);
  for (const kind of world.kinds) if (kind.name === 'banks') kind.settle?.(world);
}

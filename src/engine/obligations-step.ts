/** Step 2: coupons, dividends and interest accrue; each kind pays what is due from cash in hand. */
import { accrue } from './accruals.js';
import type { RunningWorld } from './running-world.js';

export function payIncomeAndObligations(world: RunningWorld): void {
  accrue(world);
  for (const kind of world.kinds) kind.obligations?.(world);
}

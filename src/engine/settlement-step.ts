/** Step 5: trades settle, what was raised is spent, redemptions are paid; then money funds and banks take over what others left at the clearing account. */
import { updateFloats } from './opening-market.js';
import type { RunningWorld } from './running-world.js';
import { settleTrades } from './trades.js';

export function settle(world: RunningWorld): void {
  settleTrades(world);
  for (const kind of world.settling) kind.settle?.(world);
  // Defaults and redemptions change what is held without a trade.
  updateFloats(world);
}

/** Step 5: trades settle, what was raised is spent, redemptions are paid; then money funds and banks take over what others left at the clearing account. */
import { type RunningWorld, updateFloats } from './start.js';
import { settleTrades } from './trades.js';

/** Kinds that settle last, in this order: they take over what was issued at the clearing account. */
const TAKES_OVER: readonly string[] = ['moneyFunds', 'banks'];

export function settle(world: RunningWorld): void {
  settleTrades(world);
  for (const kind of world.kinds) if (!TAKES_OVER.includes(kind.name)) kind.settle?.(world);
  for (const name of TAKES_OVER) world.kinds.find((kind) => kind.name === name)?.settle?.(world);
  // Defaults and redemptions change what is held without a trade.
  updateFloats(world);
}

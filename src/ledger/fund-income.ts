/** Income of pooled fund shares: what funds pay out reaches owners by their shares and counts as their income. */
import type { World } from './world.js';

/** Units of a share that a kind holds. */
export function unitsHeld(world: World, kind: string, instrument: number): number {
  const { first, last } = world.rowsOf(kind);
  let units = 0;
  for (let row = first; row < last; row++) units += Math.max(world.ledger.position(row, instrument), 0);
  return units;
}

/**
 * The clearing row pays `amount` to all owners in proportion to their shares, and books it as income of the tick: what
 * owners earn they distribute, as they do with coupons. Owners must come behind the fund in the list of kinds.
 */
export function payFundIncome(
  world: World,
  owners: readonly string[],
  instrument: number,
  amount: number,
  flow: number,
): void {
  const { ledger, payments, scratch, clearingRow } = world;
  const income = world.column('income');
  const units = owners.reduce((sum, kind) => sum + unitsHeld(world, kind, instrument), 0);
  if (!(units > 0)) return;
  for (const kind of owners) {
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++) {
      scratch[row] = (amount * Math.max(ledger.position(row, instrument), 0)) / units;
      income[row] += scratch[row];
    }
    payments.payColumn(clearingRow, first, last, scratch, flow);
  }
}

/**
 * The clearing row pays `amount` to investors of some kinds in proportion to their wealth at the start (receives it, if
 * negative), and books it as their income of the tick. The kinds must come behind the payer in the list of kinds.
 */
export function payByWealth(world: World, kinds: readonly string[], amount: number, flow: number): void {
  const { payments, scratch, clearingRow, demand } = world;
  const income = world.column('income');
  let wealth = 0;
  for (const kind of kinds) {
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++) wealth += demand.startWealth[row];
  }
  if (!(wealth > 0)) return;
  for (const kind of kinds) {
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++) {
      scratch[row] = (amount * demand.startWealth[row]) / wealth;
      income[row] += scratch[row];
    }
    payments.payColumn(clearingRow, first, last, scratch, flow);
  }
}

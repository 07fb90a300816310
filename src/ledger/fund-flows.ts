/**
 * Money between pooled funds and their owners: what funds pay out reaches owners by their shares and counts as their
 * income; what owners pay for new shares reaches funds by theirs.
 */
import { FLOW } from './flows.js';
import type { World } from './world.js';

/** Units of a share that a kind holds. */
export function unitsHeld(world: World, kind: string, instrument: number): number {
  const { first, last } = world.rowsOf(kind);
  const { passes, units, width } = world.ledger;
  return passes.held(units, width, instrument, first, last, 0);
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
  const { payments, scratch, clearingRow } = world;
  const { passes, units, width } = world.ledger;
  const income = world.column('income');
  let held = 0;
  for (const kind of owners) {
    const { first, last } = world.rowsOf(kind);
    held += passes.hold(units.subarray(first * width), width, instrument, scratch.subarray(first, last));
  }
  if (!(held > 0)) return;
  for (const kind of owners) {
    const { first, last } = world.rowsOf(kind);
    const paid = scratch.subarray(first, last);
    passes.scale(paid, amount);
    passes.divide(paid, held);
    passes.add(income.subarray(first, last), paid);
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

/**
 * The rows of a kind of owner pay `scratch` ($bn, by row) for new shares at the reported NAV, which funds issue in proportion to the
 * shares they have outstanding. Where nothing is outstanding, or the shares are worth nothing, nobody pays.
 */
export function subscribe(world: World, owner: string, fund: string, instrument: number): void {
  const { ledger, payments, scratch, clearingRow } = world;
  const value = ledger.unitValue[instrument];
  const funds = world.rowsOf(fund);
  let outstanding = 0;
  for (let row = funds.first; row < funds.last; row++) outstanding -= ledger.position(row, instrument);
  if (!(value > 0) || !(outstanding > 0)) return;
  const flow = FLOW.fundShares;
  const { first, last } = world.rowsOf(owner);
  let units = 0;
  for (let row = first; row < last; row++) {
    scratch[row] /= value;
    units += scratch[row];
  }
  for (let row = funds.first; row < funds.last; row++) {
    const part = units * (-ledger.position(row, instrument) / outstanding);
    ledger.transfer(row, clearingRow, instrument, part, flow, value);
    payments.pay(clearingRow, row, part * value, flow);
  }
  ledger.transferColumn(clearingRow, first, last, instrument, scratch, flow, value);
  for (let row = first; row < last; row++) scratch[row] *= -value;
  payments.payColumn(clearingRow, first, last, scratch, flow);
}

/**
 * Shares of AI labs are one pool at the last round for those who finance labs: a mark of one lab changes the units of
 * all of them in proportion to what they hold (model section 1: as in every pool of issuers).
 */
import { WHOLE_KIND } from './events.js';
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import type { World } from './world.js';

/** Kinds that hold shares of labs. */
const HOLDERS = ['sovereignFunds', 'hyperscalers', 'chipVendor'];
/** $bn: less is rounding. */
const ROUNDING = 1e-9;

/** Writes what the holders have into the scratch column, 0 for all others; returns the sum. */
function holdings(world: World): number {
  const { ledger, scratch } = world;
  const equity = world.ledger.at.privateAiEquity;
  scratch.fill(0);
  let sum = 0;
  for (const kind of HOLDERS) {
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++) {
      scratch[row] = Math.max(ledger.position(row, equity) - sharesOfNeoclouds(world, kind), 0);
      sum += scratch[row];
    }
  }
  return sum;
}

/** Shares that are not of labs: what the vendor holds of neoclouds. */
function sharesOfNeoclouds(world: World, kind: string): number {
  if (kind !== 'chipVendor' || !world.columns.has('neoclouds.vendorShares')) return 0;
  let sum = 0;
  for (const shares of world.column('neoclouds.vendorShares')) sum += shares;
  return sum;
}

/** Shares of labs that a kind holds, $bn. */
export function labSharesOf(world: World, kind: string): number {
  const { first, last } = world.rowsOf(kind);
  const equity = world.ledger.at.privateAiEquity;
  let held = -sharesOfNeoclouds(world, kind);
  for (let row = first; row < last; row++) held += world.ledger.position(row, equity);
  return Math.max(held, 0);
}

const vendorOf = handles((world) => ({
  row: world.rowOf('chipVendor'),
  usualDeposits: world.column('chipVendor.usualDeposits'),
  cashFloorShare: world.parameters.handle('chipVendor.cashFloorShare'),
}));

/** Cash of the chip vendor that it can put into customers, $bn. */
export function spareVendorCash(world: World): number {
  const { row, usualDeposits, cashFloorShare } = vendorOf(world);
  return world.ledger.position(row, world.ledger.at.deposits) - cashFloorShare.now * usualDeposits[0];
}

/**
 * Marks the shares of the lab in `row` at `ratio` times the last round: up or down, never below nothing. Tells who
 * lost.
 * @returns change of their value, $bn
 */
export function markLabShares(world: World, row: number, ratio: number): number {
  const { ledger, scratch } = world;
  const equity = world.ledger.at.privateAiEquity;
  const issued = -ledger.position(row, equity);
  const held = holdings(world);
  if (!(issued > 0) || !(held > 0)) return 0;
  const change = issued * (Math.max(ratio, 0) - 1);
  const share = Math.max(change / held, -1);
  for (let r = 0; r < ledger.rows; r++) scratch[r] *= share;
  ledger.transferColumn(row, 0, ledger.rows, equity, scratch, FLOW.privateMarks);
  if (change < 0) reportLosses(world, world.events.nameOf(row));
  return share * held;
}

function reportLosses(world: World, lab: string): void {
  for (const kind of HOLDERS) {
    const { first, last } = world.rowsOf(kind);
    let lost = 0;
    for (let row = first; row < last; row++) lost -= world.scratch[row];
    if (lost > ROUNDING) world.events.tell('loss', kind, WHOLE_KIND, 'privateAiEquity', lost, lab);
  }
}

/** Moves new shares of the issuer in `row` to who pays `amount` ($bn) for them. */
export function sellPrivateShares(
  world: World,
  row: number,
  buyer: number,
  amount: number,
  flow: string,
): void {
  if (!(amount > 0)) return;
  world.payments.pay(buyer, row, amount, world.flow(flow));
  world.ledger.transfer(row, buyer, world.ledger.at.privateAiEquity, amount, world.flow(flow));
}

/** The pool of AI-infrastructure debt: units of all issuers are alike, so repayments and losses go to holders pro rata. */
import { WHOLE_KIND } from '../ledger/events.js';
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { destroyedShare } from '../mechanisms/default-recovery.js';
import { type Borrowers, POOL } from './borrowers.js';

/** Kinds that may hold the debt, for the story of a default. */
const HOLDERS = ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers', 'realEconomy'];

type HolderEvent = 'recovered' | 'destroyed' | 'loss';

/** Units of the pool that holders have, those of issuers apart. */
export function poolUnits(world: World): number {
  const { ledger, clearingRow } = world;
  const { passes, units, width, rows } = ledger;
  const pool = ledger.at[POOL];
  const before = passes.held(units, width, pool, 0, clearingRow, 0);
  return passes.held(units, width, pool, clearingRow + 1, rows, before);
}

/** Whether anybody holds units of the pool: seen after a few rows, where `poolUnits` reads all books. */
export function isPoolHeld(world: World): boolean {
  const { ledger, clearingRow } = world;
  const { units, width, rows } = ledger;
  for (let row = 0, at = world.ledger.at[POOL]; row < rows; row++, at += width)
    if (row !== clearingRow && units[at] > 0) return true;
  return false;
}

/** Writes this share of what each holder of the pool has into the scratch column, negative. */
export function takeShare(world: World, share: number): void {
  const { ledger, scratch, clearingRow } = world;
  const pool = world.ledger.at[POOL];
  for (let row = 0; row < ledger.rows; row++)
    scratch[row] = row === clearingRow ? 0 : -share * Math.max(ledger.position(row, pool), 0);
}

/** Units that a default took, paid or not, for the attribution of what holders order next. */
function rememberDefault(world: World, share: number): void {
  const taken = world.column('defaultedShare');
  const pool = world.ledger.at[POOL];
  taken[pool] = 1 - (1 - taken[pool]) * (1 - share);
}

/** Pays principal at par to all holders of the pool, in proportion to what they hold. */
export function redeem(world: World, firms: Borrowers, i: number, amount: number, flow: string): void {
  const { ledger, payments, scratch } = world;
  if (!(amount > 0)) return;
  const held = poolUnits(world);
  if (!(held > 0)) return;
  takeShare(world, amount / held);
  if (flow === 'recovery') rememberDefault(world, amount / held);
  const row = firms.row(world, i);
  ledger.transferColumn(row, 0, ledger.rows, world.ledger.at[POOL], scratch, world.flow(flow), 1);
  for (let r = 0; r < ledger.rows; r++) scratch[r] = -scratch[r];
  payments.payColumn(row, 0, ledger.rows, scratch, world.flow(flow));
  if (flow === 'recovery') tellHolders(world, 'recovered', 1, firms.firms[i]);
}

/** Takes the units that are not recovered from all holders of the pool, in proportion to what they hold. */
export function destroy(world: World, firms: Borrowers, i: number, recovered: number): void {
  const { ledger, scratch } = world;
  const share = destroyedShare(firms.debt(world, i), poolUnits(world), recovered);
  if (!(share > 0)) return;
  takeShare(world, share);
  const pool = world.ledger.at[POOL];
  ledger.transferColumn(firms.row(world, i), 0, ledger.rows, pool, scratch, FLOW.losses);
  rememberDefault(world, share);
  for (let r = 0; r < ledger.rows; r++) scratch[r] = -scratch[r];
  tellHolders(world, 'destroyed', 1, firms.firms[i]);
  tellHolders(world, 'loss', ledger.unitValue[pool], firms.firms[i]);
}

/** Tells what each kind of holders got or lost of a firm's debt: the units in the scratch column, at a value. */
function tellHolders(world: World, type: HolderEvent, value: number, firm: string): void {
  for (const kind of HOLDERS) {
    const { first, last } = world.rowsOf(kind);
    let units = 0;
    for (let row = first; row < last; row++) units += world.scratch[row];
    if (units > 0) world.events.tell(type, kind, WHOLE_KIND, POOL, units * value, firm);
  }
}

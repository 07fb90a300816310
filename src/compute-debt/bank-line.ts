/** A line of the bank, unsecured, pays what cash in hand does not. Who draws on it has missed a payment. */
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { type Borrowers, POOL, ROUNDING } from './borrowers.js';

/** Draws the line where cash is short: a missed payment, until the line is repaid. */
export function drawLine(world: World, firms: Borrowers, i: number): void {
  const { ledger, clearingRow } = world;
  const row = firms.row(world, i);
  const missing = Math.max(-firms.deposits(world, i), 0);
  if (missing > 0) {
    ledger.transfer(row, clearingRow, world.ledger.at.bankLoans, missing, FLOW.bankLending);
    ledger.transfer(clearingRow, row, world.ledger.at.deposits, missing, FLOW.bankLending);
  }
  const missed = firms.of(world).missedTicks;
  const owed = firms.of(world).unpaid[i] + firms.line(world, i);
  if (owed > ROUNDING) {
    if (missed[i] === 0) world.events.tell('missed payment', firms.kind, row, POOL, owed);
    missed[i] += 1;
  } else {
    if (missed[i] > 0) world.events.tell('payment made up', firms.kind, row, POOL, missed[i]);
    missed[i] = 0;
  }
}

/** Repays the line out of what is in hand. */
export function repayLine(world: World, firms: Borrowers, i: number): void {
  const { ledger, clearingRow } = world;
  const row = firms.row(world, i);
  const cash = Math.max(firms.deposits(world, i), 0);
  const repaid = Math.min(firms.line(world, i), cash);
  if (!(repaid > 0)) return;
  ledger.transfer(clearingRow, row, world.ledger.at.bankLoans, repaid, FLOW.bankLending);
  ledger.transfer(row, clearingRow, world.ledger.at.deposits, repaid, FLOW.bankLending);
}

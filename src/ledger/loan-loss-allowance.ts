/**
 * Loan-loss allowances on the books: what banks do not expect back of their loans. Owed by banks and held against the
 * borrower, so that a bank loan is worth face less provisions on both sides, as a bond is worth its price on both.
 *
 * The allowance on the loans of a borrower is the position of the borrower; the one on all loans together, which falls
 * with activity, stands at the real economy. A provision lowers the equity of banks, a release raises it.
 */
import { FLOW } from './flows.js';
import type { World } from './world.js';

export const ALLOWANCE = 'loanLossAllowance';
/** $bn: less is rounding. */
const ROUNDING = 1e-12;

/** $bn provided for on the loans of a borrower. */
export function allowanceOn(world: World, row: number): number {
  return world.ledger.position(row, world.ledger.at[ALLOWANCE]);
}

/** $bn provided for by a bank. */
export function allowanceOf(world: World, bank: number): number {
  return -world.ledger.position(bank, world.ledger.at[ALLOWANCE]);
}

/** Provides `amount` more on the loans of a borrower (negative: releases it), each bank by its market share. */
export function provideFor(world: World, borrower: number, amount: number): void {
  if (Math.abs(amount) < ROUNDING) return;
  const { ledger, scratch } = world;
  const { first, last } = world.rowsOf('banks');
  const share = world.column('banks.marketShare');
  for (let row = first; row < last; row++) scratch[row] = -amount * share[row - first];
  const flow = FLOW.provisions;
  ledger.transferColumn(borrower, first, last, world.ledger.at[ALLOWANCE], scratch, flow);
}

/** Uses up the allowance on a borrower for a loss on its loans, as far as it goes. */
export function chargeOff(world: World, borrower: number, loss: number): void {
  provideFor(world, borrower, -Math.min(Math.max(loss, 0), Math.max(allowanceOn(world, borrower), 0)));
}

/**
 * Contracts between borrowers and lenders, as rows of columns: `privateBorrowers.principal`, `.spread` and `.maturity`,
 * [borrower × lender]. Lenders are the private-credit funds, and in the last place the banks together. What a contract
 * says is owed is what the books say: every change of principal is a double entry.
 */
import type { World } from './world.js';

export const PRIVATE_FUNDS = 6;
export const LENDERS = PRIVATE_FUNDS + 1;
/** Place of the banks among the lenders. */
export const BANKS = LENDERS - 1;

export function contractOf(borrower: number, lender: number): number {
  return borrower * LENDERS + lender;
}

/** $bn owed by a borrower to all its lenders. */
export function owedBy(world: World, borrower: number): number {
  const principal = world.column('privateBorrowers.principal');
  let sum = 0;
  for (let lender = 0; lender < LENDERS; lender++) sum += principal[contractOf(borrower, lender)];
  return sum;
}

function lenderRow(world: World, lender: number): number {
  return lender === BANKS ? world.clearingRow : world.rowOf('privateCreditFunds') + lender;
}

function claim(world: World, lender: number): number {
  return world.instrument(lender === BANKS ? 'bankLoans' : 'privateCreditLoans');
}

/** Money lent (negative: repaid) against principal, both booked in the same tick. Banks settle through the clearing row. */
export function lend(world: World, borrower: number, lender: number, amount: number): void {
  if (amount === 0) return;
  const { ledger, payments } = world;
  const row = world.rowOf('privateBorrowers') + borrower;
  const from = lenderRow(world, lender);
  const flow = world.flow(lender === BANKS ? 'bankLending' : 'privateLending');
  ledger.transfer(row, from, claim(world, lender), amount, flow);
  if (lender === BANKS) ledger.transfer(from, row, world.instrument('deposits'), amount, flow);
  else payments.pay(from, row, amount, flow);
  world.column('privateBorrowers.principal')[contractOf(borrower, lender)] += amount;
}

/** The lender loses principal, and the borrower no longer owes it. */
export function writeOff(world: World, borrower: number, lender: number, amount: number): void {
  if (!(amount > 0)) return;
  const row = world.rowOf('privateBorrowers') + borrower;
  world.ledger.transfer(lenderRow(world, lender), row, claim(world, lender), amount, world.flow('losses'));
  world.column('privateBorrowers.principal')[contractOf(borrower, lender)] -= amount;
}

/** Principal-weighted mean of a column of contracts over the lenders [first, last); `otherwise` without principal. */
export function meanOver(
  world: World,
  borrower: number,
  column: string,
  first: number,
  last: number,
  otherwise: number,
): number {
  const principal = world.column('privateBorrowers.principal');
  const values = world.column(column);
  let [sum, weight] = [0, 0];
  for (let lender = first; lender < last; lender++) {
    const k = contractOf(borrower, lender);
    sum += principal[k] * values[k];
    weight += principal[k];
  }
  return weight > 1e-12 ? sum / weight : otherwise;
}

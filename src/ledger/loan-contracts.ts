/**
 * Contracts between borrowers and lenders, as rows of columns: `privateBorrowers.principal`, `.spread` and `.maturity`,
 * [borrower × lender]. Lenders are the private-credit funds, and in the last place the banks together. What a contract
 * says is owed is what the books say: every change of principal is a double entry.
 */

import { type AddEdge, addEdge, partyOf } from './contract-graph.js';
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import type { World } from './world.js';

export const PRIVATE_FUNDS = 6;
export const LENDERS = PRIVATE_FUNDS + 1;
/** Place of the banks among the lenders. */
export const BANKS = LENDERS - 1;

const bookOf = handles((world) => ({
  principal: world.column('privateBorrowers.principal'),
  spread: world.column('privateBorrowers.spread'),
  maturity: world.column('privateBorrowers.maturity'),
  policyRate: world.scalars.handle('policyRate'),
  borrowers: world.rowOf('privateBorrowers'),
  funds: world.hasKind('privateCreditFunds') ? world.rowOf('privateCreditFunds') : -1,
  deposits: world.ledger.at.deposits,
  bankLoans: world.ledger.at.bankLoans,
  privateLoans: world.ledger.at.privateCreditLoans,
  bankLending: FLOW.bankLending,
  privateLending: FLOW.privateLending,
}));

export function contractOf(borrower: number, lender: number): number {
  return borrower * LENDERS + lender;
}

/** $bn owed by a borrower to all its lenders. */
export function owedBy(world: World, borrower: number): number {
  const { principal } = bookOf(world);
  let sum = 0;
  for (let k = contractOf(borrower, 0); k < contractOf(borrower, LENDERS); k++) sum += principal[k];
  return sum;
}

function lenderRow(world: World, lender: number): number {
  return lender === BANKS ? world.clearingRow : bookOf(world).funds + lender;
}

function claim(world: World, lender: number): number {
  const { bankLoans, privateLoans } = bookOf(world);
  return lender === BANKS ? bankLoans : privateLoans;
}

/** Money lent (negative: repaid) against principal, both booked in the same tick. Banks settle through the clearing row. */
export function lend(world: World, borrower: number, lender: number, amount: number): void {
  if (amount === 0) return;
  const { ledger, payments } = world;
  const book = bookOf(world);
  const row = book.borrowers + borrower;
  const from = lenderRow(world, lender);
  const flow = lender === BANKS ? book.bankLending : book.privateLending;
  ledger.transfer(row, from, claim(world, lender), amount, flow);
  if (lender === BANKS) ledger.transfer(from, row, book.deposits, amount, flow);
  else payments.pay(from, row, amount, flow);
  bookOf(world).principal[contractOf(borrower, lender)] += amount;
}

/** The lender loses principal, and the borrower no longer owes it. */
export function writeOff(world: World, borrower: number, lender: number, amount: number): void {
  if (!(amount > 0)) return;
  const row = bookOf(world).borrowers + borrower;
  world.ledger.transfer(lenderRow(world, lender), row, claim(world, lender), amount, FLOW.losses);
  bookOf(world).principal[contractOf(borrower, lender)] -= amount;
}

/** What a borrower owes to each fund and to the banks: interest at the policy rate and the spread of the contract. */
export function addPrivateLoans(world: World, borrower: number, add: AddEdge): void {
  const { principal, spread, maturity, borrowers, funds, policyRate } = bookOf(world);
  const debtor = partyOf(world, 'privateBorrowers', borrowers + borrower);
  for (let lender = 0; lender < LENDERS; lender++) {
    const k = contractOf(borrower, lender);
    if (principal[k] === 0) continue;
    const creditor = lender === BANKS ? 'banks' : partyOf(world, 'privateCreditFunds', funds + lender);
    const perYear = (policyRate.now + spread[k]) * principal[k];
    const years = Math.max(maturity[k] - world.tick, 0) * world.dt;
    addEdge(add, debtor, creditor, 'money', { outstanding: principal[k], perYear, years });
  }
}

/** Principal-weighted mean of `values` of contracts over the lenders [first, last); `otherwise` without principal. */
export function meanOver(
  world: World,
  borrower: number,
  values: Float64Array,
  first: number,
  last: number,
  otherwise: number,
): number {
  const { principal } = bookOf(world);
  let sum = 0;
  let weight = 0;
  for (let lender = first; lender < last; lender++) {
    const k = contractOf(borrower, lender);
    sum += principal[k] * values[k];
    weight += principal[k];
  }
  return weight > 1e-12 ? sum / weight : otherwise;
}

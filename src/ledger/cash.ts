/**
 * Cash of investors: what they count as cash, and how the account is kept square after all payments of a tick.
 *
 * A levered row keeps no deposits: its funding loan is drawn or repaid. An unlevered row whose deposits fell below
 * zero redeems money-fund shares, then draws an overdraft (a bank loan), repaid first from later deposits;
 * otherwise it keeps its usual share of cash in money-fund shares.
 */

import type { CashRule, CountedTransfer } from './book-passes.js';
import { DEMAND_FORMS } from './demand-columns.js';
import { FLOW } from './flows.js';
import type { World } from './world.js';

/** Writes the column `cash`: deposits and money-fund shares less funding loans and overdrafts. */
export function writeCash(world: World, first: number, last: number): void {
  const { ledger, demand } = world;
  const deposits = world.ledger.at.deposits;
  const shares = world.ledger.at.moneyFundShares;
  const funding = world.ledger.at.fundingLoans;
  const overdraft = world.ledger.at.bankLoans;
  const places = [deposits, shares, funding, overdraft] as const;
  ledger.passes.sumFour(ledger.units, ledger.width, places, demand.cash, first, last);
}

/** Fewer rows than these are squared one by one: a pass must be told where to count. */
const ROWS_OF_A_PASS = 16;

/**
 * Squares the cash accounts of rows `[first, last)` of an investor kind.
 *
 * @param moneyFundShare share of cash kept in money-fund shares by unlevered rows
 */
export function squareCash(world: World, first: number, last: number, moneyFundShare: number): void {
  const { ledger } = world;
  const isLong = last - first >= ROWS_OF_A_PASS && ledger.journal === undefined;
  const rule = isLong ? cashRule(world, ledger.kindOf[first], moneyFundShare) : undefined;
  for (let row = first; row < last; row++) {
    if (rule !== undefined) row = ledger.squareCash(rule, row, last);
    if (row < last) squareRow(world, row, moneyFundShare);
  }
}

/** Where the pass counts what it transfers; undefined as long as one of its flows has never been posted. */
function cashRule(world: World, kind: number, moneyFundShare: number): CashRule | undefined {
  const { ledger, demand, clearingRow } = world;
  const { deposits, moneyFundShares, fundingLoans, bankLoans } = ledger.at;
  const clearingKind = ledger.kindOf[clearingRow];
  const counted = (instrument: number, flow: number): CountedTransfer => ({
    clearing: clearingRow * ledger.width + instrument,
    posted: kind * ledger.width + instrument,
    postedToClearing: clearingKind * ledger.width + instrument,
    flow: ledger.flows.place(flow, kind, instrument),
    flowToClearing: ledger.flows.place(flow, clearingKind, instrument),
    value: ledger.unitValue[instrument],
  });
  const transfers = [
    counted(fundingLoans, FLOW.fundingLending),
    counted(deposits, FLOW.fundingLending),
    counted(moneyFundShares, FLOW.cashManagement),
    counted(deposits, FLOW.cashManagement),
  ] as const;
  if (transfers.some(({ flow }) => flow < 0)) return undefined;
  const { demandForm } = demand;
  return { demandForm, moneyFundShare, deposits, moneyFundShares, fundingLoans, bankLoans, transfers };
}

function squareRow(world: World, row: number, moneyFundShare: number): void {
  const { ledger, demand, clearingRow } = world;
  const { units, at } = ledger;
  const { deposits, moneyFundShares: shares, fundingLoans: funding, bankLoans: overdraft } = at;
  const lending = FLOW.fundingLending;
  const banking = FLOW.bankLending;
  const management = FLOW.cashManagement;
  const book = row * ledger.width;
  if (demand.demandForm[row] === DEMAND_FORMS.leveredShares) {
    const balance = units[book + deposits];
    const owed = -units[book + funding];
    const change = balance < 0 ? -balance : -Math.min(balance, owed);
    if (change !== 0) {
      ledger.transfer(row, clearingRow, funding, change, lending);
      ledger.transfer(clearingRow, row, deposits, change, lending);
    }
    return;
  }
  const owed = -units[book + overdraft];
  if (owed > 0 && units[book + deposits] > 0) {
    const repaid = Math.min(owed, units[book + deposits]);
    ledger.transfer(clearingRow, row, overdraft, repaid, banking);
    ledger.transfer(row, clearingRow, deposits, repaid, banking);
  }
  const cash = units[book + deposits] + units[book + shares];
  const wanted = cash > 0 ? moneyFundShare * cash : 0;
  const moved = wanted - units[book + shares];
  if (Math.abs(moved) > 1e-12 * Math.abs(cash)) {
    ledger.transfer(clearingRow, row, shares, moved, management);
    ledger.transfer(row, clearingRow, deposits, moved, management);
  }
  const left = units[book + deposits];
  if (left < 0) {
    ledger.transfer(row, clearingRow, overdraft, -left, banking);
    ledger.transfer(clearingRow, row, deposits, -left, banking);
  }
}

/**
 * Cash of investors: what they count as cash, and how the account is kept square after all payments of a tick.
 *
 * A levered row keeps no deposits: its funding loan is drawn or repaid. An unlevered row whose deposits fell below
 * zero redeems money-fund shares, then draws an overdraft (a bank loan), repaid first from later deposits;
 * otherwise it keeps its usual share of cash in money-fund shares.
 */

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

/**
 * Squares the cash accounts of rows `[first, last)` of an investor kind.
 *
 * @param moneyFundShare share of cash kept in money-fund shares by unlevered rows
 */
export function squareCash(world: World, first: number, last: number, moneyFundShare: number): void {
  const { ledger, demand, clearingRow } = world;
  const deposits = world.ledger.at.deposits;
  const shares = world.ledger.at.moneyFundShares;
  const funding = world.ledger.at.fundingLoans;
  const overdraft = world.ledger.at.bankLoans;
  const lending = FLOW.fundingLending;
  const banking = FLOW.bankLending;
  const management = FLOW.cashManagement;
  const { units, width } = ledger;
  for (let row = first; row < last; row++) {
    const book = row * width;
    if (demand.demandForm[row] === DEMAND_FORMS.leveredShares) {
      const balance = units[book + deposits];
      const owed = -units[book + funding];
      const change = balance < 0 ? -balance : -Math.min(balance, owed);
      if (change !== 0) {
        ledger.transfer(row, clearingRow, funding, change, lending);
        ledger.transfer(clearingRow, row, deposits, change, lending);
      }
      continue;
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
}

/**
 * Sales that build up again the cash that calls and redemptions took, shown under their causes (model section 4).
 *
 * What an investor pays from cash in hand moves no price that day: it sells later, because its cash is short of what
 * it wants. T is cash paid and not yet raised again; what the raise would be without it,
 *
 *     raise(m) - raise(m + T) = theta W T + (theta_short - theta) (pos(f E - m) - pos(f (E + T) - (m + T))),
 *
 * is sold for its sake today, at yesterday's prices: the first part along wanted weights, the second by conviction. T
 * falls by that over W, as the gap X - W E does.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import {
  BOOK_WIDTH,
  LEVEL_CAUSES,
  type MarketWorkspace,
  PART_COUNT,
  TERM_WIDTH,
  TERMS,
} from './workspace.js';

const CAPITAL_CALL = LEVEL_CAUSES.indexOf('capitalCall');
const REDEMPTION = LEVEL_CAUSES.indexOf('redemption');
const DEPLOYMENT = LEVEL_CAUSES.indexOf('deployment');
/** $bn: less is rounding. */
const ROUNDING = 1e-9;

/** Moves these sales of a kind from `deployment` to their causes. Call after its rows have been prepared. */
export function addCashRebuilding(work: MarketWorkspace, kind: number): void {
  const { calledCash, redeemedCash, demandForm } = work.demand;
  const { kindStart } = work.ledger;
  const end = kindStart[kind + 1];
  for (let row = kindStart[kind]; row < end; row++) {
    const taken = calledCash[row] + redeemedCash[row];
    if (taken === 0 || demandForm[row] !== DEMAND_FORMS.portfolioShares) continue;
    const left = taken > ROUNDING ? 1 - rebuild(work, kind, row, taken) : 0;
    calledCash[row] *= left;
    redeemedCash[row] *= left;
  }
}

/** Shows what a row sells for the sake of `taken` $bn; returns the share of it that this raises. */
function rebuild(work: MarketWorkspace, kind: number, row: number, taken: number): number {
  const { assets, stride, demand, constants } = work;
  const { books, orderParts, startRelative, relativeSum, terms } = work.shared;
  const exposure = terms[row * TERM_WIDTH + TERMS.exposure];
  const floor = terms[row * TERM_WIDTH + TERMS.cashFloor];
  const invested = wantedInvestment(work, row);
  const theta = demand.idleSpeed[row];
  const cash = demand.cash[row];
  const before = shortage(floor, exposure, cash + taken, constants.kinkWidth);
  const after = shortage(floor, exposure, cash, constants.kinkWidth);
  // What is short of wealth at the start shrinks with wealth, and so by `taken`.
  const more = after - before + taken * demand.startShortfall[row];
  const short = (demand.shortfallSpeed[row] - theta) * more;
  const slow = theta * invested * taken;
  const sale = (row * BOOK_WIDTH + 2) * stride;
  const weights = row * stride;
  const perWeight = slow / relativeSum[row];
  const ofCalls = demand.calledCash[row] / taken;
  const parts = kind * PART_COUNT * stride;
  const calls = parts + CAPITAL_CALL * stride;
  const redemptions = parts + REDEMPTION * stride;
  const deployment = parts + DEPLOYMENT * stride;
  for (let a = 0; a < assets; a++) {
    const sold = startRelative[weights + a] * perWeight + books[sale + a] * short;
    orderParts[calls + a] -= ofCalls * sold;
    orderParts[redemptions + a] -= (1 - ofCalls) * sold;
    orderParts[deployment + a] += sold;
  }
  return Math.min((slow + short) / (invested * taken), 1);
}

/** (1 - f)(1 - q): share of wealth that a row wants to invest. Call after its preparation. */
export function wantedInvestment({ shared }: MarketWorkspace, row: number): number {
  const { terms, attractionSum } = shared;
  const own = row * TERM_WIDTH;
  const q0 = terms[own + TERMS.startIdleShare];
  const q = q0 / (q0 + terms[own + TERMS.idleFactor] * attractionSum[row]);
  return (1 - terms[own + TERMS.cashFloor]) * (1 - q);
}

/** pos(f E - m): what is short of the floor, $bn, smoothly positive. */
function shortage(floor: number, exposure: number, cash: number, kinkWidth: number): number {
  const wealth = cash + exposure;
  const width = kinkWidth * Math.max(wealth, 0) + 1e-12;
  const missing = floor * wealth - Math.max(cash, 0);
  return 0.5 * (Math.sqrt(missing * missing + width * width) + missing - width);
}

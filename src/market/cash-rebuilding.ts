/**
 * Sales that build up again the cash that calls and redemptions took, shown under their causes (model section 4).
 *
 * What an investor pays from cash in hand moves no price that day: it sells later, because its cash is short of what
 * it wants. T is cash paid and not yet raised again; what the raise would be without it,
 *
 *     raise(m) - raise(m + T) = theta W T + (theta_short - theta) (pos(f E - m) - pos(f (E + T) - (m + T))),
 *
 * is sold for its sake today, at yesterday's prices, and T falls by that over W, as the gap X - W E does.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp, ln } from '../maths/elementary.js';
import { BOOK_WIDTH, LEVEL_CAUSES, type MarketWorkspace, PART_COUNT } from './workspace.js';

const CAPITAL_CALL = LEVEL_CAUSES.indexOf('capitalCall');
const REDEMPTION = LEVEL_CAUSES.indexOf('redemption');
const DEPLOYMENT = LEVEL_CAUSES.indexOf('deployment');
/** $bn: less is rounding. */
const ROUNDING = 1e-9;

/** Moves these sales of a kind from `deployment` to their causes. Call after its rows have been prepared. */
export function addCashRebuilding(work: MarketWorkspace, kind: number): void {
  const { calledCash, redeemedCash, demandForm } = work.demand;
  const { kindStart } = work.ledger;
  for (let row = kindStart[kind]; row < kindStart[kind + 1]; row++) {
    const taken = calledCash[row] + redeemedCash[row];
    if (taken === 0 || demandForm[row] !== DEMAND_FORMS.portfolioShares) continue;
    const left = taken > ROUNDING ? 1 - rebuild(work, kind, row, taken) : 0;
    calledCash[row] *= left;
    redeemedCash[row] *= left;
  }
}

/** Shows what a row sells for the sake of `taken` $bn; returns the share of it that this raises. */
function rebuild(work: MarketWorkspace, kind: number, row: number, taken: number): number {
  const { assets, stride, price, demand } = work;
  const { books, orderParts, startRelative, relativeSum } = work.shared;
  const held = row * stride * BOOK_WIDTH;
  const sale = held + 2 * stride;
  let exposure = 0;
  for (let a = 0; a < assets; a++) exposure += price[a] * books[held + a];
  const { slow, short, invested } = raisedFor(work, row, exposure, taken);
  const parts = kind * PART_COUNT * stride;
  const ofCalls = demand.calledCash[row] / taken;
  for (let a = 0; a < assets; a++) {
    const sold = (startRelative[row * stride + a] / relativeSum[row]) * slow + books[sale + a] * short;
    orderParts[parts + CAPITAL_CALL * stride + a] -= ofCalls * sold;
    orderParts[parts + REDEMPTION * stride + a] -= (1 - ofCalls) * sold;
    orderParts[parts + DEPLOYMENT * stride + a] += sold;
  }
  return Math.min((slow + short) / (invested * taken), 1);
}

/** What the equations of {@link prepareRows} raise more with cash m than with m + `taken`: along wanted weights, and by conviction. */
function raisedFor(
  work: MarketWorkspace,
  row: number,
  exposure: number,
  taken: number,
): { readonly slow: number; readonly short: number; readonly invested: number } {
  const { demand, constants } = work;
  const attraction = work.shared.attractionSum[row];
  const clip = constants.attractivenessClip;
  const I = Math.min(Math.max(ln(attraction), -clip), clip);
  const floor = demand.cashFloorShare[row] * exp(-demand.floorSoftness[row] * I);
  const q0 = demand.startIdleShare[row];
  const q = q0 / (q0 + (1 - q0) * exp(-demand.cashReturnGain[row]) * attraction);
  const invested = (1 - floor) * (1 - q);
  const theta = demand.idleSpeed[row];
  const shortfall = (cash: number): number => {
    const wealth = cash + exposure;
    const width = constants.kinkWidth * Math.max(wealth, 0) + 1e-12;
    const shortage = floor * wealth - Math.max(cash, 0);
    return (
      0.5 * (Math.sqrt(shortage * shortage + width * width) + shortage - width) -
      wealth * demand.startShortfall[row]
    );
  };
  const cash = demand.cash[row];
  const short = (demand.shortfallSpeed[row] - theta) * (shortfall(cash) - shortfall(cash + taken));
  return { slow: theta * invested * taken, short, invested };
}

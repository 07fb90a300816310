/**
 * Shadow cost that calls and redemptions have left, shown under their causes (model section 4).
 *
 * T, cash paid and not yet raised again (see cash-rebuilding.ts), makes cash scarce: lam follows the target of m / E,
 * where without the payment it would follow that of (m + T) / (E + T). The difference of the two is a part of lam with
 * the same half-life. Orders of the shadow cost are linear in lam,
 *
 *     (tau X - raise) s_a eps (cbar - c_a),   c_a = k lam (h_a - hbar) b_a,   cbar = sum of s_a c_a,
 *
 * so that this part of them is there for the payment's sake.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { shadowCostRise, shadowCostStep } from '../mechanisms/shadow-cost.js';
import { wantedInvestment } from './cash-rebuilding.js';
import {
  ASSET_FIELDS,
  LEVEL_CAUSES,
  type MarketWorkspace,
  PART_COUNT,
  TERM_WIDTH,
  TERMS,
} from './workspace.js';

const CAPITAL_CALL = LEVEL_CAUSES.indexOf('capitalCall');
const REDEMPTION = LEVEL_CAUSES.indexOf('redemption');
const SHADOW_COST = LEVEL_CAUSES.indexOf('shadowCost');
/** Ratio: less is rounding. */
const ROUNDING = 1e-12;

/** One step of the parts of lam that payments have left; call beside `updateShadowCosts`, with the same arguments. */
export function traceShadowCosts(
  work: MarketWorkspace,
  first: number,
  last: number,
  scale: number,
  speed: number,
): void {
  const { calledCash, redeemedCash, calledShadowCost, redeemedShadowCost, demandForm } = work.demand;
  for (let row = first; row < last; row++) {
    const taken = calledCash[row] + redeemedCash[row];
    const left = calledShadowCost[row] + redeemedShadowCost[row];
    if ((taken === 0 && left === 0) || demandForm[row] !== DEMAND_FORMS.portfolioShares) continue;
    const more = taken === 0 ? 0 : scarcityOf(work, row, taken, scale) / taken;
    const ofCalls = shadowCostStep(calledShadowCost[row], more * calledCash[row], speed);
    const ofRedemptions = shadowCostStep(redeemedShadowCost[row], more * redeemedCash[row], speed);
    const isOver = taken === 0 && ofCalls + ofRedemptions < ROUNDING;
    calledShadowCost[row] = isOver ? 0 : ofCalls;
    redeemedShadowCost[row] = isOver ? 0 : ofRedemptions;
  }
}

/** What the target of lam is above that of a row which had not paid `taken` $bn. */
function scarcityOf({ demand, ledger, assets }: MarketWorkspace, row: number, taken: number, scale: number) {
  const cash = demand.cash[row];
  let wealth = cash;
  for (let a = 0, i = row * ledger.width; a < assets; a++, i++)
    wealth += ledger.unitValue[a] * ledger.units[i];
  const floor = demand.cashFloorShare[row];
  const start = demand.startIdleCashShare[row];
  return shadowCostRise((cash + taken) / (wealth + taken) - floor, cash / wealth - floor, start, scale);
}

/** Moves orders of a kind from `shadowCost` to the payments that made cash scarce. Call after its rows are prepared. */
export function addScarcityOfPaidCash(work: MarketWorkspace, kind: number): void {
  const { constants, ledger } = work;
  const { calledShadowCost, redeemedShadowCost } = work.demand;
  if (constants.haircutWeight === 0) return;
  for (let row = ledger.kindStart[kind]; row < ledger.kindStart[kind + 1]; row++) {
    const left = calledShadowCost[row] + redeemedShadowCost[row];
    if (left !== 0) moveOrders(work, kind, row, left);
  }
}

function moveOrders(work: MarketWorkspace, kind: number, row: number, left: number): void {
  const { assets, stride, constants, demand } = work;
  const { assetFields, meanHaircut, orderParts, relativeSum, startRelative, terms } = work.shared;
  const exposure = terms[row * TERM_WIDTH + TERMS.exposure];
  const wanted = wantedInvestment(work, row);
  const raise = demand.idleSpeed[row] * (exposure - wanted * (exposure + demand.cash[row]));
  const slow = demand.rebalancingSpeed[row] * exposure - raise;
  const scale = slow * demand.relativeElasticity[row] * constants.haircutWeight * left;
  const relative = ASSET_FIELDS.relative * stride;
  const haircut = ASSET_FIELDS.haircut * stride;
  const weights = row * stride;
  const mean = meanHaircut[row];
  let costs = 0;
  for (let a = 0; a < assets; a++)
    costs += startRelative[weights + a] * assetFields[relative + a] * (assetFields[haircut + a] - mean);
  costs /= relativeSum[row];
  const ofCalls = demand.calledShadowCost[row] / left;
  const parts = kind * PART_COUNT * stride;
  for (let a = 0; a < assets; a++) {
    const share = startRelative[weights + a] / relativeSum[row];
    const bought = scale * share * (costs - assetFields[relative + a] * (assetFields[haircut + a] - mean));
    orderParts[parts + CAPITAL_CALL * stride + a] += ofCalls * bought;
    orderParts[parts + REDEMPTION * stride + a] += (1 - ofCalls) * bought;
    orderParts[parts + SHADOW_COST * stride + a] -= bought;
  }
}

/**
 * Excess demand of all markets and of the funding market at given prices: investors' orders plus the orders of
 * issuers and officials, relative to what is outstanding.
 */
import { filledDollars } from '../ledger/orders.js';
import { exp, ln } from '../maths/elementary.js';
import { moveWeights } from './move-weights.js';
import { sweepSimpleForms } from './simple-demand.js';
import type { MarketWorkspace } from './workspace.js';

/** Offset inside the logs of the funding market, so that no loans is a number. */
export const LOAN_OFFSET = 1e-3;
/** Weight of the funding equation in the residual norm. */
export const FUNDING_WEIGHT = 0.1;

/** Sets price, price ratio and fundamentals of the workspace to log prices `lnPrice`. */
function setPrices(work: MarketWorkspace, lnPrice: Float64Array): void {
  const { demand, price, priceRatio, gap, attractivenessGap, relativeGap, assets, stride } = work;
  const { perAsset } = work.shared;
  for (let a = 0; a < assets; a++) {
    demand.lnPrice[a] = lnPrice[a];
    price[a] = exp(lnPrice[a]);
    priceRatio[a] = exp(lnPrice[a] - demand.previousLnPrice[a]);
    perAsset[a] = price[a];
    perAsset[stride + a] = priceRatio[a];
    perAsset[2 * stride + a] = demand.relativeMultiplier[a];
    perAsset[3 * stride + a] = demand.attractivenessMultiplier[a];
  }
  work.anchors.evaluate(price, demand.fundamental);
  setGaps(work, demand.fundamental, gap, attractivenessGap, relativeGap);
}

/** ln value over price, scaled by the two elasticity multipliers. */
export function setGaps(
  work: MarketWorkspace,
  fundamental: Float64Array,
  gap: Float64Array,
  attractivenessGap: Float64Array,
  relativeGap: Float64Array,
): void {
  const { demand, assets } = work;
  for (let a = 0; a < assets; a++) {
    gap[a] = fundamental[a] - demand.lnPrice[a];
    attractivenessGap[a] = demand.attractivenessMultiplier[a] * gap[a];
    relativeGap[a] = demand.relativeMultiplier[a] * gap[a];
  }
}

/**
 * Relative excess demand [asset] and the funding residual at `unknowns` = (ln p, spread); the orders at these prices
 * are then in the shared `orders`.
 *
 * @param fixedOrders dollars of issuers, officials and the clearing account, by asset
 * @param scale value of the float at yesterday's prices, by asset
 * @param out residual: excess over float; last entry `FUNDING_WEIGHT` times the funding equation
 */
export function excessDemand(
  work: MarketWorkspace,
  unknowns: Float64Array,
  fixedOrders: Float64Array,
  scale: Float64Array,
  out: Float64Array,
  withJacobian = false,
): void {
  const { assets, stride, kinds, excess, priceRatio, shared } = work;
  const { kindExcess, kindLoans } = shared;
  const spread = work.funding === undefined ? 0 : unknowns[assets];
  setPrices(work, unknowns);
  work.evaluations++;
  kindExcess.fill(0);
  kindLoans.fill(0);
  if (withJacobian) clearJacobian(work);
  moveWeights(work);
  work.kernel.sweep(work.funding === undefined ? 0 : spread - work.funding.startSpread, withJacobian);
  sweepSimpleForms(work, withJacobian);
  withdrawUnfilled(work, withJacobian);
  work.loans = 0;
  for (let kind = 0; kind < kinds; kind++) work.loans += kindLoans[kind];
  // Relative to the float at the price tried, so that a low price cannot hide an imbalance.
  for (let a = 0; a < assets; a++) {
    let total = fixedOrders[a];
    for (let kind = 0; kind < kinds; kind++) total += kindExcess[kind * stride + a];
    excess[a] = total;
    out[a] = total / (scale[a] * priceRatio[a]);
    if (!Number.isFinite(total)) work.weightsKnown = false;
  }
  if (work.funding !== undefined) out[assets] = FUNDING_WEIGHT * fundingResidual(work, spread);
  if (withJacobian) finishJacobian(work, scale, spread, out);
}

/** What limited sales ask for beyond the worth of their units is not sold: + max(D - u p, 0). */
function withdrawUnfilled(work: MarketWorkspace, withJacobian: boolean): void {
  const { price, unknowns, jacobian, shared, limitedSales } = work;
  for (const order of limitedSales) {
    const { asset, row } = order;
    const unfilled = filledDollars(order, price[asset]) - order.dollars;
    if (!(unfilled > 0)) continue;
    shared.kindExcess[work.ledger.kindOf[row] * work.stride + asset] += unfilled;
    if (withJacobian) jacobian[asset * unknowns + asset] -= (order.units ?? 0) * price[asset];
  }
}

/** ln((loans/S0 + o)/(loans_0/S0 + o)) - (spread - spread_0)/sigma, and spread - cap where the facility lends. */
function fundingResidual(work: MarketWorkspace, spread: number): number {
  const terms = work.funding;
  if (terms === undefined) return 0;
  const ratio = ln((work.loans / terms.capacity + LOAN_OFFSET) / (terms.startRatio + LOAN_OFFSET));
  const supplied = (spread - terms.startSpread) / terms.elasticity;
  const capped = (spread - terms.cap) / terms.elasticity;
  return -Math.max(capped, supplied - ratio);
}

/** Sets all sums of the Jacobian to zero and lists how prices move fundamentals. */
function clearJacobian(work: MarketWorkspace): void {
  const { anchors, shared, stride } = work;
  const { movers, firstEntry, entries, derivativeRow, derivativeValue } = anchors;
  work.jacobian.fill(0);
  work.products.clear();
  work.fundamentalDiagonal.fill(0);
  work.loansGradient.fill(0);
  work.loansFundamental.fill(0);
  shared.diagonals.fill(0);
  shared.loansGradient.fill(0);
  shared.spreadSlopes.fill(0);
  shared.loansPerSpread.fill(0);
  for (let c = 0; c < movers.length; c++) {
    shared.movers[c] = movers[c];
    for (let k = firstEntry[c]; k < firstEntry[c + 1]; k++)
      shared.anchorSlopes[c * stride + derivativeRow[entries[k]]] = derivativeValue[entries[k]];
  }
}

/** Puts the sums of the sweep together, adds what goes through fundamentals, and fills the funding row. */
function finishJacobian(work: MarketWorkspace, scale: Float64Array, spread: number, out: Float64Array): void {
  const { assets, stride, unknowns, jacobian, anchors, loansGradient, priceRatio, shared } = work;
  const { derivativeRow, derivativeColumn, derivativeValue, derivatives } = anchors;
  const { products } = work;
  const { diagonals } = shared;
  for (let a = 0; a < assets; a++) {
    for (let b = 0; b < assets; b++) jacobian[a * unknowns + b] += products.sum[a * products.stride + b];
    jacobian[a * unknowns + a] += diagonals[a] + diagonals[2 * stride + a];
    work.fundamentalDiagonal[a] += diagonals[stride + a] + diagonals[3 * stride + a];
    loansGradient[a] += shared.loansGradient[a] + diagonals[2 * stride + a];
    work.loansFundamental[a] += diagonals[3 * stride + a];
    if (assets < unknowns) jacobian[(a + 1) * unknowns - 1] -= shared.spreadSlopes[a];
  }
  if (assets < unknowns) loansGradient[assets] -= shared.loansPerSpread[0];
  for (let e = 0; e < derivatives; e++) {
    const row = derivativeRow[e];
    jacobian[row * unknowns + derivativeColumn[e]] += work.fundamentalDiagonal[row] * derivativeValue[e];
    loansGradient[derivativeColumn[e]] += work.loansFundamental[row] * derivativeValue[e];
  }
  for (let a = 0; a < assets; a++) {
    const weight = 1 / (scale[a] * priceRatio[a]);
    for (let b = 0; b < unknowns; b++) jacobian[a * unknowns + b] *= weight;
    jacobian[a * unknowns + a] -= out[a];
  }
  const terms = work.funding;
  if (terms === undefined) return;
  const offset = assets * unknowns;
  const ratio = ln((work.loans / terms.capacity + LOAN_OFFSET) / (terms.startRatio + LOAN_OFFSET));
  const atCap = spread - terms.cap > spread - terms.startSpread - terms.elasticity * ratio;
  const loanWeight = atCap ? 0 : FUNDING_WEIGHT / (work.loans + LOAN_OFFSET * terms.capacity);
  for (let b = 0; b < unknowns; b++) jacobian[offset + b] = loanWeight * loansGradient[b];
  jacobian[offset + assets] -= FUNDING_WEIGHT / terms.elasticity;
}

/**
 * Excess demand of all markets and of the funding market at given prices: investors' orders plus the orders of
 * issuers and officials, relative to what is outstanding.
 */
import { exp, ln } from '../maths/elementary.js';
import { moveWeights, sweepPortfolioShares } from './portfolio-share-demand.js';
import { sweepSimpleForms } from './simple-demand.js';
import type { MarketWorkspace } from './workspace.js';

/** Offset inside the logs of the funding market, so that no loans is a number. */
export const LOAN_OFFSET = 1e-3;
/** Weight of the funding equation in the residual norm. */
export const FUNDING_WEIGHT = 0.1;

/** Sets price, price ratio and fundamentals of the workspace to log prices `lnPrice`. */
function setPrices(work: MarketWorkspace, lnPrice: Float64Array): void {
  const { demand, price, priceRatio, perAsset, gap, attractivenessGap, relativeGap, assets } = work;
  for (let a = 0; a < assets; a++) {
    demand.lnPrice[a] = lnPrice[a];
    price[a] = exp(lnPrice[a]);
    priceRatio[a] = exp(lnPrice[a] - demand.previousLnPrice[a]);
    perAsset[4 * a] = price[a];
    perAsset[4 * a + 1] = priceRatio[a];
    perAsset[4 * a + 2] = demand.relativeMultiplier[a];
    perAsset[4 * a + 3] = demand.attractivenessMultiplier[a];
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
 * are then in the demand column `order`.
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
  const { assets, kinds, excess, kindExcess, priceRatio } = work;
  const spread = work.funding === undefined ? 0 : unknowns[assets];
  setPrices(work, unknowns);
  work.evaluations++;
  kindExcess.fill(0);
  work.kindLoans.fill(0);
  if (withJacobian) {
    work.jacobian.fill(0);
    work.products.clear();
    work.diagonals.fill(0);
    work.fundamentalDiagonal.fill(0);
    work.loansGradient.fill(0);
    work.loansFundamental.fill(0);
  }
  moveWeights(work);
  sweepPortfolioShares(work, spread, withJacobian);
  sweepSimpleForms(work, withJacobian);
  work.loans = 0;
  for (let kind = 0; kind < kinds; kind++) work.loans += work.kindLoans[kind];
  // Relative to the float at the price tried, so that a low price cannot hide an imbalance.
  for (let a = 0; a < assets; a++) {
    let total = fixedOrders[a];
    for (let kind = 0; kind < kinds; kind++) total += kindExcess[kind * assets + a];
    excess[a] = total;
    out[a] = total / (scale[a] * priceRatio[a]);
    if (!Number.isFinite(total)) work.weightsKnown = false;
  }
  if (work.funding !== undefined) out[assets] = FUNDING_WEIGHT * fundingResidual(work, spread);
  if (withJacobian) finishJacobian(work, scale, spread, out);
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

/** Adds what goes through fundamentals, scales the rows, and fills the funding row. */
function finishJacobian(work: MarketWorkspace, scale: Float64Array, spread: number, out: Float64Array): void {
  const { assets, unknowns, jacobian, anchors, loansGradient, priceRatio } = work;
  const { derivativeRow, derivativeColumn, derivativeValue, derivatives } = anchors;
  const { products } = work;
  products.flush();
  const { diagonals } = work;
  for (let a = 0; a < assets; a++) {
    for (let b = 0; b < assets; b++) jacobian[a * unknowns + b] += products.sum[a * products.stride + b];
    const borrower = 2 * (assets + a);
    jacobian[a * unknowns + a] += diagonals[2 * a] + diagonals[borrower];
    work.fundamentalDiagonal[a] += diagonals[2 * a + 1] + diagonals[borrower + 1];
    loansGradient[a] += diagonals[borrower];
    work.loansFundamental[a] += diagonals[borrower + 1];
  }
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

/**
 * Supply of repo and margin loans, and the standing repo facility that caps their price.
 *
 * Sources: margin constraints of lenders (Brunnermeier & Pedersen 2009, RFS 22); overnight rates answer
 * to scarce reserves (Afonso, Giannone, La Spada & Williams 2022, Federal Reserve Bank of New York Staff Report 1019).
 */
import { exp, ln, pow } from '../maths/elementary.js';

/** Keeps the logarithm finite when nobody borrows. */
export const LOAN_OFFSET = 1e-3;
/** Water below a thousandth of the reference makes funding no scarcer. */
const LARGEST_SCARCITY = 1000;

/**
 * sigma = base (1 + (reference/water)^power): spread, per year, by which supply rises by a factor e; more
 * when water is low.
 * @param water yesterday's idle cash of investors, $bn
 * @param reference $bn, 2500 at base; @param power about 0.7; @param base about 0.003
 */
export function fundingElasticity(water: number, base: number, reference: number, power: number): number {
  const scarcity = water * LARGEST_SCARCITY > reference ? reference / water : LARGEST_SCARCITY;
  return base * (1 + pow(scarcity, power));
}

/** State of the funding market: everything but the loans and the spread themselves. */
export interface FundingMarket {
  /** S0: $bn, lowered by lenders' losses. */
  readonly capacity: number;
  /** loans0/S0 at the start. */
  readonly startLoanRatio: number;
  readonly startSpread: number;
  /** sigma, per year. */
  readonly elasticity: number;
}

/**
 * Spread at which lenders supply these loans: spread_0 + sigma ln((loans/S0 + 1e-3)/(loans0/S0 + 1e-3)),
 * rising in loans.
 */
export function fundingSpread(loans: number, market: FundingMarket): number {
  const ratio = (loans / market.capacity + LOAN_OFFSET) / (market.startLoanRatio + LOAN_OFFSET);
  return market.startSpread + market.elasticity * ln(ratio);
}

/** Loans that lenders supply at this spread, $bn: the inverse of {@link fundingSpread}, never below 0. */
export function fundingSupply(spread: number, market: FundingMarket): number {
  const growth = exp((spread - market.startSpread) / market.elasticity);
  return Math.max(market.capacity * ((market.startLoanRatio + LOAN_OFFSET) * growth - LOAN_OFFSET), 0);
}

/**
 * max(spread - spread(loans), spread - cap): 0 when either lenders supply the loans at a spread below the
 * cap, or the spread is at the cap and the facility lends the rest; per year.
 * @param cap spread of the standing repo rate over the policy rate; Infinity if there is no facility
 */
export function fundingResidual(spread: number, loans: number, market: FundingMarket, cap: number): number {
  return Math.max(spread - fundingSpread(loans, market), spread - cap);
}

/** (loans - supply(spread))+: what the facility lends at the cap, $bn. */
export function standingRepoDraw(loans: number, spread: number, market: FundingMarket): number {
  return Math.max(loans - fundingSupply(spread, market), 0);
}

/**
 * Rounds of private equity: the price of the next round against the last, what investors give at it, and the mark.
 *
 * Shares are carried at the last round until another one (Gornall & Strebulaev 2020, JFE 135). Investors price growth
 * in revenue, by less than in proportion, and comparable listed firms; in a down round they give less than was asked.
 */
import { exp, pow } from '../maths/elementary.js';

/** Revenue below this share of the start is valued like it. */
const LEAST_REVENUE = 0.01;

/**
 * Valuation over the start: (revenue/start)^elasticity × exp(beta × ln p).
 * @param lnPrice log price of listed firms of the kind
 */
export function roundValuation(
  revenueRatio: number,
  elasticity: number,
  lnPrice: number,
  beta: number,
): number {
  return pow(Math.max(revenueRatio, LEAST_REVENUE), elasticity) * exp(beta * lnPrice);
}

/** Share of what was asked that investors give: 1 at the last price or above, (price/last)^reluctance below. */
export function grantedShare(priceRatio: number, reluctance: number): number {
  return priceRatio >= 1 ? 1 : pow(Math.max(priceRatio, 0), reluctance);
}

/**
 * The largest leverage a levered investor would take, as volatility and the price of funding change it.
 *
 * Sources: value-at-risk leverage target alpha/sigma (Aymanns & Farmer 2015, JEDC 50); leverage cycles
 * (Adrian & Shin 2010, JFI 19); funding liquidity (Brunnermeier & Pedersen 2009, RFS 22).
 */
import { exp, pow } from '../maths/elementary.js';

/** Volatility below this multiple of normal raises leverage no further. */
export const LOWEST_VOLATILITY_RATIO = 0.8;

/**
 * L = L_max max(vr, 0.8)^-lv: exposure over equity, ratio; falls in volatility, at most L_max 0.8^-lv.
 * @param volatilityRatio vr: EWMA volatility over normal volatility
 * @param volatilitySensitivity lv >= 0; 0 makes leverage insensitive, 1 is a pure value-at-risk target
 */
export function leverageLimit(
  maximumLeverage: number,
  volatilityRatio: number,
  volatilitySensitivity: number,
): number {
  return maximumLeverage * pow(Math.max(volatilityRatio, LOWEST_VOLATILITY_RATIO), -volatilitySensitivity);
}

/**
 * exp(-b (spread - spread_0)): factor on wanted leverage from the funding spread; 1 at the start, positive,
 * falling.
 * @param sensitivity b in years (fall of log leverage for each unit of spread); 60: 1 % dearer funding takes
 * 45 %
 */
export function fundingFactor(spread: number, startSpread: number, sensitivity: number): number {
  return exp(-sensitivity * (spread - startSpread));
}

/** W = L factor (1 - q): wanted exposure over equity, q the share of capacity kept unused. */
export function wantedLeverage(limit: number, funding: number, unusedShare: number): number {
  return limit * funding * (1 - unusedShare);
}

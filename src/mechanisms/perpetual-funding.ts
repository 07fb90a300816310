/**
 * What longs of perpetual futures pay to those who hold the other side against spot, over the cost of funding.
 *
 * Sources: perpetual contracts (Ackerer, Hugonnier & Jermann 2024, "Perpetual futures pricing"); the premium is the price of
 * scarce arbitrage capital (Schmeling, Schrimpf & Todorov 2023, "Crypto carry", BIS WP 1087).
 */
import { exp, pow } from '../maths/elementary.js';

/** Premium beyond this multiple of that at the start is not paid: exchanges cap it. */
const LARGEST = 20;

/**
 * p0 (open interest/arbitrage capital, over the same at the start)^elasticity, at most 20 p0. Per year.
 * @param openInterest over its start
 * @param capital arbitrage capital over its start
 */
export function fundingPremium(
  startPremium: number,
  openInterest: number,
  capital: number,
  elasticity: number,
): number {
  if (!(openInterest > 0)) return 0;
  const most = startPremium * LARGEST;
  if (!(capital > 0)) return most;
  return Math.min(startPremium * pow(openInterest / capital, elasticity), most);
}

/** exp(-b (premium - p0)): factor on wanted leverage; 1 at the start. */
export function premiumFactor(premium: number, startPremium: number, sensitivity: number): number {
  return exp(-sensitivity * (premium - startPremium));
}

/**
 * Free entry: founders gather money while what they would build is worth more than it costs, and give up while it is not.
 *
 * Sources: investment follows the value of capital over its cost (Tobin 1969, Journal of Money, Credit and Banking 1); firms
 * enter until value is down to the cost of entry (Hopenhayn 1992, Econometrica 60).
 */

/**
 * max(readiness + speed (value/cost - 1) years, 0): a firm enters when it reaches 1, after 1/(speed (value/cost - 1)) years
 * if nothing changes; 0 where nothing is to be had for the cost.
 * @param speed entrants a year for a value of twice the cost
 */
export function entryReadiness(
  readiness: number,
  value: number,
  cost: number,
  speed: number,
  years: number,
): number {
  return cost > 0 ? Math.max(readiness + speed * (value / cost - 1) * years, 0) : 0;
}

/** Cost of capital: what debt pays for the share that is lent, and that with what founders want beyond it for the rest. */
export function entrantsRate(debtYield: number, lentShare: number, equityPremium: number): number {
  return debtYield + (1 - lentShare) * equityPremium;
}

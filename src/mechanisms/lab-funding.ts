/**
 * Money of a firm that spends more than it earns: burn, runway, and what it asks of its investors in a round.
 *
 * Ventures are financed in stages that last until the next one (Gompers 1995, JF 50): a round pays for the burn to come
 * and leaves a reserve. Flows in $bn a year, stocks in $bn.
 */

/** Spending less revenue; negative if the firm earns more than it spends. */
export function burnRate(spending: number, revenue: number): number {
  return spending - revenue;
}

/** Years until cash is gone at this burn; infinite without one. */
export function runway(cash: number, burn: number): number {
  return burn > 0 ? Math.max(cash, 0) / burn : Number.POSITIVE_INFINITY;
}

/**
 * What a round asks for: the burn until the next one and a reserve, less cash and money that was called already.
 * @param years time to the next round and years of burn kept in reserve
 */
export function fundingNeed(burn: number, years: number, cash: number, called: number): number {
  return Math.max(Math.max(burn, 0) * years - cash - called, 0);
}

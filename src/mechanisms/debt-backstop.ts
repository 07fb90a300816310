/** A buyer of last resort for debt in default: it takes claims over at a stated price, and lenders count on it. */

/** $bn that the buyer adds, so that creditors get `price` of their claim when the collateral brings less. */
export function backstopPayment(claim: number, available: number, price: number): number {
  if (!(claim > 0)) return 0;
  return Math.max(price * claim - Math.min(Math.max(available, 0), claim), 0);
}

/** Share of a claim that lenders can lose whatever the collateral brings. */
export function exposedShare(price: number): number {
  return 1 - Math.min(Math.max(price, 0), 1);
}

/** Part of new collateral that is lent: what is taken over at a price needs no cushion. */
export function backedAdvanceRate(advanceRate: number, price: number): number {
  return 1 - (1 - advanceRate) * exposedShare(price);
}

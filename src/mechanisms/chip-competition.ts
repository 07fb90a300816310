/**
 * Rivals of the chip vendor: what their accelerators take from its margin, and what buyers gain.
 *
 * A seller with few rivals keeps a mark-up over unit cost that falls as theirs become substitutes (Lerner 1934, RES 1;
 * Melitz & Ottaviano 2008, RES 75: mark-ups fall linearly in the toughness of competition).
 */

/**
 * Margin that rivals leave: m0 (1 - pressure share), not below 0.
 * @param margin part of the price that is profit at the start
 * @param rivalShare share of chip spending that goes to rivals
 */
export function contestedMargin(margin: number, rivalShare: number, pressure: number): number {
  return margin * Math.max(1 - pressure * rivalShare, 0);
}

/** Price of a chip whose unit cost has not changed, over the start: (1 - m0)/(1 - m); 1 at the same margin. */
export function priceAtMargin(startMargin: number, margin: number): number {
  return (1 - startMargin) / (1 - margin);
}

/** Capacity that a dollar of chips buys, over the start: (1 - s)/p + s/p_rival. */
export function capacityPerDollar(rivalShare: number, price: number, rivalPrice: number): number {
  return (1 - rivalShare) / price + rivalShare / rivalPrice;
}

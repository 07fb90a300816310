/**
 * Liquidation of levered positions that have lost their margin: a ladder, because entry prices differ.
 *
 * Sources: liquidation engines of exchanges (maintenance margin on the mark price, insurance fund, auto-deleveraging);
 * clustered liquidations (Soska, Dong, Khodaverdian, Zetlin-Jones, Routledge & Christin 2021, "Towards understanding
 * cryptocurrency derivatives", WWW).
 */

/**
 * Share of a class's positions below the maintenance margin: ((m - e (1 - w))/(2 w e)) within [0, 1], with margin ratios
 * spread evenly over e (1 - w) … e (1 + w); all of them once nothing is left.
 * @param marginRatio e: equity over exposure of the class
 * @param maintenance m: least margin ratio of a position
 * @param dispersion w in (0, 1)
 */
export function liquidatedShare(marginRatio: number, maintenance: number, dispersion: number): number {
  if (!(marginRatio > 0)) return 1;
  const below = maintenance - marginRatio * (1 - dispersion);
  return Math.min(Math.max(below / (2 * dispersion * marginRatio), 0), 1);
}

/** Who bears the loss of bankrupt positions, in this order. $bn. */
export interface LossShares {
  readonly insurance: number;
  /** Counterparties whose gains are cut: auto-deleveraging. */
  readonly counterparties: number;
  readonly lenders: number;
}

/** The insurance fund pays first, then counterparties are auto-deleveraged, and lenders lose the rest. */
export function shareLoss(loss: number, insurance: number, counterparties: number): LossShares {
  const first = Math.min(loss, Math.max(insurance, 0));
  const second = Math.min(loss - first, Math.max(counterparties, 0));
  return { insurance: first, counterparties: second, lenders: loss - first - second };
}

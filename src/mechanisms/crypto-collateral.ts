/** Crypto as collateral: what lenders advance on it, and what has to be sold when it is worth less. */

/** Chips, $bn, on which lenders would advance as much as on this crypto, so that one covenant covers both. */
export function chipsEquivalent(crypto: number, advanceRate: number, loanToValue: number): number {
  return loanToValue > 0 ? (crypto * advanceRate) / loanToValue : 0;
}

/**
 * Crypto to be sold so that debt falls by `excess` more than what the sale takes from the collateral:
 * excess/(1 - advance rate), at most what can be sold.
 */
export function collateralSale(excess: number, advanceRate: number, saleable: number): number {
  if (!(excess > 0)) return 0;
  const wanted = advanceRate < 1 ? excess / (1 - advanceRate) : Number.POSITIVE_INFINITY;
  return Math.min(wanted, Math.max(saleable, 0));
}

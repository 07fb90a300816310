/**
 * Growth of bank loans: a target, cut when capital is short. Rates per year.
 *
 * Sources: bank capital and lending (Bernanke & Lown 1991, BPEA; Gropp, Mosk, Ongena & Wix 2019, RFS 32:
 * banks short of capital cut lending rather than raise equity).
 */

/** Shortage of the capital ratio over which the cut sets in gradually. */
const SHORTAGE_WIDTH = 0.005;

/** Equity over (risk-weighted) assets; Infinity without assets. */
export function capitalRatio(equity: number, assets: number): number {
  return assets > 0 ? equity / assets : Number.POSITIVE_INFINITY;
}

/**
 * z^2/(z + width) for a shortage z > 0, else 0: exactly 0 with enough capital, smooth at 0, about z - width
 * far below.
 */
export function capitalShortage(ratio: number, requirement: number): number {
  const z = requirement - ratio;
  return z > 0 ? (z * z) / (z + SHORTAGE_WIDTH) : 0;
}

/**
 * target - cut, cut = largest g/(largest + g) with g = sensitivity shortage: growth of loans, per year,
 * between target - largest and target, rising in the capital ratio.
 * @param sensitivity fall of loan growth for each unit of capital shortage, about 4
 * @param largestCut per year, > 0
 */
export function loanGrowth(
  target: number,
  ratio: number,
  requirement: number,
  sensitivity: number,
  largestCut: number,
): number {
  const wish = sensitivity * capitalShortage(ratio, requirement);
  return target - (largestCut * wish) / (largestCut + wish);
}

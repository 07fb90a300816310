/**
 * p-values corrected by Holm's step-down method, so that the chance of any false rejection among them stays below the
 * level at which they are read: sorted ascending, the i-th of m becomes the largest of (m - j + 1) p_j, j <= i, at most 1.
 *
 * A NaN counts as a hypothesis that is not rejected and stays NaN: whether a test could be made must not make the
 * others look better.
 *
 * Source: S. Holm, A simple sequentially rejective multiple test procedure, Scand. J. Stat. 6 (1979).
 */
export function holm(pValues: readonly number[]): number[] {
  const order = pValues.map((_, index) => index).filter((index) => !Number.isNaN(pValues[index]));
  order.sort((a, b) => pValues[a] - pValues[b] || a - b);
  const adjusted = pValues.map(() => Number.NaN);
  let largest = 0;
  for (const [rank, index] of order.entries()) {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * pValues[index]));
    adjusted[index] = largest;
  }
  return adjusted;
}

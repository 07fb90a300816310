/**
 * Quantile of sorted values by linear interpolation (type 7 of Hyndman and Fan, 1996; the default of R and NumPy).
 *
 * @param sorted ascending values, at least one
 * @param probability 0 … 1
 * @throws RangeError when there is no value or the probability lies outside 0 … 1
 */
export function quantileSorted(sorted: ArrayLike<number>, probability: number): number {
  if (sorted.length === 0) throw new RangeError('quantile of no values');
  if (!(probability >= 0 && probability <= 1))
    throw new RangeError(`quantile at ${probability}, not in 0 … 1`);
  const position = (sorted.length - 1) * probability;
  const below = Math.floor(position);
  const low = sorted[below];
  if (below + 1 >= sorted.length) return low;
  return low + (position - below) * (sorted[below + 1] - low);
}

/** {@link quantileSorted} of values in any order; the input is copied, not sorted in place. */
export function quantile(values: ArrayLike<number>, probability: number): number {
  return quantileSorted(Float64Array.from(values).sort(), probability);
}

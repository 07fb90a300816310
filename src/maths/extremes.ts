/** Smallest value; NaN of no values. */
export function smallest(values: ArrayLike<number>): number {
  let least = values.length === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) least = Math.min(least, values[i]);
  return least;
}

/** Largest value; NaN of no values. */
export function largest(values: ArrayLike<number>): number {
  let most = values.length === 0 ? Number.NaN : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]);
  return most;
}

/** Deepest fall from an earlier peak, min over t of x_t / max over s <= t of x_s - 1: 0 or negative. NaN of no values. */
export function maximumDrawdown(values: ArrayLike<number>): number {
  let deepest = values.length === 0 ? Number.NaN : 0;
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    peak = Math.max(peak, values[i]);
    deepest = Math.min(deepest, values[i] / peak - 1);
  }
  return deepest;
}

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

/** Place of the first of the largest values; -1 of no values. */
export function placeOfLargest(values: ArrayLike<number>): number {
  let place = values.length === 0 ? -1 : 0;
  for (let i = 1; i < values.length; i++) if (values[i] > values[place]) place = i;
  return place;
}

/** Places of the peak and the bottom of the deepest fall, the first of equal ones; the same place if nothing falls. */
function deepestFall(values: ArrayLike<number>): { readonly peak: number; readonly bottom: number } {
  let [deepest, top, peak, bottom] = [0, 0, 0, 0];
  for (let i = 0; i < values.length; i++) {
    if (values[i] > values[top]) top = i;
    const fall = values[i] / values[top] - 1;
    if (fall < deepest) [deepest, peak, bottom] = [fall, top, i];
  }
  return { peak, bottom };
}

/** Steps from the peak to the bottom of the deepest fall; 0 if nothing falls, NaN of no values. */
export function drawdownLength(values: ArrayLike<number>): number {
  const { peak, bottom } = deepestFall(values);
  return values.length === 0 ? Number.NaN : bottom - peak;
}

/**
 * Deepest fall within so many steps on the way from the peak to the bottom of the deepest fall, x_t / x_s - 1 with
 * t - s <= steps: 0 if nothing falls, NaN of no values.
 */
export function steepestFall(values: ArrayLike<number>, steps: number): number {
  const { peak, bottom } = deepestFall(values);
  let steepest = values.length === 0 ? Number.NaN : 0;
  for (let i = peak + 1; i <= bottom; i++)
    for (let before = Math.max(peak, i - steps); before < i; before++)
      steepest = Math.min(steepest, values[i] / values[before] - 1);
  return steepest;
}

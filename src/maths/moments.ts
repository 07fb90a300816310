import { compensatedSum } from './compensated-sum.js';
import { ln } from './elementary.js';

/** Arithmetic mean; NaN of no values. */
export function mean(values: ArrayLike<number>): number {
  return compensatedSum(values) / values.length;
}

/** Mean of the products of deviations: (1/n) sum (x_i - mean)^power. */
function centralMoment(values: ArrayLike<number>, power: 2 | 3 | 4): number {
  const centre = mean(values);
  return mean(
    Float64Array.from(values, (value) => {
      const square = (value - centre) * (value - centre);
      if (power === 2) return square;
      return power === 3 ? square * (value - centre) : square * square;
    }),
  );
}

/** Sample variance, sum (x_i - mean)^2 / (n - 1); NaN of fewer than two values. */
export function variance(values: ArrayLike<number>): number {
  return (centralMoment(values, 2) * values.length) / (values.length - 1);
}

/** Square root of the sample {@link variance}. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(variance(values));
}

/** Moment skewness m3 / m2^1.5, 0 for symmetric values; NaN when all values are equal. */
export function skewness(values: ArrayLike<number>): number {
  const spread = centralMoment(values, 2);
  return centralMoment(values, 3) / (spread * Math.sqrt(spread));
}

/** Moment kurtosis m4 / m2^2 (Pearson's: 3 for normal values, not the excess); NaN when all values are equal. */
export function kurtosis(values: ArrayLike<number>): number {
  const spread = centralMoment(values, 2);
  return centralMoment(values, 4) / (spread * spread);
}

/**
 * Autocorrelation sum (x_t - m)(x_(t+lag) - m) / sum (x_t - m)^2 over the whole series' mean m; NaN when all values
 * are equal.
 * @throws RangeError for a lag that is no whole number in 0 … n - 1
 */
export function autocorrelation(values: ArrayLike<number>, lag: number): number {
  if (!Number.isInteger(lag) || lag < 0 || lag >= values.length)
    throw new RangeError(`autocorrelation at lag ${lag} of ${values.length} values`);
  const centre = mean(values);
  const products = new Float64Array(values.length - lag);
  for (let i = 0; i < products.length; i++) products[i] = (values[i] - centre) * (values[i + lag] - centre);
  return compensatedSum(products) / (centralMoment(values, 2) * values.length);
}

/**
 * Hill's estimate of the tail exponent of |x|: k / sum ln(x_(i) / x_(k+1)) over the k largest, k = floor(share n).
 *
 * @param tailShare 0 … 1, the share of values regarded as tail, such as 0.05
 * @returns NaN when the tail holds no value or reaches 0
 *
 * Source: B. M. Hill, A simple general approach to inference about the tail of a distribution, Ann. Stat. 3 (1975).
 */
export function hillIndex(values: ArrayLike<number>, tailShare: number): number {
  const sizes = Float64Array.from(values, Math.abs).sort().reverse();
  const count = Math.floor(tailShare * sizes.length);
  const threshold = sizes[count];
  if (count === 0 || !(threshold > 0)) return Number.NaN;
  return count / compensatedSum(sizes.subarray(0, count).map((size) => ln(size / threshold)));
}

/**
 * Pearson's correlation; NaN when one side does not vary.
 * @throws RangeError for unequal lengths
 */
export function correlation(xs: ArrayLike<number>, ys: ArrayLike<number>): number {
  if (xs.length !== ys.length) throw new RangeError(`correlation of ${xs.length} with ${ys.length} values`);
  const xCentre = mean(xs);
  const yCentre = mean(ys);
  const products = Float64Array.from(xs, (x, i) => (x - xCentre) * (ys[i] - yCentre));
  return mean(products) / Math.sqrt(centralMoment(xs, 2) * centralMoment(ys, 2));
}

import { quantileSorted } from './quantile.js';
import { randomStream } from './random.js';

export interface Interval {
  readonly low: number;
  readonly high: number;
}

export interface Resampling {
  /** Number of resamples. */
  readonly resamples: number;
  readonly seed: string;
}

/**
 * Percentile bootstrap, 95 % intervals of several statistics of `count` items, from the same resamples for all.
 *
 * @param statistics writes the statistics of a resample in which item i stands multiplicity[i] times; a statistic
 * that a resample does not have (NaN) is left out, and one that none has gives a NaN interval
 * @param size number of statistics
 *
 * Source: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap (1993), chapter 13.
 */
export function percentileIntervals(
  count: number,
  size: number,
  statistics: (multiplicity: Uint32Array, out: Float64Array) => void,
  { resamples, seed }: Resampling,
): Interval[] {
  const stream = randomStream('philox', seed, 'bootstrap');
  const uniforms = new Float64Array(count);
  const multiplicity = new Uint32Array(count);
  const out = new Float64Array(size);
  const found = Array.from({ length: size }, () => [] as number[]);
  for (let resample = 0; resample < resamples; resample++) {
    stream.uniforms(0, resample, uniforms, count);
    multiplicity.fill(0);
    for (const uniform of uniforms) multiplicity[Math.floor(uniform * count)]++;
    statistics(multiplicity, out);
    for (const [index, values] of found.entries()) if (!Number.isNaN(out[index])) values.push(out[index]);
  }
  return found.map((values) => {
    if (values.length === 0) return { low: Number.NaN, high: Number.NaN };
    const sorted = Float64Array.from(values).sort();
    return { low: quantileSorted(sorted, 0.025), high: quantileSorted(sorted, 0.975) };
  });
}

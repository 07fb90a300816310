/** Made-up runs for tests of the validation: prices from any daily log changes. */
import type { RunSeries } from '../../src/experiment/validation-sample.js';
import { randomStream } from '../../src/maths/random.js';

/** A series that starts at 1 and follows the log changes. */
export function path(changes: ArrayLike<number>): Float64Array {
  const values = Float64Array.of(1, ...Array.from(changes));
  for (let i = 1; i < values.length; i++) values[i] = values[i - 1] * Math.exp(values[i]);
  return values;
}

export function runOf(
  series: Readonly<Record<string, Float64Array>>,
  arm = 'reference',
  seed = '1',
): RunSeries {
  return { arm, seed, series: new Map(Object.entries(series)) };
}

/** Standard normal draws. */
export function normals(count: number, seed: string): Float64Array {
  const stream = randomStream('philox', seed, 'validation');
  return Float64Array.from({ length: count }, (_, draw) => stream.normal(draw, 0));
}

/** Student t with 4 degrees of freedom: kurtosis about 8, tail exponent about 3, no autocorrelation. */
export function heavyTailed(count: number, seed: string): Float64Array {
  const stream = randomStream('philox', seed, 'validation');
  return Float64Array.from({ length: count }, (_, draw) => stream.studentT(draw, 0, 4, 10));
}

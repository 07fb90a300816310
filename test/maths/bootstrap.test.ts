import { describe, expect, it } from 'vitest';
import { percentileIntervals } from '../../src/maths/bootstrap.js';
import { mean, standardDeviation } from '../../src/maths/moments.js';
import { randomStream } from '../../src/maths/random.js';

const RESAMPLING = { resamples: 4000, seed: 'test' };
const COUNT = 200;

function sample(): Float64Array {
  const values = new Float64Array(COUNT);
  randomStream('philox', 'sample', 'test').normals(0, 0, values, 0, COUNT);
  return values;
}

describe('percentile intervals', () => {
  it('of a mean are those of its standard error', () => {
    const values = sample();
    const [interval, nothing] = percentileIntervals(
      COUNT,
      2,
      (multiplicity, out) => {
        out[0] = values.reduce((sum, value, i) => sum + multiplicity[i] * value, 0) / COUNT;
        out[1] = Number.NaN;
      },
      RESAMPLING,
    );
    const half = (1.96 * standardDeviation(values)) / Math.sqrt(COUNT);
    expect(Math.abs(interval.low - (mean(values) - half))).toBeLessThan(0.07 * half);
    expect(Math.abs(interval.high - (mean(values) + half))).toBeLessThan(0.07 * half);
    expect(nothing).toEqual({ low: Number.NaN, high: Number.NaN });
  });

  it('draw as many items as there are, each equally often', () => {
    const drawn = new Float64Array(10);
    percentileIntervals(
      10,
      1,
      (multiplicity) => {
        expect(multiplicity.reduce((sum, times) => sum + times, 0)).toBe(10);
        for (let i = 0; i < 10; i++) drawn[i] += multiplicity[i];
      },
      RESAMPLING,
    );
    // Counts of 40,000 draws: mean 4000, standard deviation 60.
    for (const count of drawn) expect(Math.abs(count - 4000)).toBeLessThan(260);
  });
});

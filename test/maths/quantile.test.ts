import { describe, expect, it } from 'vitest';
import { quantile, quantileSorted } from '../../src/maths/quantile.js';

describe('quantile (type 7)', () => {
  it('agrees with R: quantile(c(1, 2, 4, 8, 16, 20), c(.1, .25, .5, .9))', () => {
    const values = [20, 1, 16, 2, 8, 4];
    expect([0.1, 0.25, 0.5, 0.9].map((p) => quantile(values, p))).toEqual([1.5, 2.5, 6, 18]);
  });

  it('has the smallest and the largest value at its ends and leaves the input alone', () => {
    const values = [3, 1, 2];
    expect([quantile(values, 0), quantile(values, 1)]).toEqual([1, 3]);
    expect(values).toEqual([3, 1, 2]);
  });

  it('refuses no values and probabilities outside 0 … 1', () => {
    expect(() => quantile([], 0.5)).toThrow(RangeError);
    expect(() => quantileSorted([1], 1.1)).toThrow(RangeError);
    expect(() => quantileSorted([1], Number.NaN)).toThrow(RangeError);
  });
});

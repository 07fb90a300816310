import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quantile } from '../../src/maths/quantile.js';
import { quantileInPlace } from '../../src/maths/quantile-in-place.js';

it('is the quantile of the sorted values, however often it is asked, and keeps the values', () => {
  const value = fc.oneof(
    fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }),
    fc.integer(),
  );
  const values = fc.array(value, { minLength: 1, maxLength: 60 });
  const probability = fc.oneof(fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(0, 0.025, 0.5, 1));
  fc.assert(
    fc.property(values, fc.array(probability, { minLength: 1, maxLength: 3 }), (list, probabilities) => {
      const own = Float64Array.from(list);
      for (const one of probabilities) expect(quantileInPlace(own, one)).toBe(quantile(list, one));
      expect(own.sort()).toEqual(Float64Array.from(list).sort());
    }),
    { seed: 20260302, numRuns: 500 },
  );
});

it('ends for many equal values', () => {
  expect(quantileInPlace(new Float64Array(5000).fill(3), 0.3)).toBe(3);
});

it('refuses no values and probabilities outside 0 … 1', () => {
  expect(() => quantileInPlace(new Float64Array(0), 0.5)).toThrow(RangeError);
  expect(() => quantileInPlace(Float64Array.of(1), Number.NaN)).toThrow(RangeError);
});

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawdownLength, maximumDrawdown, steepestFall } from '../../src/maths/extremes.js';

const path = fc.array(fc.double({ min: 0.5, max: 2, noNaN: true }), { minLength: 1, maxLength: 40 });

describe('the steepest fall within the deepest one', () => {
  test('leaves out falls outside of it, and adds up days on the way', () => {
    // A sudden fall of 15 % and its recovery, then a slow one of 28 %.
    const values = [1, 0.85, 1, 1.02, 0.98, 0.94, 0.96, 0.9, 0.86, 0.82, 0.78, 0.735];
    expect(drawdownLength(values)).toBe(8);
    expect(steepestFall(values, 1)).toBeCloseTo(0.9 / 0.96 - 1, 12);
    expect(steepestFall(values, 2)).toBeCloseTo(0.86 / 0.96 - 1, 12);
    expect(steepestFall([1, 2, 3], 2)).toBe(0);
    expect(steepestFall([], 2)).toBeNaN();
  });

  test('is the deepest fall itself when there is time for all of it, and no deeper with less', () => {
    fc.assert(
      fc.property(path, fc.integer({ min: 1, max: 40 }), (values, steps) => {
        expect(steepestFall(values, values.length)).toBe(maximumDrawdown(values));
        expect(steepestFall(values, steps)).toBeGreaterThanOrEqual(maximumDrawdown(values));
        expect(steepestFall(values, steps + 1)).toBeLessThanOrEqual(steepestFall(values, steps));
      }),
    );
  });
});

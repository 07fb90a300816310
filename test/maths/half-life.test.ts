import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { perTick, rateFromHalfLife, rescaleFraction } from '../../src/maths/half-life.js';

describe('rateFromHalfLife', () => {
  it('halves the gap after the half-life, daily and weekly', () => {
    expect(rateFromHalfLife(1, 252)).toBeCloseTo(0.5, 15);
    expect((1 - rateFromHalfLife(10, 252)) ** 10).toBeCloseTo(0.5, 14);
    expect((1 - rateFromHalfLife(63, 52)) ** 13).toBeCloseTo(0.5, 14);
  });

  it('is 1 at once, 0 for ever, and refuses what is negative', () => {
    expect(rateFromHalfLife(0, 252)).toBe(1);
    expect(rateFromHalfLife(Number.POSITIVE_INFINITY, 252)).toBe(0);
    expect(() => rateFromHalfLife(-1, 252)).toThrow(RangeError);
    expect(() => rateFromHalfLife(Number.NaN, 252)).toThrow(RangeError);
  });
});

describe('rescaleFraction', () => {
  it('leaves the same rest after a year of ticks as after a year of days', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 0.05, noNaN: true }),
        fc.integer({ min: 12, max: 504 }),
        (daily, ticks) => {
          expect((1 - rescaleFraction(daily, ticks)) ** ticks).toBeCloseTo((1 - daily) ** 252, 12);
        },
      ),
      { seed: 3 },
    );
  });

  it('leaves a daily share alone at daily ticks and keeps 0 and 1', () => {
    for (let share = 0; share < 1; share += 0.01) expect(rescaleFraction(share, 252)).toBe(share);
    expect([rescaleFraction(0, 52), rescaleFraction(1, 52)]).toEqual([0, 1]);
    expect(() => rescaleFraction(1.2, 52)).toThrow(RangeError);
  });
});

describe('perTick', () => {
  it('adds up to the annual rate', () => {
    expect(perTick(1000, 52) * 52).toBeCloseTo(1000, 10);
  });
});

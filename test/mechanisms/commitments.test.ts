import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { committedShare } from '../../src/mechanisms/commitments.js';

const share = fc.double({ min: 0.001, max: 0.2, noNaN: true });
const wealth = fc.double({ min: 0.1, max: 1e4, noNaN: true });

describe('the cash floor on nominal commitments', () => {
  test('is a fixed number of dollars, whatever wealth is today, until all but a tenth is cash', () => {
    fc.assert(
      fc.property(share, wealth, wealth, (floor, committed, now) => {
        const kept = committedShare(floor, committed, now) * now;
        expect(kept).toBeCloseTo(Math.min(floor * committed, 0.9 * now), 9);
      }),
    );
  });

  test('is the floor on wealth while wealth stands still', () => {
    fc.assert(fc.property(share, wealth, (floor, now) => committedShare(floor, now, now) === floor));
  });

  test('does not depend on the unit of money', () => {
    fc.assert(
      fc.property(share, wealth, wealth, wealth, (floor, committed, now, unit) => {
        const scaled = committedShare(floor, committed * unit, now * unit);
        expect(scaled / committedShare(floor, committed, now)).toBeCloseTo(1, 12);
      }),
    );
  });

  test('is nearly all of nothing, and nothing without a floor', () => {
    expect(committedShare(0.02, 10, 0)).toBe(0.9);
    expect(committedShare(0, 10, 0)).toBe(0);
  });
});

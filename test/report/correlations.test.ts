import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logReturns, pastVolatility } from '../../src/report/figures/correlations.js';

const RETURNS = fc.array(fc.double({ min: -0.2, max: 0.2, noNaN: true }), { minLength: 8, maxLength: 40 });

describe('calm and stress', () => {
  it('are told apart by what is known before a return, not by the return', () => {
    fc.assert(
      fc.property(RETURNS, fc.nat(), (returns, at) => {
        const index = at % returns.length;
        const changed = returns.with(index, 9);
        const [before, after] = [pastVolatility(returns, 5), pastVolatility(changed, 5)];
        expect(after.slice(0, index + 1)).toEqual(before.slice(0, index + 1));
        expect(after.slice(index + 6)).toEqual(before.slice(index + 6));
        if (index + 1 < returns.length && index + 1 >= 5)
          expect(after[index + 1]).not.toBe(before[index + 1]);
      }),
    );
  });

  it('need returns before them', () => {
    expect(pastVolatility([0.1, -0.1, 0.1, -0.1], 3).map((value) => value !== undefined)).toEqual([
      false,
      false,
      false,
      true,
    ]);
  });

  it('are measured on log returns, which add up to the whole move', () => {
    const prices = [1, 1.2, 0.9, 1.5];
    expect(logReturns(prices).reduce((sum, value) => sum + value, 0)).toBeCloseTo(Math.log(1.5), 12);
    expect(logReturns([1])).toEqual([]);
  });
});

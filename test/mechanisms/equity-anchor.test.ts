import { describe, expect, it } from 'vitest';
import { bondYield } from '../../src/mechanisms/bond-price.js';
import {
  bondCoupling,
  discountChange,
  equityFundamental,
  growthInYear,
  levelAnchor,
  type PayoutPath,
  payoutDuration,
  rateSensitivity,
} from '../../src/mechanisms/equity-anchor.js';
import { between, law, slope } from './law.js';

function path(initial: number, years: number, fade: number, longRun: number, discount: number): PayoutPath {
  return {
    initialGrowth: initial,
    growthYears: years,
    fadeYears: fade,
    longRunGrowth: longRun,
    discountRate: discount,
  };
}

/** Present value by brute force over 3,000 years. */
function value(payouts: PayoutPath): number {
  let payout = 1;
  let discount = 1;
  let sum = 0;
  for (let year = 1; year <= 3000; year++) {
    payout *= 1 + growthInYear(payouts, year);
    discount *= 1 + payouts.discountRate;
    sum += payout / discount;
  }
  return sum;
}

describe('payoutDuration', () => {
  it('is 1/(r - g) for constant growth (Gordon)', () => {
    law([between(-0.02, 0.04), between(0.05, 0.15)], (growth, discount) => {
      expect(payoutDuration(path(growth, 7, 4, growth, discount))).toBeCloseTo(1 / (discount - growth), 8);
    });
  });

  it('is the slope of the log present value', () => {
    for (const payouts of [
      path(0.1, 5, 10, 0.02, 0.08),
      path(0.35, 10, 15, 0.04, 0.09),
      path(0, 3, 0, 0.01, 0.1),
    ]) {
      const measured = slope((r) => Math.log(value({ ...payouts, discountRate: r })), payouts.discountRate);
      expect(payoutDuration(payouts)).toBeCloseTo(-measured, 5);
    }
  });

  it('lengthens with growth and shortens with the discount rate', () => {
    law([between(0, 0.3), between(0.07, 0.15)], (growth, discount) => {
      const duration = payoutDuration(path(growth, 5, 10, 0.02, discount));
      expect(payoutDuration(path(growth + 0.01, 5, 10, 0.02, discount))).toBeGreaterThan(duration);
      expect(payoutDuration(path(growth, 5, 10, 0.02, discount + 0.01))).toBeLessThan(duration);
    });
  });

  it('fades linearly', () => {
    const payouts = path(0.1, 2, 3, 0.02, 0.08);
    const growth = [1, 2, 3, 4, 5, 6, 9].map((year) => growthInYear(payouts, year));
    for (const [year, expected] of [0.1, 0.1, 0.08, 0.06, 0.04, 0.02, 0.02].entries())
      expect(growth[year]).toBeCloseTo(expected, 14);
  });

  it('refuses growth that outruns the discount rate', () => {
    expect(() => payoutDuration(path(0.05, 5, 5, 0.08, 0.08))).toThrow(RangeError);
  });
});

describe('stated payout paths', () => {
  it.each([
    ['market', path(0.05, 5, 5, 0.02, 0.08), 17],
    ['growth', path(0.15, 10, 10, 0.035, 0.08), 28],
    ['value', path(0.02, 5, 10, 0.01, 0.095), 12],
  ])('give the sourced duration of %s shares', (_name, payouts, years) => {
    expect(Math.abs(payoutDuration(payouts) - years)).toBeLessThan(0.3);
  });

  it.each([
    ['megacap', path(0.1, 5, 10, 0.02, 0.08), 6],
    ['semiconductor', path(0.1, 5, 5, 0.02, 0.12), 3.5],
    ['software', path(0.15, 10, 10, 0.035, 0.08), 9],
    ['speculative', path(0.33, 10, 15, 0.045, 0.085), 12],
    ['value', path(0.04, 5, 5, 0.02, 0.0925), 4.5],
  ])('give the measured rate beta of %s shares at one pass-through of 0.32', (_name, payouts, beta) => {
    expect(Math.abs(rateSensitivity(payoutDuration(payouts), 0.32) - beta)).toBeLessThan(0.15);
  });
});

describe('equityFundamental', () => {
  it('loses the sensitivity for each unit of the mixed yield', () => {
    expect(equityFundamental(0.1, 6, discountChange(0.01, 0.02, 0.3))).toBeCloseTo(0.1 - 6 * 0.013, 14);
    expect(equityFundamental(0.1, 6, 0)).toBe(0.1);
  });

  it('couples to bond prices as finite differences say', () => {
    law([between(-0.3, 0.3), between(0, 1), between(0, 14)], (lnPrice, weight, sensitivity) => {
      const yieldAt = (x: number) => bondYield(Math.exp(x), 0.045, 0.1);
      const measured = slope((x) => equityFundamental(0, sensitivity, weight * yieldAt(x)), lnPrice);
      expect(bondCoupling(sensitivity, weight, yieldAt(lnPrice), 0.1)).toBeCloseTo(measured, 6);
    });
  });
});

describe('levelAnchor', () => {
  it('is 1 without coupling and 0 when fundamentals follow every price', () => {
    const share = Float64Array.of(0.4, 0.6);
    const elasticity = Float64Array.of(9, 1);
    expect(levelAnchor(share, elasticity, Float64Array.of(0, 0))).toBe(1);
    expect(levelAnchor(share, elasticity, Float64Array.of(1, 1))).toBe(0);
    expect(levelAnchor(share, elasticity, Float64Array.of(0, 1))).toBeCloseTo(3.6 / 4.2, 14);
  });
});

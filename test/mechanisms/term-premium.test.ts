import { describe, expect, it } from 'vitest';
import { remainingPurchases, termPremium } from '../../src/mechanisms/term-premium.js';
import { between, law } from './law.js';

describe('term premium', () => {
  it('falls by 1.5 bp for each announced $100bn and rises for sales', () => {
    expect(termPremium(0.006, 1.5e-6, 1000)).toBeCloseTo(0.006 - 0.0015, 14);
    expect(termPremium(0.006, 1.5e-6, -1000)).toBeCloseTo(0.006 + 0.0015, 14);
    expect(termPremium(0.006, 1.5e-6, 0)).toBe(0.006);
  });

  it('decays to nothing as the announcement is executed', () => {
    law([between(1, 2000), between(0.01, 4), between(0, 1)], (pace, years, discount) => {
      const now = remainingPurchases(pace, years, discount);
      expect(now).toBeGreaterThan(0);
      expect(now).toBeLessThanOrEqual(pace * years * (1 + 1e-12));
      expect(remainingPurchases(pace, 0.9 * years, discount)).toBeLessThan(now);
      expect(remainingPurchases(-pace, years, discount)).toBe(-now);
      expect(remainingPurchases(pace, -years, discount)).toBe(0);
    });
  });

  it('counts every dollar alike without discount, and is continuous in it', () => {
    expect(remainingPurchases(600, 1.5, 0)).toBe(900);
    for (const discount of [1e-9, 1e-6, 6e-5, 7e-5, 1e-3, 0.5])
      expect(remainingPurchases(600, 1.5, discount)).toBeCloseTo(
        (-600 * Math.expm1(-1.5 * discount)) / discount,
        8,
      );
  });
});

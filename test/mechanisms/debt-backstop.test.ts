import { describe, expect, it } from 'vitest';
import { backedAdvanceRate, backstopPayment, exposedShare } from '../../src/mechanisms/debt-backstop.js';
import { between, law } from './law.js';

describe('backstopPayment', () => {
  it('lifts what creditors get to the stated price, and pays nothing where collateral is enough', () => {
    law([between(0, 20), between(0, 30), between(0, 1)], (claim, available, price) => {
      const paid = backstopPayment(claim, available, price);
      expect(paid).toBeGreaterThanOrEqual(0);
      const got = Math.min(available, claim) + paid;
      expect(got).toBeGreaterThanOrEqual(price * claim - 1e-12);
      expect(got).toBeLessThanOrEqual(claim + 1e-12);
      if (available >= price * claim) expect(paid).toBe(0);
    });
    expect(backstopPayment(10, -1, 0.9)).toBeCloseTo(9, 12);
    expect(backstopPayment(0, 5, 0.9)).toBe(0);
  });
});

describe('what lenders make of it', () => {
  it('is less to lose and more to lend, and nothing new without a price', () => {
    law([between(0, 1), between(0, 1), between(0, 1)], (rate, price, more) => {
      const higher = price + more * (1 - price);
      expect(exposedShare(higher)).toBeLessThanOrEqual(exposedShare(price) + 1e-15);
      expect(backedAdvanceRate(rate, higher)).toBeGreaterThanOrEqual(backedAdvanceRate(rate, price) - 1e-15);
      expect(backedAdvanceRate(rate, price)).toBeLessThanOrEqual(1);
      expect(backedAdvanceRate(rate, 0)).toBeCloseTo(rate, 15);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { chipsEquivalent, collateralSale } from '../../src/mechanisms/crypto-collateral.js';
import { between, law } from './law.js';

describe('chipsEquivalent', () => {
  it('makes one covenant of two: debt within it is what is advanced on chips and on crypto', () => {
    law([between(0, 20), between(0, 20), between(0, 0.95), between(0.1, 2)], (chips, crypto, rate, limit) => {
      const collateral = chips + chipsEquivalent(crypto, rate, limit);
      expect(limit * collateral).toBeCloseTo(limit * chips + rate * crypto, 9);
    });
    expect(chipsEquivalent(1, 0.5, 0)).toBe(0);
  });
});

describe('collateralSale', () => {
  it('leaves debt within what is lent on the crypto that is left, where enough can be sold', () => {
    law([between(0.1, 20), between(0, 0.9), between(0, 2)], (crypto, rate, over) => {
      const debt = rate * crypto * (1 + over);
      const sale = collateralSale(debt - rate * crypto, rate, crypto);
      expect(sale).toBeGreaterThanOrEqual(0);
      expect(sale).toBeLessThanOrEqual(crypto);
      if (sale < crypto) expect(debt - sale).toBeCloseTo(rate * (crypto - sale), 9);
    });
  });

  it('is nothing without an excess, and all that can be sold where no sale is enough', () => {
    expect(collateralSale(0, 0.5, 10)).toBe(0);
    expect(collateralSale(-1, 0.5, 10)).toBe(0);
    expect(collateralSale(1, 1, 10)).toBe(10);
  });
});

import { describe, expect, it } from 'vitest';
import { fundingPremium, premiumFactor } from '../../src/mechanisms/perpetual-funding.js';
import { between, law } from './law.js';

describe('fundingPremium', () => {
  it('is that of the start while open interest and capital keep their proportion', () => {
    law([between(0, 0.3), between(0.01, 50), between(0, 3)], (start, scale, elasticity) => {
      expect(fundingPremium(start, scale, scale, elasticity)).toBeCloseTo(start, 12);
    });
  });

  it('rises in open interest, falls in arbitrage capital, and is capped', () => {
    const some = between(0.01, 20);
    law([some, some, some, between(0, 3)], (open, capital, more, elasticity) => {
      const premium = fundingPremium(0.07, open, capital, elasticity);
      expect(fundingPremium(0.07, open + more, capital, elasticity)).toBeGreaterThanOrEqual(premium);
      expect(fundingPremium(0.07, open, capital + more, elasticity)).toBeLessThanOrEqual(premium);
      expect(premium).toBeLessThanOrEqual(1.4 + 1e-12);
    });
    expect(fundingPremium(0.07, 1, 0, 1)).toBeCloseTo(1.4, 12);
    expect(fundingPremium(0.07, 0, 1, 1)).toBe(0);
  });
});

describe('premiumFactor', () => {
  it('is 1 at the start and lowers leverage as the premium rises', () => {
    expect(premiumFactor(0.07, 0.07, 3)).toBe(1);
    expect(premiumFactor(0.3, 0.07, 3)).toBeCloseTo(Math.exp(-0.69), 12);
    expect(premiumFactor(0.3, 0.07, 0)).toBe(1);
  });
});

import { describe, expect, it } from 'vitest';
import { grantedShare, roundValuation } from '../../src/mechanisms/private-round.js';
import { between, law } from './law.js';

describe('roundValuation', () => {
  it('is 1 at the start, and rises in revenue and in prices of listed firms', () => {
    expect(roundValuation(1, 0.7, 0, 1)).toBe(1);
    law(
      [between(0.05, 10), between(0, 5), between(0.1, 1), between(-1, 1), between(0, 1)],
      (revenue, more, elasticity, price, rise) => {
        const value = roundValuation(revenue, elasticity, price, 1);
        expect(value).toBeGreaterThan(0);
        expect(roundValuation(revenue + more, elasticity, price, 1)).toBeGreaterThanOrEqual(value);
        expect(roundValuation(revenue, elasticity, price + rise, 1)).toBeGreaterThanOrEqual(value);
      },
    );
  });

  it('grows by less than revenue', () => {
    law([between(1, 20), between(0, 1)], (revenue, elasticity) => {
      expect(roundValuation(revenue, elasticity, 0, 1)).toBeLessThanOrEqual(revenue + 1e-12);
    });
  });
});

describe('grantedShare', () => {
  it('is all in an up round, and less the deeper a down round', () => {
    law([between(0, 3), between(0, 1), between(0, 6)], (price, more, reluctance) => {
      const share = grantedShare(price, reluctance);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      if (price >= 1 || reluctance === 0) expect(share).toBe(1);
      expect(grantedShare(price + more, reluctance)).toBeGreaterThanOrEqual(share);
    });
  });
});

import { describe, expect, it } from 'vitest';
import { conviction, saleShares, saleTilt } from '../../src/mechanisms/conviction.js';
import { between, law } from './law.js';

describe('conviction', () => {
  it('is neutral without losses and news, bounded, and rises in both', () => {
    expect(conviction(0, 0, 4, 10)).toBe(0);
    law([between(-3, 0), between(-1, 1)], (drawdown, news) => {
      const now = conviction(drawdown, news, 4, 10);
      expect(Math.abs(now)).toBeLessThan(2);
      expect(conviction(drawdown - 0.1, news, 4, 10)).toBeLessThan(now);
      expect(conviction(drawdown, news + 0.1, 4, 10)).toBeGreaterThan(now);
    });
  });

  it('ignores prices above the peak and survives absurd news', () => {
    expect(conviction(0.3, 0, 4, 10)).toBe(0);
    expect(conviction(0, 1e300, 4, 10)).toBe(2);
    expect(conviction(-1e300, 0, 4, 10)).toBe(-2);
  });
});

describe('sales', () => {
  it('takes more from what is not believed in', () => {
    expect(saleTilt(0, 0, 1)).toBe(1);
    law([between(-2, 1.9), between(-0.5, 0.5), between(0.1, 2)], (belief, trend, lambda) => {
      expect(saleTilt(belief + 0.1, trend, lambda)).toBeLessThan(saleTilt(belief, trend, lambda));
      expect(saleTilt(belief, trend + 0.05, lambda)).toBeCloseTo(saleTilt(belief + 0.1, trend, lambda), 12);
    });
  });

  it('gives shares that sum to 1 and spares short positions', () => {
    law([between(0, 9), between(0.1, 9), between(0.1, 7)], (first, second, tilt) => {
      const shares = saleShares(
        Float64Array.of(first, second, -4),
        Float64Array.of(tilt, 1, 1),
        new Float64Array(3),
      );
      expect(shares[0] + shares[1]).toBeCloseTo(1, 14);
      expect(shares[0] * second).toBeCloseTo(shares[1] * first * tilt, 10);
      expect(shares[2]).toBe(0);
    });
    expect([...saleShares(new Float64Array(2), Float64Array.of(1, 1), new Float64Array(2))]).toEqual([0, 0]);
  });
});

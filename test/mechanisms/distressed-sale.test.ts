import { describe, expect, it } from 'vitest';
import { saleShare } from '../../src/mechanisms/distressed-sale.js';
import { between, law } from './law.js';

describe('saleShare', () => {
  it('is one less the discount while buyers have the cash, and cash over value beyond', () => {
    expect(saleShare(10, 100, 0.3)).toBeCloseTo(0.7, 14);
    expect(saleShare(1000, 100, 0.3)).toBeCloseTo(0.1, 14);
    expect(saleShare(0, 100, 0.3)).toBe(0);
  });

  it('brings no more than the cash there is, and less a dollar the more is sold', () => {
    law([between(0.1, 1000), between(0, 500), between(0, 0.9)], (value, cash, discount) => {
      const share = saleShare(value, cash, discount);
      expect(share * value).toBeLessThanOrEqual(cash + 1e-9);
      expect(saleShare(2 * value, cash, discount)).toBeLessThanOrEqual(share + 1e-12);
      expect(saleShare(2 * value, cash, discount) * 2 * value).toBeGreaterThanOrEqual(share * value - 1e-9);
      expect(saleShare(value, cash + 1, discount)).toBeGreaterThanOrEqual(share);
      expect(saleShare(2 * value, 2 * cash, discount)).toBeCloseTo(share, 12);
    });
  });
});

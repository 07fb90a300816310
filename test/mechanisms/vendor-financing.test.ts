import { describe, expect, it } from 'vitest';
import { financedShare, vendorContribution } from '../../src/mechanisms/vendor-financing.js';
import { between, law } from './law.js';

describe('vendor financing', () => {
  it('bears its share of the order, as far as cash goes', () => {
    law([between(0, 50), between(0, 0.8), between(-5, 200)], (own, share, cash) => {
      const paid = vendorContribution(own, share, cash);
      expect(paid).toBeGreaterThanOrEqual(0);
      expect(paid).toBeLessThanOrEqual(Math.max(cash, 0));
      const order = own + paid;
      if (paid < cash && order > 1e-6) expect(paid / order).toBeCloseTo(share, 9);
    });
  });

  it('gives nothing at a share of 0', () => {
    expect(vendorContribution(10, 0, 100)).toBe(0);
  });

  it('is counted as a share of sales', () => {
    law([between(0, 10), between(0, 100)], (financed, sales) => {
      const share = financedShare(financed, sales);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      if (sales > financed) expect(share * sales).toBeCloseTo(financed, 9);
    });
    expect(financedShare(1, 0)).toBe(0);
  });
});

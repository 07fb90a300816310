import { describe, expect, it } from 'vitest';
import { guaranteePayment } from '../../src/mechanisms/capacity-guarantee.js';
import { between, law } from './law.js';

describe('guaranteePayment', () => {
  it('makes good the shortfall, never more than it, the guarantee, or the cash there is', () => {
    law([between(0, 10), between(-1, 10), between(-1, 10)], (guaranteed, shortfall, cash) => {
      const paid = guaranteePayment(guaranteed, shortfall, cash);
      expect(paid).toBeGreaterThanOrEqual(0);
      expect(paid).toBeLessThanOrEqual(Math.max(guaranteed, 0));
      expect(paid).toBeLessThanOrEqual(Math.max(shortfall, 0));
      expect(paid).toBeLessThanOrEqual(Math.max(cash, 0));
      if (shortfall >= 0 && guaranteed >= shortfall && cash >= shortfall) expect(paid).toBe(shortfall);
    });
  });
});

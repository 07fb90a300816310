import { describe, expect, it } from 'vitest';
import { liquidatedShare, shareLoss } from '../../src/mechanisms/liquidation-ladder.js';
import { between, law } from './law.js';

describe('liquidatedShare', () => {
  it('is nothing while all positions have their margin, and all of them when nothing is left', () => {
    expect(liquidatedShare(0.05, 0.01, 0.6)).toBe(0);
    expect(liquidatedShare(0.01, 0.01, 0.6)).toBeCloseTo(0.5, 14);
    expect(liquidatedShare(0.001, 0.01, 0.6)).toBe(1);
    expect(liquidatedShare(0, 0.01, 0.6)).toBe(1);
    expect(liquidatedShare(-0.1, 0.01, 0.6)).toBe(1);
  });

  it('falls in the margin ratio, rises in what is asked for: a ladder', () => {
    law([between(1e-4, 1), between(1e-3, 0.2), between(0.05, 0.95), between(0, 0.2)], (e, m, w, more) => {
      const share = liquidatedShare(e, m, w);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(share).toBeLessThanOrEqual(1);
      expect(liquidatedShare(e + more, m, w)).toBeLessThanOrEqual(share);
      expect(liquidatedShare(e, m + more, w)).toBeGreaterThanOrEqual(share);
      if (e * (1 - w) > m) expect(share).toBe(0);
    });
  });

  it('reaches the more levered first', () => {
    const left = (leverage: number, fall: number): number => (1 / leverage - fall) / (1 - fall);
    law([between(1.5, 20), between(1, 20), between(0, 0.4)], (leverage, more, fall) => {
      expect(liquidatedShare(left(leverage + more, fall), 0.01, 0.6)).toBeGreaterThanOrEqual(
        liquidatedShare(left(leverage, fall), 0.01, 0.6),
      );
    });
  });
});

describe('shareLoss', () => {
  it('asks the insurance fund, then counterparties, then lenders, and for no more than there is', () => {
    expect(shareLoss(5, 2, 1)).toEqual({ insurance: 2, counterparties: 1, lenders: 2 });
    expect(shareLoss(1, 2, 1)).toEqual({ insurance: 1, counterparties: 0, lenders: 0 });
    law([between(0, 9), between(-1, 9), between(-1, 9)], (loss, insurance, counterparties) => {
      const parts = shareLoss(loss, insurance, counterparties);
      expect(parts.insurance + parts.counterparties + parts.lenders).toBeCloseTo(loss, 12);
      for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
      expect(parts.insurance).toBeLessThanOrEqual(Math.max(insurance, 0));
      if (parts.lenders > 1e-12) expect(parts.counterparties).toBe(Math.max(counterparties, 0));
    });
  });
});

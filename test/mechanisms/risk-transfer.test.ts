import { describe, expect, it } from 'vitest';
import { protectedLoss, protectionPremium } from '../../src/mechanisms/risk-transfer.js';
import { between, law } from './law.js';

describe('protectedLoss', () => {
  it('pays the share of losses below the detachment point, one loss after another as all at once', () => {
    expect(protectedLoss(4, 0.5, 0, 10)).toBe(2);
    expect(protectedLoss(4, 0.5, 8, 10)).toBe(1);
    expect(protectedLoss(4, 0.5, 12, 10)).toBe(0);
    law([between(0, 20), between(0, 20), between(0, 1), between(0, 30)], (first, second, share, limit) => {
      const together = protectedLoss(first + second, share, 0, limit);
      const apart =
        protectedLoss(first, share, 0, limit) + protectedLoss(second, share, Math.min(first, limit), limit);
      expect(apart).toBeCloseTo(together, 10);
      expect(together).toBeLessThanOrEqual(share * limit + 1e-12);
    });
  });
});

describe('protectionPremium', () => {
  it('is proportional to what is protected, the rate and the time', () => {
    expect(protectionPremium(50, 0.5, 0.01, 0.1)).toBeCloseTo(0.025, 14);
    expect(protectionPremium(-1, 0.5, 0.01, 0.1)).toBe(0);
  });
});

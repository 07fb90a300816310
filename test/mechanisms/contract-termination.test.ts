import { describe, expect, it } from 'vitest';
import { claimPayment, terminationClaim } from '../../src/mechanisms/contract-termination.js';
import { between, law } from './law.js';

describe('terminationClaim', () => {
  it('is a share of what remains: in proportion to size and years, and additive over parts', () => {
    law([between(0, 50), between(0, 10), between(0, 1), between(0, 1)], (amount, years, share, part) => {
      const whole = terminationClaim(amount, years, share);
      expect(whole).toBeGreaterThanOrEqual(0);
      expect(whole).toBeLessThanOrEqual(amount * years + 1e-9);
      const [one, other] = [part * amount, (1 - part) * amount];
      expect(terminationClaim(one, years, share) + terminationClaim(other, years, share)).toBeCloseTo(
        whole,
        9,
      );
      expect(terminationClaim(amount, 2 * years, share)).toBeCloseTo(2 * whole, 9);
    });
    expect(terminationClaim(5, -1, 0.2)).toBe(0);
  });
});

describe('claimPayment', () => {
  it('leaves the buyer what it needs, and ends the claims in time if cash allows', () => {
    law(
      [between(0, 20), between(-2, 40), between(-5, 20), between(0.001, 0.5)],
      (claims, cash, needed, speed) => {
        const paid = claimPayment(claims, cash, needed, speed);
        expect(paid).toBeGreaterThanOrEqual(0);
        expect(paid).toBeLessThanOrEqual(claims);
        if (paid > 0) expect(cash - paid).toBeGreaterThanOrEqual(Math.max(needed, 0) - 1e-9);
        let left = claims;
        for (let tick = 0; tick < 8000; tick++) left -= claimPayment(left, 1000, 1, speed);
        expect(left).toBeLessThan(0.01);
      },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { destroyedShare, recover } from '../../src/mechanisms/default-recovery.js';
import { between, law } from './law.js';

describe('recover', () => {
  it('pays secured creditors before unsecured ones, and owners last', () => {
    expect(recover(4, 10, 2)).toEqual({ secured: 4, unsecured: 0, owners: 0, rate: 0.4 });
    expect(recover(11, 10, 2)).toEqual({ secured: 10, unsecured: 1, owners: 0, rate: 1 });
    expect(recover(15, 10, 2)).toEqual({ secured: 10, unsecured: 2, owners: 3, rate: 1 });
    expect(recover(3, 0, 2)).toEqual({ secured: 0, unsecured: 2, owners: 1, rate: 1 });
  });

  it('pays out what there is, to nobody more than the claim', () => {
    law([between(-5, 50), between(0, 30), between(0, 30)], (available, claim, other) => {
      const { secured, unsecured, owners, rate } = recover(available, claim, other);
      expect(secured + unsecured + owners).toBeCloseTo(Math.max(available, 0), 10);
      expect(secured).toBeLessThanOrEqual(claim);
      expect(unsecured).toBeLessThanOrEqual(other);
      if (unsecured > 0) expect(secured).toBe(claim);
      if (owners > 1e-12) expect(unsecured).toBe(other);
      expect(rate).toBeGreaterThanOrEqual(0);
      expect(rate).toBeLessThanOrEqual(1);
      expect(recover(available + 1, claim, other).rate).toBeGreaterThanOrEqual(rate);
    });
  });
});

describe('destroyedShare', () => {
  it("takes the issuer's share of the pool less what is recovered, from every holder alike", () => {
    expect(destroyedShare(12, 120, 0.4)).toBeCloseTo(0.06, 14);
    expect(destroyedShare(12, 120, 1)).toBe(0);
    expect(destroyedShare(12, 0, 0)).toBe(0);
    law([between(0, 100), between(0.1, 100), between(0, 1)], (units, others, rate) => {
      const pool = units + others;
      expect(destroyedShare(units, pool, rate) * pool).toBeCloseTo(units * (1 - rate), 9);
    });
  });
});

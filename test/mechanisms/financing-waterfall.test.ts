import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Financing, financingWaterfall } from '../../src/mechanisms/financing-waterfall.js';
import { between, law } from './law.js';

const sources = (min: number, max: number) =>
  fc.record({
    cash: between(min, max),
    treasuries: between(min, max),
    bonds: between(min, max),
    offBalanceSheet: between(min, max),
  });

const NONE = { cash: 0, treasuries: 0, bonds: 0, offBalanceSheet: 0 };
const AMPLE = { cash: 1e3, treasuries: 1e3, bonds: 1e3, offBalanceSheet: 1e3 };

function total({ fromCash, treasurySales, bonds, offBalanceSheet, cut }: Financing): number {
  return cut + offBalanceSheet + bonds + treasurySales + fromCash;
}

describe('financingWaterfall', () => {
  it('sums to the need to the last bit, without negative parts', () => {
    law([between(0, 500), sources(0, 1), sources(-20, 200)], (need, shares, limits) => {
      const parts = financingWaterfall(need, shares, limits);
      expect(total(parts)).toBe(need);
      for (const part of Object.values(parts)) expect(part).toBeGreaterThanOrEqual(0);
    });
  });

  it('keeps to the limits and cuts only what all of them cannot give', () => {
    law([between(0, 500), sources(0, 1), sources(-20, 200)], (need, shares, limits) => {
      const parts = financingWaterfall(need, shares, limits);
      const slack = 1e-12 * (1 + need);
      expect(parts.fromCash).toBeLessThanOrEqual(Math.max(limits.cash, 0) + slack);
      expect(parts.treasurySales).toBeLessThanOrEqual(Math.max(limits.treasuries, 0) + slack);
      expect(parts.bonds).toBeLessThanOrEqual(Math.max(limits.bonds, 0) + slack);
      expect(parts.offBalanceSheet).toBeLessThanOrEqual(Math.max(limits.offBalanceSheet, 0) + slack);
      const capacity = Object.values(limits).reduce((sum, limit) => sum + Math.max(limit, 0), 0);
      expect(parts.cut).toBeCloseTo(Math.max(need - capacity, 0), 9);
      if (capacity >= need) expect(parts.cut).toBe(0);
    });
  });

  it('follows the shares while nothing binds', () => {
    law([between(0.1, 500), sources(0.01, 1)], (need, shares) => {
      const sum = Object.values(shares).reduce((all, share) => all + share, 0);
      const parts = financingWaterfall(need, shares, AMPLE);
      expect(parts.bonds).toBeCloseTo((need * shares.bonds) / sum, 9);
      expect(parts.fromCash).toBeCloseTo((need * shares.cash) / sum, 9);
    });
  });

  it('asks later sources for what an earlier one lacks, then everybody in pecking order', () => {
    const shares = { cash: 0.5, treasuries: 0, bonds: 0.3, offBalanceSheet: 0.2 };
    const scarce = financingWaterfall(100, shares, { ...AMPLE, cash: 10 });
    expect(scarce.bonds).toBeCloseTo(54, 12);
    expect(scarce.offBalanceSheet).toBeCloseTo(36, 12);
    expect(scarce.treasurySales).toBe(0);
    const scarcer = financingWaterfall(100, shares, {
      cash: 10,
      treasuries: 15,
      bonds: 20,
      offBalanceSheet: 30,
    });
    expect([scarcer.fromCash, scarcer.treasurySales, scarcer.bonds]).toEqual([10, 15, 20]);
    expect(scarcer.cut).toBe(25);
  });

  it('uses the pecking order without preferences and is homogeneous of degree 1', () => {
    expect(financingWaterfall(50, NONE, { ...AMPLE, cash: 20 }).treasurySales).toBe(30);
    law([between(0, 500), sources(0, 1), sources(0, 200)], (need, shares, limits) => {
      const parts = financingWaterfall(need, shares, limits);
      const doubled = {
        cash: 2 * limits.cash,
        treasuries: 2 * limits.treasuries,
        bonds: 2 * limits.bonds,
        offBalanceSheet: 2 * limits.offBalanceSheet,
      };
      expect(financingWaterfall(2 * need, shares, doubled).bonds).toBe(2 * parts.bonds);
    });
    expect(total(financingWaterfall(-5, NONE, AMPLE))).toBe(0);
  });
});

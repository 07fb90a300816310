import { describe, expect, it } from 'vitest';
import {
  fundingElasticity,
  fundingResidual,
  fundingSpread,
  fundingSupply,
  standingRepoDraw,
} from '../../src/mechanisms/funding-supply.js';
import { between, law, slope } from './law.js';

const market = (capacity: number, elasticity = 0.006) => ({
  capacity,
  startLoanRatio: 0.7,
  startSpread: 0.001,
  elasticity,
});

describe('fundingElasticity', () => {
  it('rises as water falls, is twice the base at the reference, and stays finite without water', () => {
    expect(fundingElasticity(2500, 0.003, 2500, 0.7)).toBeCloseTo(0.006, 15);
    law([between(-10, 9000), between(1, 500)], (water, more) => {
      const now = fundingElasticity(water, 0.003, 2500, 0.7);
      expect(now).toBeGreaterThan(0.003);
      expect(now).toBeLessThan(0.4);
      expect(fundingElasticity(water + more, 0.003, 2500, 0.7)).toBeLessThanOrEqual(now);
    });
  });
});

describe('funding spread and supply', () => {
  it('starts at the start spread', () => {
    expect(fundingSpread(2100, market(3000))).toBe(0.001);
    expect(fundingSupply(0.001, market(3000))).toBeCloseTo(2100, 9);
  });

  it('inverts', () => {
    law([between(1, 9000), between(500, 9000)], (loans, capacity) => {
      expect(fundingSupply(fundingSpread(loans, market(capacity)), market(capacity))).toBeCloseTo(loans, 7);
    });
  });

  it('asks more for more loans and after losses of lenders; doubles of both leave the spread', () => {
    law([between(1, 9000), between(500, 9000)], (loans, capacity) => {
      const spread = fundingSpread(loans, market(capacity));
      expect(slope((x) => fundingSpread(x, market(capacity)), loans, 1e-3)).toBeGreaterThan(0);
      expect(fundingSpread(loans, market(0.9 * capacity))).toBeGreaterThan(spread);
      expect(fundingSpread(2 * loans, market(2 * capacity))).toBeCloseTo(spread, 14);
    });
    expect(fundingSupply(-1, market(3000))).toBe(0);
  });
});

describe('standing repo', () => {
  it('leaves a spread below the cap alone, and lends the rest at the cap', () => {
    law([between(1, 9000), between(0.0005, 0.01)], (loans, cap) => {
      const priced = fundingSpread(loans, market(3000));
      const cleared = Math.min(priced, cap);
      expect(fundingResidual(cleared, loans, market(3000), cap)).toBe(0);
      const draw = standingRepoDraw(loans, cleared, market(3000));
      if (priced <= cap) expect(draw).toBeLessThan(1e-8);
      else expect(draw + fundingSupply(cap, market(3000))).toBeCloseTo(loans, 8);
    });
  });

  it('is wrong on either side of the solution', () => {
    expect(fundingResidual(0.002, 2100, market(3000), 0.01)).toBeGreaterThan(0);
    expect(fundingResidual(0.0005, 2100, market(3000), 0.01)).toBeLessThan(0);
    expect(fundingResidual(0.003, 9000, market(3000), 0.002)).toBeCloseTo(0.001, 14);
    expect(fundingResidual(0.5, 9000, market(3000), Number.POSITIVE_INFINITY)).toBeGreaterThan(0);
  });
});

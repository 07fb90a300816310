import { describe, expect, it } from 'vitest';
import {
  contractedRent,
  deflated,
  fadedShare,
  fleetRent,
  generationRent,
  scarcityFactor,
} from '../../src/mechanisms/compute-rent.js';
import { between, law } from './law.js';

describe('generationRent', () => {
  it('is the yield when new, and a factor e less after an economic life', () => {
    expect(generationRent(0.5, 0, 3, 1)).toBe(0.5);
    expect(generationRent(0.5, 3, 3, 1)).toBeCloseTo(0.5 / Math.E, 14);
  });

  it('is never more for an older generation, and moves with the price of computing', () => {
    law(
      [between(0.05, 2), between(0, 20), between(0, 20), between(0.5, 10), between(0.1, 4)],
      (rent, age, older, life, index) => {
        const young = generationRent(rent, age, life, index);
        expect(generationRent(rent, age + older, life, index)).toBeLessThanOrEqual(young);
        expect(generationRent(rent, age, life, 2 * index)).toBeCloseTo(2 * young, 10);
        expect(generationRent(rent, age + older, life, index)).toBeCloseTo(
          young * fadedShare(older, life),
          10,
        );
      },
    );
  });
});

describe('deflated', () => {
  it('does not depend on how a stretch of time is cut, and goes back by a rebound', () => {
    law([between(0.1, 5), between(-1, 1), between(0, 3), between(0, 3)], (index, rate, first, second) => {
      const whole = deflated(index, rate, first + second);
      expect(deflated(deflated(index, rate, first), rate, second)).toBeCloseTo(whole, 9);
      expect(deflated(deflated(index, rate, first), -rate, first)).toBeCloseTo(index, 9);
    });
  });
});

describe('scarcityFactor', () => {
  it('is 1 where demand and capacity grow alike, and at an elasticity of 0', () => {
    expect(scarcityFactor(3, 3, 0.7)).toBe(1);
    expect(scarcityFactor(1, 30, 0)).toBe(1);
  });

  it('rises in demand, falls in capacity and is bounded', () => {
    law(
      [between(0, 100), between(0, 100), between(0, 3), between(0.1, 50)],
      (demand, capacity, gain, more) => {
        const factor = scarcityFactor(demand, capacity, gain);
        expect(scarcityFactor(demand + more, capacity, gain)).toBeGreaterThanOrEqual(factor);
        expect(scarcityFactor(demand, capacity + more, gain)).toBeLessThanOrEqual(factor);
        expect(factor).toBeGreaterThanOrEqual(0.25);
        expect(factor).toBeLessThanOrEqual(4);
      },
    );
  });
});

describe('rents under contract', () => {
  it('follow the market as contracts expire, and never overshoot it', () => {
    law([between(0, 4), between(0, 4), between(0, 1)], (contracted, market, speed) => {
      const next = contractedRent(contracted, market, speed);
      expect(next).toBeGreaterThanOrEqual(Math.min(contracted, market) - 1e-12);
      expect(next).toBeLessThanOrEqual(Math.max(contracted, market) + 1e-12);
    });
  });

  it('shield a fleet by their share', () => {
    expect(fleetRent(1, 1, 0.5)).toBe(1);
    expect(fleetRent(0, 1, 0.5)).toBe(0.5);
    expect(fleetRent(0.4, 1, 0.5)).toBeCloseTo(0.7, 14);
  });
});

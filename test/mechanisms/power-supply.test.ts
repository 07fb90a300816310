import { describe, expect, it } from 'vitest';
import {
  capacityGap,
  connectable,
  placeSites,
  powerScarcity,
  scarcityPrice,
} from '../../src/mechanisms/power-supply.js';
import { between, law } from './law.js';

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

describe('connectable', () => {
  it('is what old sites give back and what headroom lets through', () => {
    expect(connectable(12, 6, 2, 0.25)).toBe(10);
    expect(connectable(12, 6, -5, 0.25)).toBe(2);
  });
});

describe('placeSites', () => {
  it('moves those turned away to where power is left', () => {
    expect(placeSites([6, 1], [2, 3], 0.5)).toEqual([2, 3]);
    expect(placeSites([6, 1], [2, 3], 0.25)).toEqual([2, 2]);
    expect(placeSites([6, 1], [2, 3], 0)).toEqual([2, 1]);
    expect(placeSites([1, 1], [2, 3], 0.5)).toEqual([1, 1]);
  });

  it('places no more than power allows in a region, nor than is wanted in all, and more with more mobility', () => {
    const some = between(0, 20);
    law([some, some, some, some, some, some, between(0, 1)], (a, b, c, x, y, z, mobility) => {
      const [wanted, supply] = [
        [a, b, c],
        [x, y, z],
      ];
      const placed = placeSites(wanted, supply, mobility);
      for (const [i, value] of placed.entries()) {
        expect(value).toBeLessThanOrEqual(supply[i] + 1e-12);
        expect(value).toBeGreaterThanOrEqual(Math.min(wanted[i], supply[i]) - 1e-12);
      }
      expect(sum(placed)).toBeLessThanOrEqual(sum(wanted) + 1e-9);
      expect(sum(placed)).toBeGreaterThanOrEqual(sum(placeSites(wanted, supply, mobility / 2)) - 1e-9);
    });
  });
});

describe('powerScarcity', () => {
  it('is nothing while power is as plentiful as at the start, and rises in what is wanted', () => {
    expect(powerScarcity(3, 30, 10)).toBe(0);
    expect(powerScarcity(3, 30, 5)).toBe(0);
    expect(powerScarcity(3, 30, 20)).toBeCloseTo(Math.log(2), 14);
    expect(powerScarcity(3, 0, 0)).toBe(0);
    expect(powerScarcity(3, 0, 1)).toBe(3);
    law([between(0.1, 9), between(0, 50), between(0, 50), between(0, 5)], (cover, supply, wanted, more) => {
      const scarcity = powerScarcity(cover, supply, wanted);
      expect(scarcity).toBeGreaterThanOrEqual(0);
      expect(scarcity).toBeLessThanOrEqual(3);
      expect(powerScarcity(cover, supply, wanted + more)).toBeGreaterThanOrEqual(scarcity);
      expect(powerScarcity(cover, supply + more, wanted)).toBeLessThanOrEqual(scarcity);
    });
  });

  it('raises prices by its elasticity, never below those of the start', () => {
    expect(scarcityPrice(0, 0.2)).toBe(1);
    expect(scarcityPrice(Math.log(2), 1)).toBeCloseTo(2, 14);
  });
});

describe('capacityGap', () => {
  it('is what will be missing when today comes on line', () => {
    expect(capacityGap(10, 3, 5, 4, 6)).toBe(7);
    expect(capacityGap(4, 3, 5, 4, 0)).toBe(0);
  });

  it('falls one for one in what is there or under way', () => {
    const some = between(0, 20);
    law([some, between(1, 5), some, some, some], (net, lead, headroom, additions, underway) => {
      const gap = capacityGap(net, lead, headroom, additions, underway);
      expect(gap).toBeGreaterThanOrEqual(0);
      expect(capacityGap(net, lead, headroom, additions, underway + gap)).toBeCloseTo(0, 9);
    });
  });
});

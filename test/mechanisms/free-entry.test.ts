import { describe, expect, it } from 'vitest';
import { entrantsRate, entryReadiness } from '../../src/mechanisms/free-entry.js';
import { between, law } from './law.js';

describe('entryReadiness', () => {
  it('grows only while value exceeds cost, faster the more it does, and is never below 0', () => {
    law(
      [between(0, 1), between(0, 10), between(0.1, 10), between(0, 5), between(0.001, 0.1)],
      (readiness, value, cost, speed, years) => {
        const next = entryReadiness(readiness, value, cost, speed, years);
        expect(next).toBeGreaterThanOrEqual(0);
        if (value <= cost) expect(next).toBeLessThanOrEqual(readiness);
        expect(entryReadiness(readiness, value + 0.1, cost, speed, years)).toBeGreaterThanOrEqual(next);
        expect(entryReadiness(readiness, value, cost + 0.1, speed, years)).toBeLessThanOrEqual(next);
      },
    );
  });

  it('reaches 1 after 1/(speed (q - 1)) years', () => {
    let readiness = 0;
    for (let day = 0; day < 252; day++) readiness = entryReadiness(readiness, 1.5, 1, 2, 1 / 252);
    expect(readiness).toBeCloseTo(1, 10);
  });

  it('is nothing where there is nothing to build', () => {
    expect(entryReadiness(0.5, 1, 0, 2, 1)).toBe(0);
  });
});

describe('entrantsRate', () => {
  it('lies between the yield of debt and the return of equity, and falls with what is lent', () => {
    law([between(0, 0.3), between(0, 1), between(0, 0.5)], (yielded, lent, premium) => {
      const rate = entrantsRate(yielded, lent, premium);
      expect(rate).toBeGreaterThanOrEqual(yielded);
      expect(rate).toBeLessThanOrEqual(yielded + premium + 1e-12);
      expect(entrantsRate(yielded, Math.min(lent + 0.1, 1), premium)).toBeLessThanOrEqual(rate + 1e-12);
    });
    expect(entrantsRate(0.1, 0.6, 0.1)).toBeCloseTo(0.14, 14);
  });
});

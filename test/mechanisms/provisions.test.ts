import { describe, expect, it } from 'vitest';
import { cyclicalProvision, specificProvision } from '../../src/mechanisms/provisions.js';
import { between, law } from './law.js';

describe('cyclicalProvision', () => {
  it('is nothing at or above trend, and rises as activity falls, with losses and years', () => {
    expect(cyclicalProvision(0.006, 3, 0, 15)).toBe(0);
    expect(cyclicalProvision(0.006, 3, 0.05, 15)).toBe(0);
    law([between(0, 0.1), between(0, 10), between(-0.2, 0.1), between(0, 30)], (rate, years, activity, k) => {
      const share = cyclicalProvision(rate, years, activity, k);
      expect(share).toBeGreaterThanOrEqual(0);
      expect(cyclicalProvision(rate, years, activity - 0.01, k)).toBeGreaterThanOrEqual(share);
      expect(cyclicalProvision(2 * rate, years, activity, k)).toBeCloseTo(2 * share, 10);
    });
  });
});

describe('specificProvision', () => {
  it('is what the mark lacks of the face', () => {
    expect(specificProvision(10, 0.7)).toBeCloseTo(3, 14);
    expect(specificProvision(10, 1.1)).toBe(0);
    law([between(0, 100), between(0, 1)], (principal, mark) => {
      expect(specificProvision(principal, mark)).toBeLessThanOrEqual(principal);
    });
  });
});

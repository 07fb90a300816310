import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { contractedValue, herfindahl, largestShare } from '../../src/mechanisms/contract-concentration.js';
import { between, law } from './law.js';

const CUSTOMERS = fc.array(between(0, 100), { minLength: 1, maxLength: 8 });

describe('concentration of contracts', () => {
  it('is 1 for one customer and 0 without any', () => {
    for (const measure of [largestShare, herfindahl]) {
      expect(measure([7], 0)).toBe(1);
      expect(measure([], 5)).toBe(0);
      expect(measure([], 0)).toBe(0);
      expect(measure([0, 0], 0)).toBe(0);
    }
  });

  it('lies between equal shares and 1, and the index below the largest share', () => {
    law([CUSTOMERS, between(0.1, 100)], (customers, others) => {
      const largest = largestShare(customers, others);
      const index = herfindahl(customers, others);
      expect(largest).toBeLessThanOrEqual(1);
      expect(index).toBeLessThanOrEqual(largest + 1e-12);
      expect(index).toBeGreaterThanOrEqual(largest * largest - 1e-12);
    });
  });

  it('falls as others buy more, and does not depend on the unit', () => {
    law([CUSTOMERS, between(0.1, 50), between(0, 50)], (customers, others, more) => {
      const share = largestShare(customers, others);
      expect(largestShare(customers, others + more)).toBeLessThanOrEqual(share);
      const scaled = customers.map((amount) => 3 * amount);
      expect(largestShare(scaled, 3 * others)).toBeCloseTo(share, 12);
      expect(herfindahl(scaled, 3 * others)).toBeCloseTo(herfindahl(customers, others), 12);
    });
  });
});

describe('contractedValue', () => {
  it('is amount times years, and nothing after the end', () => {
    expect(contractedValue(50, 6)).toBe(300);
    expect(contractedValue(50, -1)).toBe(0);
  });
});

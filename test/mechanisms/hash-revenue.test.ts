import { describe, expect, it } from 'vitest';
import { hashMargin, hashRevenue } from '../../src/mechanisms/hash-revenue.js';
import { between, law } from './law.js';

describe('hashRevenue', () => {
  it('is that of the start at the prices of the start, in proportion to price, and diluted by the network', () => {
    law([between(0, 10), between(0, 5), between(0.1, 10)], (start, price, network) => {
      expect(hashRevenue(start, 1, 1)).toBe(start);
      expect(hashRevenue(start, 2 * price, network)).toBeCloseTo(2 * hashRevenue(start, price, network), 10);
      expect(hashRevenue(start, price, 2 * network)).toBeCloseTo(hashRevenue(start, price, network) / 2, 10);
    });
    expect(hashRevenue(1, 1, 0)).toBe(0);
  });
});

describe('hashMargin', () => {
  it('is levered on the price, and never negative: machines are switched off', () => {
    law([between(0, 10), between(0, 10), between(0, 1)], (revenue, power, fall) => {
      const margin = hashMargin(revenue, power);
      expect(margin).toBeGreaterThanOrEqual(0);
      expect(margin - hashMargin(revenue * (1 - fall), power)).toBeLessThanOrEqual(fall * revenue + 1e-12);
      if (revenue > power) expect(hashMargin(0.9 * revenue, power) / margin).toBeLessThanOrEqual(0.9 + 1e-12);
    });
  });
});

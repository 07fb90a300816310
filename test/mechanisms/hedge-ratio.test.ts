import { describe, expect, it } from 'vitest';
import { hedgeRatio } from '../../src/mechanisms/hedge-ratio.js';
import { between, law } from './law.js';

describe('hedgeRatio', () => {
  it('is the ratio of the start at the start, and rises as equity falls, to no more than the loan', () => {
    expect(hedgeRatio(0.15, 0, 2)).toBe(0.15);
    law([between(0, 1), between(-2, 2), between(0, 10)], (ratio, fall, convexity) => {
      const hedge = hedgeRatio(ratio, fall, convexity);
      expect(hedge).toBeGreaterThanOrEqual(0);
      expect(hedge).toBeLessThanOrEqual(1);
      expect(hedgeRatio(ratio, fall + 0.1, convexity)).toBeGreaterThanOrEqual(hedge);
      expect(hedgeRatio(ratio, fall, 0)).toBeCloseTo(ratio, 14);
    });
  });
});

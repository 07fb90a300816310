import { describe, expect, it } from 'vitest';
import { perceivedNav, smoothedNav } from '../../src/mechanisms/smoothed-nav.js';
import { between, law } from './law.js';

describe('smoothedNav', () => {
  it('goes from what was reported towards the fair NAV, and no further', () => {
    expect(smoothedNav(1, 0.8, 1)).toBe(0.8);
    expect(smoothedNav(1, 0.8, 0)).toBe(1);
    law([between(0, 2), between(0, 2), between(0, 1)], (reported, fair, speed) => {
      const next = smoothedNav(reported, fair, speed);
      expect(next).toBeGreaterThanOrEqual(Math.min(reported, fair) - 1e-12);
      expect(next).toBeLessThanOrEqual(Math.max(reported, fair) + 1e-12);
      expect(Math.abs(fair - next)).toBeCloseTo((1 - speed) * Math.abs(fair - reported), 12);
    });
  });
});

describe('perceivedNav', () => {
  it('is the reported NAV without attention and the fair one with all of it, homogeneous in dollars', () => {
    law([between(0.1, 2), between(0.1, 2), between(0, 1)], (reported, fair, attention) => {
      expect(perceivedNav(reported, fair, 0)).toBe(reported);
      expect(perceivedNav(reported, fair, 1)).toBeCloseTo(fair, 12);
      expect(perceivedNav(3 * reported, 3 * fair, attention)).toBeCloseTo(
        3 * perceivedNav(reported, fair, attention),
        10,
      );
    });
  });
});

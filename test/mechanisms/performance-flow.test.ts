import { describe, expect, it } from 'vitest';
import { performanceFlow } from '../../src/mechanisms/performance-flow.js';
import { between, law } from './law.js';

const CONVEX = { slopeUp: 0.2, slopeDown: 0.1, largestShare: 0.1 };
const LINEAR = { slopeUp: 0.15, slopeDown: 0.15, largestShare: 0.1 };

describe('performanceFlow', () => {
  it('is 0 for the return of cash, rises with the return, and is bounded', () => {
    expect(performanceFlow(0, CONVEX)).toBe(0);
    law([between(-3, 3), between(0, 1), between(0, 1)], (excess, slopeUp, slopeDown) => {
      const habits = { slopeUp, slopeDown, largestShare: 0.1 };
      const flow = performanceFlow(excess, habits);
      expect(Math.abs(flow)).toBeLessThanOrEqual(0.1);
      expect(performanceFlow(excess + 0.05, habits)).toBeGreaterThanOrEqual(flow);
    });
  });

  it('is about the slope times a moderate return', () => {
    expect(performanceFlow(0.1, LINEAR)).toBeCloseTo(0.015, 3);
    expect(performanceFlow(-0.1, LINEAR)).toBeCloseTo(-0.015, 3);
  });

  it('is odd when linear, and gains more than it loses when convex', () => {
    law([between(0.01, 2)], (excess) => {
      expect(performanceFlow(excess, LINEAR)).toBeCloseTo(-performanceFlow(-excess, LINEAR), 14);
      expect(performanceFlow(excess, CONVEX)).toBeGreaterThan(-performanceFlow(-excess, CONVEX));
    });
  });
});

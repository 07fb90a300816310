import { describe, expect, it } from 'vitest';
import { investmentStep } from '../../src/mechanisms/put-off-investment.js';
import { between, law } from './law.js';

describe('investmentStep', () => {
  it('builds the plan while sites are ready, and makes up what waited', () => {
    expect(investmentStep(3, 0, 1, 0.1)).toEqual({ wanted: 3, built: 3, putOff: 0 });
    expect(investmentStep(3, 10, 1, 0.1)).toEqual({ wanted: 4, built: 4, putOff: 9 });
    expect(investmentStep(3, 10, 0.5, 0.1)).toEqual({ wanted: 4, built: 2, putOff: 11 });
  });

  it('puts off, and loses nothing', () => {
    law([between(0, 9), between(0, 50), between(0, 1), between(0, 1)], (planned, waiting, ready, catchUp) => {
      const step = investmentStep(planned, waiting, ready, catchUp);
      expect(step.built + step.putOff).toBeCloseTo(planned + waiting, 10);
      expect(step.built).toBeLessThanOrEqual(step.wanted);
      expect(step.putOff).toBeGreaterThanOrEqual(0);
      expect(investmentStep(planned, waiting, ready / 2, catchUp).built).toBeLessThanOrEqual(step.built);
    });
  });
});

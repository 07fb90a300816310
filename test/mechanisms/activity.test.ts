import { describe, expect, it } from 'vitest';
import { activityImpulse, logActivity, smoothedImpulse } from '../../src/mechanisms/activity.js';
import { between, law } from './law.js';

const GAINS = { multiplier: 1.2, domesticShare: 0.8, wealthEffect: 0.03 };
const REST = { capitalExpenditure: 0, deficit: 0, wealth: 0, consumptionShortfall: 0 };

describe('activity', () => {
  it('is at rest at the start', () => {
    expect(Math.abs(activityImpulse(REST, GAINS))).toBe(0);
    expect(logActivity(0, 31000)).toBe(0);
  });

  it('multiplies capex, deficit, the wealth effect and the lack of consumption', () => {
    expect(activityImpulse({ ...REST, capitalExpenditure: 100 }, GAINS)).toBeCloseTo(96, 12);
    expect(activityImpulse({ ...REST, deficit: 100 }, GAINS)).toBeCloseTo(120, 12);
    expect(activityImpulse({ ...REST, wealth: 1000 }, GAINS)).toBeCloseTo(36, 12);
    expect(activityImpulse({ ...REST, consumptionShortfall: 100 }, GAINS)).toBeCloseTo(-120, 12);
  });

  it('is homogeneous of degree 1 in dollars, and its log of degree 0', () => {
    law([between(-300, 300), between(-500, 500), between(0.1, 9)], (capex, deficit, scale) => {
      const deviations = { ...REST, capitalExpenditure: capex, deficit };
      const scaled = { ...REST, capitalExpenditure: scale * capex, deficit: scale * deficit };
      const impulse = activityImpulse(deviations, GAINS);
      expect(activityImpulse(scaled, GAINS)).toBeCloseTo(scale * impulse, 9);
      expect(logActivity(scale * impulse, scale * 31000)).toBeCloseTo(logActivity(impulse, 31000), 13);
    });
  });

  it('smooths towards today and never falls below half its trend', () => {
    expect(smoothedImpulse(10, 20, 0.25)).toBe(12.5);
    expect(logActivity(-1e6, 31000)).toBeCloseTo(-Math.LN2, 14);
  });
});

import { describe, expect, it } from 'vitest';
import { shadowCostRise, shadowCostStep, shadowCostTarget } from '../../src/mechanisms/shadow-cost.js';
import { between, law } from './law.js';

describe('shadow cost', () => {
  it('is 0 at the start, bounded by 2.5 ell and falls in idle cash', () => {
    law([between(-0.1, 0.5), between(0, 0.5)], (idle, start) => {
      const target = shadowCostTarget(idle, start, 0.03);
      expect(Math.abs(target)).toBeLessThanOrEqual(0.075);
      expect(shadowCostTarget(idle + 0.01, start, 0.03)).toBeLessThanOrEqual(target);
      expect(Math.abs(shadowCostTarget(start, start, 0.03))).toBe(0);
    });
    expect(shadowCostTarget(0.01, 0.02, 0.03)).toBeCloseTo(0.03 * Math.log(203 / 103), 12);
    expect(shadowCostTarget(-1, 0.3, 0.03)).toBeCloseTo(0.075, 15);
  });

  it('rises by the difference of its targets as cash is paid, bounds included', () => {
    law([between(-0.1, 0.9), between(-0.1, 0.9), between(0, 0.5)], (before, after, start) => {
      const rise = shadowCostTarget(after, start, 0.03) - shadowCostTarget(before, start, 0.03);
      expect(shadowCostRise(before, after, start, 0.03)).toBeCloseTo(rise, 14);
    });
    expect(shadowCostRise(0.3, -1, 0.3, 0.03)).toBeCloseTo(0.075, 14);
    expect(shadowCostRise(0.9, 0.8, 0.001, 0.03)).toBe(0);
  });

  it('approaches its target', () => {
    law([between(-0.1, 0.1), between(-0.1, 0.1), between(0, 1)], (cost, target, rate) => {
      const next = shadowCostStep(cost, target, rate);
      expect(Math.abs(next - target)).toBeCloseTo((1 - rate) * Math.abs(cost - target), 14);
    });
  });
});

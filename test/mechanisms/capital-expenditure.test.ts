import { describe, expect, it } from 'vitest';
import {
  capitalExpenditureStep,
  costOfCapital,
  desiredCapitalExpenditure,
  hurdleFactor,
  punishmentFactor,
} from '../../src/mechanisms/capital-expenditure.js';
import { between, law } from './law.js';

describe('capital expenditure', () => {
  it('keeps the whole plan below the hurdle and without punishment', () => {
    expect(hurdleFactor(0.09, 0.1, 20)).toBe(1);
    expect(punishmentFactor(-0.1, 0.15, 3)).toBe(1);
    expect(desiredCapitalExpenditure(120, 1, 1)).toBe(120);
  });

  it('keeps less as capital gets dear and shares fall, always between 0 and the plan', () => {
    law([between(0, 0.4), between(-2, 0), between(0, 300)], (cost, drawdown, plan) => {
      const hurdle = hurdleFactor(cost, 0.1, 20);
      const punishment = punishmentFactor(drawdown, 0.15, 3);
      const desired = desiredCapitalExpenditure(plan, hurdle, punishment);
      expect(desired).toBeGreaterThanOrEqual(0);
      expect(desired).toBeLessThanOrEqual(plan);
      expect(hurdleFactor(cost + 0.01, 0.1, 20)).toBeLessThanOrEqual(hurdle);
      expect(punishmentFactor(drawdown - 0.1, 0.15, 3)).toBeLessThanOrEqual(punishment);
      expect(desiredCapitalExpenditure(2 * plan, hurdle, punishment)).toBe(2 * desired);
    });
    expect(hurdleFactor(0.12, 0.1, 20)).toBeCloseTo(Math.exp(-0.4), 14);
    expect(punishmentFactor(-0.35, 0.15, 3)).toBeCloseTo(Math.exp(-0.6), 14);
  });

  it('adjusts partially and mixes the cost of capital', () => {
    expect(capitalExpenditureStep(100, 80, 0.1)).toBeCloseTo(98, 14);
    expect(costOfCapital(0.25, 0.05, 0.09)).toBeCloseTo(0.08, 14);
  });
});

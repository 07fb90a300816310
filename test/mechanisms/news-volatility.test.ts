import { describe, expect, it } from 'vitest';
import { volatilityLevel, volatilityStep } from '../../src/mechanisms/news-volatility.js';
import { between, law } from './law.js';

describe('news volatility', () => {
  it('has mean square 1 over a standard normal state', () => {
    for (const deviation of [0, 0.35, 0.6, 0.9]) {
      let meanSquare = 0;
      const step = 1e-3;
      for (let z = -10; z < 10; z += step)
        meanSquare +=
          (volatilityLevel(z, deviation) ** 2 * Math.exp((-z * z) / 2) * step) / Math.sqrt(2 * Math.PI);
      expect(meanSquare).toBeCloseTo(1, 6);
    }
  });

  it('is positive and rises with its state; without deviation it is 1', () => {
    law([between(-6, 6), between(0.1, 1)], (state, deviation) => {
      const level = volatilityLevel(state, deviation);
      expect(level).toBeGreaterThan(0);
      expect(volatilityLevel(state + 0.1, deviation)).toBeGreaterThan(level);
      expect(volatilityLevel(state, 0)).toBe(1);
    });
  });

  it('keeps a variance of 1 and forgets at its rate', () => {
    law([between(0, 1), between(-3, 3)], (rate, state) => {
      const carried = volatilityStep(state, 0, rate);
      expect(carried).toBeCloseTo((1 - rate) * state, 14);
      expect(volatilityStep(state, 1, rate) - carried).toBeGreaterThanOrEqual(0);
      const shock = volatilityStep(0, 1, rate);
      expect((1 - rate) ** 2 + shock ** 2).toBeCloseTo(1, 12);
    });
  });
});

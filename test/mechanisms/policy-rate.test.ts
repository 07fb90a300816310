import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  boundedRate,
  expectedPolicyRate,
  POLICY_RULES,
  pathRate,
  prescribedRate,
  putCut,
} from '../../src/mechanisms/policy-rate.js';
import { between, law } from './law.js';

const SITUATION = {
  current: 0.03,
  path: 0.0325,
  neutralRealRate: 0.01,
  inflation: 0.03,
  inflationTarget: 0.02,
  outputGap: -0.02,
  adjustmentShare: 0.15,
};

describe('prescribedRate', () => {
  it('gives the textbook numbers', () => {
    const rates = POLICY_RULES.map((rule) => prescribedRate(rule, SITUATION));
    const expected = [0.0325, 0.03, 0.035, 0.025, 0.85 * 0.03 + 0.15 * 0.025];
    for (const [rule, rate] of rates.entries()) expect(rate).toBeCloseTo(expected[rule], 14);
  });

  it('raises the rate by more than inflation (Taylor principle)', () => {
    for (const rule of ['taylor', 'balanced'] as const) {
      const rise = prescribedRate(rule, { ...SITUATION, inflation: 0.04 }) - prescribedRate(rule, SITUATION);
      expect(rise).toBeCloseTo(0.015, 14);
    }
  });
});

describe('pathRate', () => {
  it('joins its points by lines and is flat outside', () => {
    const at = (time: number) => pathRate(time, [10, 20, 40], [0.04, 0.03, 0.035]);
    const rates = [at(0), at(10), at(15), at(20), at(30), at(99)];
    for (const [i, expected] of [0.04, 0.04, 0.035, 0.03, 0.0325, 0.035].entries())
      expect(rates[i]).toBeCloseTo(expected, 14);
    expect(() => pathRate(0, [], [])).toThrow(RangeError);
    expect(() => pathRate(0, [1], [])).toThrow(RangeError);
  });
});

describe('Fed put', () => {
  it('is 0 up to the threshold, rises with the fall, and is bounded', () => {
    law([between(0, 1), between(0.05, 0.5)], (drawdown, threshold) => {
      const cut = putCut(drawdown, threshold, 0.1, 0.02);
      expect(cut).toBeGreaterThanOrEqual(0);
      expect(cut).toBeLessThanOrEqual(0.02);
      expect(putCut(drawdown + 0.05, threshold, 0.1, 0.02)).toBeGreaterThanOrEqual(cut);
      if (drawdown <= threshold) expect(cut).toBe(0);
    });
    expect(putCut(0.3, 0.2, 0.1, 0.02)).toBeCloseTo(0.01, 14);
    expect(boundedRate(0.03, 0.01, 0.00125)).toBeCloseTo(0.02, 14);
    expect(boundedRate(0.005, 0.01, 0.00125)).toBe(0.00125);
  });
});

describe('expectedPolicyRate', () => {
  const paths = fc.record({
    current: between(0, 0.08),
    pathEnd: between(0, 0.08),
    yearsToPathEnd: between(0.01, 5),
    neutral: between(0, 0.08),
    reversionSpeed: between(0, 2),
  });

  it('lies between the rates that it averages', () => {
    law([paths, between(0.2, 15)], (path, duration) => {
      const rates = [path.current, path.pathEnd, path.neutral];
      const expected = expectedPolicyRate(path, duration);
      expect(expected).toBeGreaterThanOrEqual(Math.min(...rates) - 1e-12);
      expect(expected).toBeLessThanOrEqual(Math.max(...rates) + 1e-12);
    });
  });

  it('is the discounted integral of the path', () => {
    const path = { current: 0.036, pathEnd: 0.03, yearsToPathEnd: 1.5, neutral: 0.034, reversionSpeed: 0.3 };
    const k = 1 / 6;
    const step = 1e-3;
    let integral = 0;
    for (let t = step / 2; t < 200; t += step) {
      const rate = t < 1.5 ? 0.036 - 0.004 * t : 0.034 - 0.004 * Math.exp(-0.3 * (t - 1.5));
      integral += k * Math.exp(-k * t) * rate * step;
    }
    expect(expectedPolicyRate(path, 6)).toBeCloseTo(integral, 8);
  });

  it('is near the current rate for a short bond, and continuous as the path shortens', () => {
    const path = { current: 0.05, pathEnd: 0.03, yearsToPathEnd: 2, neutral: 0.03, reversionSpeed: 0.5 };
    expect(expectedPolicyRate(path, 0.01)).toBeCloseTo(0.05, 3);
    const short = expectedPolicyRate({ ...path, yearsToPathEnd: 1e-6 }, 6);
    expect(short).toBeCloseTo(expectedPolicyRate({ ...path, yearsToPathEnd: 0 }, 6), 7);
  });
});

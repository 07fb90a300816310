import { describe, expect, it } from 'vitest';
import {
  flooredEquity,
  marginCall,
  marginFactor,
  marginRequirement,
  mustClose,
  primeBrokerLoss,
} from '../../src/mechanisms/margin.js';
import { between, law, slope } from './law.js';

describe('marginRequirement', () => {
  it('stays between floor and cap and never falls as volatility rises', () => {
    law([between(0, 20), between(0, 1)], (ratio, sensitivity) => {
      const margin = marginRequirement(0.4, marginFactor(ratio, sensitivity), 0.25, 0.8);
      expect(margin).toBeGreaterThanOrEqual(0.25);
      expect(margin).toBeLessThanOrEqual(0.8);
      expect(
        marginRequirement(0.4, marginFactor(ratio + 0.1, sensitivity), 0.25, 0.8),
      ).toBeGreaterThanOrEqual(margin - 1e-15);
    });
    expect(marginRequirement(0.4, marginFactor(1, 0.3), 0.25, 0.8)).toBe(0.4);
    expect(marginRequirement(0.4, marginFactor(2, 1), 0.25, 0.9)).toBeCloseTo(0.8, 14);
  });
});

describe('marginCall', () => {
  it('is the excess over what equity carries, called at a speed', () => {
    expect(marginCall(300, 100, 0.4, 0.3)).toBeCloseTo(15, 12);
    expect(marginCall(200, 100, 0.4, 0.3)).toBe(0);
    law(
      [between(0, 500), between(1, 200), between(0.1, 0.9), between(0.1, 9)],
      (exposure, equity, margin, scale) => {
        const call = marginCall(exposure, equity, margin, 0.3);
        expect(call).toBeGreaterThanOrEqual(0);
        expect(marginCall(scale * exposure, scale * equity, margin, 0.3)).toBeCloseTo(scale * call, 9);
        expect(marginCall(exposure, equity - 1, margin, 0.3)).toBeGreaterThanOrEqual(call);
      },
    );
  });
});

describe('flooredEquity', () => {
  it('is the equity itself at the start, rises with it, and stays above zero', () => {
    law([between(-300, 300), between(10, 200)], (equity, start) => {
      const floored = flooredEquity(equity, start, 0.05, 0.02);
      expect(flooredEquity(start, start, 0.05, 0.02)).toBe(start);
      expect(floored).toBeGreaterThan(0.03 * start);
      expect(slope((x) => flooredEquity(x, start, 0.05, 0.02), equity, 1e-4)).toBeGreaterThan(-1e-7);
      expect(flooredEquity(2 * equity, 2 * start, 0.05, 0.02)).toBeCloseTo(2 * floored, 9);
    });
  });

  it('tends to the equity far above the floor', () => {
    expect(flooredEquity(80, 100, 0.05, 0.02)).toBeCloseTo(80, 2);
  });
});

describe('closing', () => {
  it('closes below the threshold and leaves what is missing to the prime broker', () => {
    expect([mustClose(9, 100, 0.1), mustClose(10, 100, 0.1)]).toEqual([true, false]);
    expect([primeBrokerLoss(-3), primeBrokerLoss(4)]).toEqual([3, 0]);
  });
});

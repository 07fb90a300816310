import { describe, expect, it } from 'vitest';
import { payableRedemption, redemptionRequest } from '../../src/mechanisms/redemption.js';
import { between, law } from './law.js';

const HABITS = { shareOfShortage: 0.3, threshold: 0.05, sensitivity: 0.05, largestShare: 0.05 };

describe('redemptionRequest', () => {
  it('asks nothing without shortage and within the threshold', () => {
    expect(redemptionRequest({ holding: 100, shortage: -5, logDrawdown: -0.05 }, HABITS)).toBe(0);
  });

  it('asks a share of a shortage and runs from losses', () => {
    expect(redemptionRequest({ holding: 100, shortage: 10, logDrawdown: 0 }, HABITS)).toBeCloseTo(3, 12);
    expect(redemptionRequest({ holding: 100, shortage: 0, logDrawdown: -0.25 }, HABITS)).toBeCloseTo(1, 12);
    expect(redemptionRequest({ holding: 100, shortage: 0, logDrawdown: -3 }, HABITS)).toBe(5);
  });

  it('rises with both, within the daily cap, homogeneous of degree 1', () => {
    law(
      [between(0, 500), between(-50, 500), between(-1, 0), between(0.1, 9)],
      (holding, shortage, drawdown, scale) => {
        const owner = { holding, shortage, logDrawdown: drawdown };
        const request = redemptionRequest(owner, HABITS);
        expect(request).toBeGreaterThanOrEqual(0);
        expect(request).toBeLessThanOrEqual(0.05 * holding);
        expect(redemptionRequest({ ...owner, shortage: shortage + 1 }, HABITS)).toBeGreaterThanOrEqual(
          request,
        );
        expect(redemptionRequest({ ...owner, logDrawdown: drawdown - 0.1 }, HABITS)).toBeGreaterThanOrEqual(
          request,
        );
        const scaled = { holding: scale * holding, shortage: scale * shortage, logDrawdown: drawdown };
        expect(redemptionRequest(scaled, HABITS)).toBeCloseTo(scale * request, 9);
      },
    );
  });
});

describe('payableRedemption', () => {
  it('pays what is due within the cap and the gate', () => {
    expect(payableRedemption(10, 100, 0.25, 1, 0)).toBe(10);
    expect(payableRedemption(40, 100, 0.25, 1, 0)).toBe(25);
    expect(payableRedemption(40, 100, 0.25, 0.2, 15)).toBe(5);
    expect(payableRedemption(40, 100, 0.25, 0.2, 30)).toBe(0);
    expect(payableRedemption(40, -5, 0.25, 0.2, 0)).toBe(0);
  });

  it('never pays more than is due or less than nothing', () => {
    law(
      [between(-5, 100), between(-50, 200), between(0, 1), between(0, 1), between(0, 90)],
      (due, equity, cap, gate, paid) => {
        const payment = payableRedemption(due, equity, cap, gate, paid);
        expect(payment).toBeGreaterThanOrEqual(0);
        expect(payment).toBeLessThanOrEqual(Math.max(due, 0));
        expect(payment + Math.min(paid, gate * equity)).toBeLessThanOrEqual(
          Math.max(gate * equity, 0) + 1e-9,
        );
      },
    );
  });
});

import { describe, expect, it } from 'vitest';
import { hiddenLoss, rentalValue, straightLineValue } from '../../src/mechanisms/fleet-value.js';
import { between, law } from './law.js';

describe('straightLineValue', () => {
  it('falls by the same amount each year and ends at 0', () => {
    expect(straightLineValue(12, 0, 6)).toBe(12);
    expect(straightLineValue(12, 2, 6)).toBeCloseTo(8, 12);
    expect(straightLineValue(12, 6, 6)).toBe(0);
    expect(straightLineValue(12, 9, 6)).toBe(0);
  });

  it('is higher the longer the assumed life, never above cost or below 0', () => {
    law([between(0, 100), between(0, 20), between(0.5, 20), between(0, 10)], (cost, age, life, longer) => {
      const value = straightLineValue(cost, age, life);
      expect(value).toBeGreaterThanOrEqual(0);
      expect(value).toBeLessThanOrEqual(cost);
      expect(straightLineValue(cost, age, life + longer)).toBeGreaterThanOrEqual(value);
    });
  });
});

/** The integral of fading, discounted rents, by the midpoint rule. */
function slowly(rent: number, life: number, deflation: number, rate: number, horizon: number): number {
  const steps = 20_000;
  const step = horizon / steps;
  let sum = 0;
  for (let i = 0; i < steps; i++) sum += rent * Math.exp(-(1 / life + deflation + rate) * (i + 0.5) * step);
  return sum * step;
}

describe('rentalValue', () => {
  it('is the integral of the rents', () => {
    for (const [life, deflation, rate, horizon] of [
      [3, 0, 0.1, 5],
      [2, 0.3, 0.08, 10],
      [6, -0.1, 0.05, 4],
    ])
      expect(rentalValue(0.4, life, deflation, rate, horizon)).toBeCloseTo(
        slowly(0.4, life, deflation, rate, horizon),
        6,
      );
    expect(rentalValue(0.4, 4, -0.25, 0, 7)).toBeCloseTo(2.8, 9);
  });

  it('rises with rents, life and horizon, falls with deflation and the discount rate', () => {
    law(
      [between(0, 5), between(0.5, 10), between(0, 0.5), between(0, 0.3), between(0.1, 20)],
      (rent, life, deflation, rate, horizon) => {
        const value = rentalValue(rent, life, deflation, rate, horizon);
        expect(rentalValue(rent + 1, life, deflation, rate, horizon)).toBeGreaterThanOrEqual(value);
        expect(rentalValue(rent, life + 1, deflation, rate, horizon)).toBeGreaterThanOrEqual(value - 1e-12);
        expect(rentalValue(rent, life, deflation, rate, horizon + 1)).toBeGreaterThanOrEqual(value - 1e-12);
        expect(rentalValue(rent, life, deflation + 0.1, rate, horizon)).toBeLessThanOrEqual(value + 1e-12);
        expect(rentalValue(rent, life, deflation, rate + 0.1, horizon)).toBeLessThanOrEqual(value + 1e-12);
      },
    );
  });

  it('is 0 for what costs more than it earns', () => {
    expect(rentalValue(-1, 3, 0, 0.1)).toBe(0);
  });
});

describe('hiddenLoss', () => {
  it('is what books carry beyond rents, and grows with the assumed life', () => {
    const rents = rentalValue(0.45, 3, 0, 0.1);
    expect(hiddenLoss(straightLineValue(1, 0, 6), rents)).toBe(0);
    law([between(0.5, 5), between(1, 6), between(0, 6)], (age, life, longer) => {
      const worth = rentalValue(0.45 * Math.exp(-age / 3), 3, 0, 0.1);
      const loss = hiddenLoss(straightLineValue(1, age, life), worth);
      expect(hiddenLoss(straightLineValue(1, age, life + longer), worth)).toBeGreaterThanOrEqual(loss);
    });
  });
});

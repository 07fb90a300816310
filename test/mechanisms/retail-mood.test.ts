import { describe, expect, it } from 'vitest';
import { retailMood } from '../../src/mechanisms/retail-mood.js';
import { between, law } from './law.js';

const HABITS = { dipBuying: 0.01, givingUp: 0.02, tolerance: 0.2 };

describe('the mood of small investors', () => {
  it('is neutral when prices stand where they were bought', () => {
    expect(retailMood(0, 0, HABITS)).toBeCloseTo(0, 15);
  });

  it('buys dips in profit, half as much at half the tolerated loss, not beyond', () => {
    expect(retailMood(0.3, -0.1, HABITS)).toBeCloseTo(0.001, 15);
    expect(retailMood(-0.1, -0.1, HABITS)).toBeCloseTo(0.0005, 15);
    expect(retailMood(-0.2, -0.1, HABITS)).toBeCloseTo(0, 15);
  });

  it('gives up in proportion to the loss beyond the tolerance', () => {
    expect(retailMood(-0.3, 0, HABITS)).toBeCloseTo(-0.002, 15);
    expect(retailMood(-0.5, -0.3, HABITS)).toBeCloseTo(-0.006, 15);
  });

  it('rises with profit, stays within its two slopes, and counts in its habits', () => {
    law(
      [between(-1, 1), between(-1, 1), between(0.05, 0.5), between(0, 0.1)],
      (profit, fall, tolerance, more) => {
        const habits = { ...HABITS, tolerance };
        const mood = retailMood(profit, fall, habits);
        expect(retailMood(profit + more, fall, habits)).toBeGreaterThanOrEqual(mood);
        expect(mood).toBeLessThanOrEqual(HABITS.dipBuying * Math.max(-fall, 0));
        expect(mood).toBeGreaterThanOrEqual(-HABITS.givingUp * Math.max(-profit - tolerance, 0));
        // A deeper dip is bought the more, a loss beyond tolerance is sold whatever the dip.
        const deeper = retailMood(profit, fall - more, habits);
        if (profit > -tolerance) expect(deeper).toBeGreaterThanOrEqual(mood);
        else expect(deeper).toBe(mood);
        const twice = { tolerance, dipBuying: 2 * HABITS.dipBuying, givingUp: 2 * HABITS.givingUp };
        expect(retailMood(profit, fall, twice)).toBeCloseTo(2 * mood, 15);
      },
    );
  });

  it('does not chase a rise, which is what the trend is for', () => {
    expect(retailMood(0.3, 0.2, HABITS)).toBeCloseTo(0, 15);
  });
});

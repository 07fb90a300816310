import { describe, expect, it } from 'vitest';
import { retailMood } from '../../src/mechanisms/retail-mood.js';

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

  it('does not chase a rise, which is what the trend is for', () => {
    expect(retailMood(0.3, 0.2, HABITS)).toBeCloseTo(0, 15);
  });
});

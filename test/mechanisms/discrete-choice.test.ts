import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceShares } from '../../src/mechanisms/discrete-choice.js';
import { between, law } from './law.js';

function sharesOf(fitness: readonly number[], intensity: number): number[] {
  const shares = new Float64Array(fitness.length);
  choiceShares(fitness, intensity, shares);
  return [...shares];
}

describe('choiceShares', () => {
  const fitness = fc.array(between(-5, 5), { minLength: 2, maxLength: 5 });

  it('sums to one, and odds are the exponential of the difference', () => {
    law([fitness, between(0, 20)], (values, intensity) => {
      const shares = sharesOf(values, intensity);
      expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
      const odds = Math.log(shares[0] / shares[1]);
      expect(odds).toBeCloseTo(intensity * (values[0] - values[1]), 9);
    });
  });

  it('does not depend on the level of fitness', () => {
    law([fitness, between(0, 20), between(-1000, 1000)], (values, intensity, level) => {
      const moved = sharesOf(
        values.map((value) => value + level),
        intensity,
      );
      for (const [h, share] of sharesOf(values, intensity).entries()) expect(moved[h]).toBeCloseTo(share, 9);
    });
  });

  it('is even at intensity 0, and leaves nobody out at any', () => {
    expect(sharesOf([3, -1, 7], 0)).toEqual([1 / 3, 1 / 3, 1 / 3]);
    expect(sharesOf([0, -1e6], 1000)[1]).toBeGreaterThan(0);
  });
});

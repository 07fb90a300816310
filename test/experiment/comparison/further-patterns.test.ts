import { describe, expect, it } from 'vitest';
import {
  type DrawnTest,
  patternsFor,
  refinedPValues,
  smallestPValue,
} from '../../../src/experiment/comparison/further-patterns.js';
import { Resampling, SIGN_PATTERNS } from '../../../src/experiment/comparison/resampling.js';
import { signFlipTest } from '../../../src/experiment/comparison/sign-flip-test.js';
import { verdictOf } from '../../../src/experiment/comparison/verdict.js';

const RESAMPLING = new Resampling('a seed');

function drawn(differences: Float64Array): DrawnTest {
  return { differences, pValue: signFlipTest(differences, RESAMPLING).pValue };
}

/** Differences of one size, all but a few of one sign. */
function mostlyRaised(pairs: number, turned: number): DrawnTest {
  return drawn(Float64Array.from({ length: pairs }, (_, i) => (i < turned ? -1 : 1)));
}

describe('patterns of large families', () => {
  it('are those of small ones up to 1,250 tests, then 80 a test, then what can be afforded', () => {
    expect([1, 1250].map((family) => patternsFor(family, 32))).toEqual([SIGN_PATTERNS, SIGN_PATTERNS]);
    expect(patternsFor(5000, 32)).toBe(399_999);
    expect(patternsFor(30_000, 32)).toBe(833_332);
    expect(patternsFor(10_000_000, 32)).toBe(SIGN_PATTERNS);
  });

  it('always let a clear difference of enough pairs be seen, up to tens of thousands of tests', () => {
    for (const family of [1, 1250, 1251, 5000, 20_000, 34_000])
      expect(family * smallestPValue(family, 32)).toBeLessThan(0.05);
    expect(smallestPValue(5000, 12)).toBe(2 / 4096);
    expect(smallestPValue(5000, 17)).toBe(2 ** -16);
  });

  it('give p-values closer to those of all patterns, the same each time', () => {
    // 2 (1 + 24 + 276) of all 2^24 patterns are as far from zero.
    const test = mostlyRaised(24, 2);
    const share = (2 * (1 + 24 + 276)) / 2 ** 24;
    expect(test.pValue).toBeLessThanOrEqual(10 / (1 + SIGN_PATTERNS));
    const p = refinedPValues([test], 20_000, RESAMPLING).get(test) as number;
    const error = Math.sqrt(share / patternsFor(20_000, 24));
    expect(Math.abs(p - share)).toBeLessThan(4 * error);
    expect(
      refinedPValues([drawn(Float64Array.of(...Array(30).fill(1))), test], 20_000, RESAMPLING).get(test),
    ).toBe(p);
  });

  it('are drawn for small p-values alone, and for none of a small family', () => {
    const large = drawn(Float64Array.from({ length: 20 }, (_, i) => Math.sin(i)));
    expect(refinedPValues([large], 5000, RESAMPLING).size).toBe(0);
    expect(refinedPValues([mostlyRaised(40, 0)], 1250, RESAMPLING).size).toBe(0);
  });
});

describe('a verdict that no number of seeds can give', () => {
  const compared = (pairs: number) => ({ pairs, metric: { final: true }, difference: 1, standardError: 1 });
  const verdict = (pairs: number, family: number) => verdictOf(compared(pairs), 1, false, family);

  it('is another than one that more seeds would give', () => {
    expect(verdict(16, 5000)).toBe('too few pairs');
    expect(verdict(32, 5000)).toBe('no clear difference');
    expect(verdict(32, 100_000)).toBe('too many comparisons');
    expect(verdict(20, 100_000)).toBe('too few pairs');
  });

  it('needs one pair more for every doubling of the comparisons', () => {
    const fewest = (family: number) => {
      let pairs = 1;
      while (verdict(pairs, family) === 'too few pairs') pairs++;
      return pairs;
    };
    expect(Array.from({ length: 15 }, (_, power) => fewest(2 ** power))).toEqual(
      Array.from({ length: 15 }, (_, power) => 6 + power),
    );
  });
});

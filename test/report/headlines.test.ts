import { describe, expect, it } from 'vitest';
import { headlines } from '../../src/report/headlines.js';
import type { Result } from '../../src/report/result.js';

/** A result with one metric and a comparison for each of these differences. */
function resultOf(differences: readonly number[], verdict: string): Result {
  const compared = differences.map((difference, index) => ({
    arm: `p${index + 1}`,
    against: 'plan',
    metric: 'depth',
    unit: '%',
    difference,
    low: difference - 1,
    high: difference + 1,
    verdict,
  }));
  const metrics = [{ name: 'depth', label: 'depth', final: true, source: 'depth' }];
  return { comparison: () => compared, description: { metrics } } as unknown as Result;
}

const sentence = (result: Result) => headlines(result)[0].sentence;

describe('headlines', () => {
  it('name the arms of an experiment', () => {
    expect(sentence(resultOf([2, 3], 'raised'))).toBe(
      'raised by p2 +3.0 % (+2.0 … +4.0) and p1 +2.0 % (+1.0 … +3.0).',
    );
  });

  it('count those of a design, and give the smallest and the largest difference', () => {
    const many = Array.from({ length: 20 }, (_, index) => index - 5);
    expect(sentence(resultOf(many, 'no clear difference'))).toBe(
      'no clear difference in 20 of 20 comparisons, from −5.0 % (−6.0 … −4.0) to +14.0 % (+13.0 … +15.0).',
    );
    expect(sentence(resultOf(many, 'identical'))).toBe('the same in 20 of 20 comparisons.');
    expect(sentence(resultOf(many.slice(0, 13), 'lowered'))).toMatch(
      /^lowered in 13 of 13 comparisons, from −5/,
    );
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { holm } from '../../../src/experiment/comparison/holm.js';
import { Resampling, SIGN_PATTERNS } from '../../../src/experiment/comparison/resampling.js';
import { signFlipTest } from '../../../src/experiment/comparison/sign-flip-test.js';
import { slowSignFlip } from '../../oracles/slow-comparison.js';
import { MAIZE, SLEEP } from './published-data.js';

const RESAMPLING = new Resampling('a seed');

describe('the sign-flip test', () => {
  it("counts Fisher's 863 of 32,768 patterns on either side of Darwin's maize", () => {
    expect(signFlipTest(MAIZE, RESAMPLING)).toEqual({ pValue: (2 * 863) / 32_768, exact: true });
  });

  it("finds 4 of 1,024 patterns for R's sleep data: one difference is zero, nine have one sign", () => {
    const differences = SLEEP.first.map((one, i) => one - SLEEP.second[i]);
    expect(signFlipTest(differences, RESAMPLING)).toEqual({ pValue: 4 / 1024, exact: true });
  });

  it('agrees with SciPy: permutation_test(permutation_type="samples") of all patterns', () => {
    const differences = [1.2, -0.4, 3.1, 0.2, -1.5, 2.2, 0.7, -0.3, 1.9, 0.1, -2.4, 0.8];
    expect(signFlipTest(differences, RESAMPLING).pValue).toBe(0.32568359375);
  });

  it('is what the slow way counts, ties and zeros among them', () => {
    const value = fc.integer({ min: -30, max: 30 }).map((one) => one / 10);
    fc.assert(
      fc.property(fc.array(value, { minLength: 1, maxLength: 10 }), (differences) => {
        expect(signFlipTest(differences, RESAMPLING).pValue).toBe(slowSignFlip(differences));
      }),
      { seed: 20260302, numRuns: 200 },
    );
  });

  it('draws patterns where there are too many, within their error and never with p = 0', () => {
    const differences = [...MAIZE, 12, -35];
    const exact = slowSignFlip(differences);
    const drawn = signFlipTest(differences, RESAMPLING);
    expect(drawn.exact).toBe(false);
    expect(Math.abs(drawn.pValue - exact)).toBeLessThan(4 * Math.sqrt((exact * (1 - exact)) / SIGN_PATTERNS));
    expect(signFlipTest(new Float64Array(40).fill(1), RESAMPLING).pValue).toBe(1 / (1 + SIGN_PATTERNS));
    expect(signFlipTest(new Float64Array(40), RESAMPLING).pValue).toBe(1);
  });

  it('draws the signs of all pairs apart from one another', () => {
    const [signs] = RESAMPLING.signs(40);
    const patterns = 20_000;
    const bit = (pattern: number, pair: number) => (signs[5 * pattern + (pair >> 3)] >> (pair & 7)) & 1;
    for (let one = 0; one < 40; one++)
      for (let other = 0; other < one; other++) {
        let same = 0;
        for (let pattern = 0; pattern < patterns; pattern++)
          if (bit(pattern, one) === bit(pattern, other)) same++;
        if (Math.abs(same / patterns - 0.5) > 0.02) throw new Error(`${one} and ${other}: ${same}`);
      }
  });

  it('draws the patterns of many pairs in blocks, the same in every test', () => {
    const blocks = Array.from(RESAMPLING.signs(1000), (block) => block.slice());
    expect(blocks.length).toBeGreaterThan(2);
    expect(blocks.reduce((sum, { length }) => sum + length, 0)).toBe(125 * SIGN_PATTERNS);
    const again = Array.from(RESAMPLING.signs(1000), (block) => block.slice());
    expect(Buffer.concat(again).equals(Buffer.concat(blocks))).toBe(true);
    const single = new Float64Array(1000);
    single[999] = 1;
    expect(signFlipTest(single, RESAMPLING).pValue).toBe(1);
  });

  it('needs a difference', () => {
    expect(signFlipTest([], RESAMPLING).pValue).toBeNaN();
    expect(signFlipTest([3], RESAMPLING).pValue).toBe(1);
  });
});

describe("Holm's correction", () => {
  it('agrees with R: p.adjust(c(0.01, 0.04, 0.03, 0.005), "holm")', () => {
    expect(holm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02]);
    expect(holm([0.5, 0.6])).toEqual([1, 1]);
  });

  it('counts what could not be tested', () => {
    expect(holm([0.01, Number.NaN, Number.NaN])).toEqual([0.03, Number.NaN, Number.NaN]);
  });

  it('keeps the order, and lies between p and m p', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 }),
        (list) => {
          const adjusted = holm(list);
          for (const [i, p] of list.entries()) {
            expect(adjusted[i]).toBeGreaterThanOrEqual(p);
            expect(adjusted[i]).toBeLessThanOrEqual(Math.min(1, list.length * p));
            for (const [j, other] of list.entries())
              if (p < other) expect(adjusted[i]).toBeLessThanOrEqual(adjusted[j]);
          }
        },
      ),
      { seed: 20260302, numRuns: 200 },
    );
  });
});

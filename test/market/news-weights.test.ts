import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { weighNews } from '../../src/market/news-weights.js';
import { FUNDAMENTAL_CAUSES } from '../../src/market/workspace.js';

const NEWS = FUNDAMENTAL_CAUSES.length;
const ASSETS = 5;
const STRIDE = 6;
const answers = fc.array(fc.double({ min: -40, max: 40, noNaN: true }), {
  minLength: NEWS * ASSETS,
  maxLength: NEWS * ASSETS,
});
const floats = fc.array(fc.double({ min: 1, max: 1e4, noNaN: true }), {
  minLength: ASSETS,
  maxLength: ASSETS,
});

function weights(terms: (news: number, asset: number) => number, float: readonly number[]): Float64Array {
  const linear = new Float64Array(NEWS * STRIDE);
  for (let news = 0; news < NEWS; news++)
    for (let a = 0; a < ASSETS; a++) linear[news * STRIDE + a] = terms(news, a);
  const found = new Float64Array(NEWS * STRIDE);
  weighNews(linear, Float64Array.from(float), found);
  return found;
}

describe('weights of news in what linear answers leave over', () => {
  it('add up to one for every asset, none below zero', () =>
    fc.assert(
      fc.property(answers, floats, (list, float) => {
        const found = weights((news, a) => list[news * ASSETS + a], float);
        for (let a = 0; a < ASSETS; a++) {
          const own = Array.from({ length: NEWS }, (_, news) => found[news * STRIDE + a]);
          expect(own.reduce((sum, weight) => sum + weight)).toBeCloseTo(1, 12);
          expect(Math.min(...own)).toBeGreaterThanOrEqual(0);
        }
      }),
    ));

  it('give all to news that are alone', () =>
    fc.assert(
      fc.property(answers, floats, fc.nat(NEWS - 1), (list, float, only) => {
        const found = weights((news, a) => (news === only ? 1 + Math.abs(list[a]) : 0), float);
        for (let a = 0; a < ASSETS; a++) expect(found[only * STRIDE + a]).toBe(1);
      }),
    ));

  it('do not depend on the size of the kind', () =>
    fc.assert(
      fc.property(answers, floats, fc.double({ min: 0.01, max: 100, noNaN: true }), (list, float, size) => {
        fc.pre(list.some((value) => Math.abs(value) > 1e-6));
        const large = weights((news, a) => list[news * ASSETS + a], float);
        const small = weights((news, a) => size * list[news * ASSETS + a], float);
        for (const [i, weight] of large.entries()) expect(small[i]).toBeCloseTo(weight, 9);
      }),
    ));

  it('give a small asset of large news to these news, whatever is ordered of large assets', () => {
    // $5bn of 20 are to be sold after a default; earnings move $30bn of 3,000 twice.
    const terms = [
      [0, 30, -30, 0, 0],
      [0, 0, 0, 0, 0],
      [-5, 2, 2, 1, 0],
    ];
    const found = weights((news, a) => terms[news][a], [20, 3000, 3000, 500, 500]);
    expect(found[2 * STRIDE]).toBeGreaterThan(0.99);
  });
});

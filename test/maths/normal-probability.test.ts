import { expect, it } from 'vitest';
import { inverseNormal } from '../../src/maths/inverse-normal.js';
import { normalProbability } from '../../src/maths/normal-probability.js';

it('agrees with SciPy: scipy.stats.norm.cdf', () => {
  const known = [
    [-40, 0],
    [-8, 6.22096057427174e-16],
    [-5, 2.866515718791933e-7],
    [-3.3, 0.00048342414238377744],
    [-1.959963984540054, 0.025],
    [-0.5, 0.3085375387259869],
    [0, 0.5],
    [0.3, 0.6179114221889526],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
    [7.05, 0.9999999999991054],
    [9, 1],
  ];
  for (const [z, probability] of known) expect(normalProbability(z)).toBeCloseTo(probability, 14);
  expect(normalProbability(-8) / known[1][1]).toBeCloseTo(1, 7);
});

it('is the inverse of the inverse, and 0 and 1 at the ends', () => {
  for (let p = 0.001; p < 1; p += 0.0137) expect(normalProbability(inverseNormal(p))).toBeCloseTo(p, 8);
  expect([Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY].map(normalProbability)).toEqual([0, 1]);
  expect(normalProbability(Number.NaN)).toBeNaN();
});

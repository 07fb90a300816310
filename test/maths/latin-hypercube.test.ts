import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latinHypercube } from '../../src/maths/latin-hypercube.js';
import { correlation } from '../../src/maths/moments.js';

function column(points: Float64Array, dimensions: number, index: number): number[] {
  return Array.from({ length: points.length / dimensions }, (_, point) => points[point * dimensions + index]);
}

describe('a Latin hypercube', () => {
  it('has one point in each equal part of every axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 60 }),
        fc.integer({ min: 1, max: 12 }),
        fc.string(),
        (n, k, seed) => {
          const points = latinHypercube(n, k, seed);
          for (let axis = 0; axis < k; axis++) {
            const cells = column(points, k, axis).map((value) => Math.floor(value * n));
            expect(cells.sort((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, cell) => cell));
          }
        },
      ),
      { seed: 1, numRuns: 60 },
    );
  });

  it('orders every axis on its own, and another way for another seed', () => {
    const points = latinHypercube(2000, 3, 'a');
    expect(Math.abs(correlation(column(points, 3, 0), column(points, 3, 1)))).toBeLessThan(0.07);
    expect(Math.abs(correlation(column(points, 3, 1), column(points, 3, 2)))).toBeLessThan(0.07);
    expect(latinHypercube(2000, 3, 'b')).not.toEqual(points);
    expect(latinHypercube(2000, 3, 'a')).toEqual(points);
  });

  it('orders no two axes by the same permutation', () => {
    const seen = new Set<string>();
    for (let seed = 0; seed < 2000; seed++)
      seen.add(Array.from(latinHypercube(3, 3, `seed ${seed}`), (value) => Math.floor(value * 3)).join(''));
    expect(seen.size).toBe(6 ** 3);
  });

  it('reaches every order of three points equally often', () => {
    const counts = new Map<string, number>();
    for (let seed = 0; seed < 1500; seed++) {
      const order = column(latinHypercube(3, 1, `seed ${seed}`), 1, 0).map((value) => Math.floor(value * 3));
      counts.set(order.join(''), (counts.get(order.join('')) ?? 0) + 1);
    }
    expect(counts.size).toBe(6);
    // Each count is binomial with mean 250 and standard deviation 14.
    for (const count of counts.values()) expect(Math.abs(count - 250)).toBeLessThan(60);
  });
});

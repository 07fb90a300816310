import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { SOBOL_DIMENSIONS, sobolSequence } from '../../src/maths/sobol-sequence.js';

describe('the Sobol sequence', () => {
  it('has the published first points, half a cell further', () => {
    // Joe and Kuo's own listing of the first ten points in three dimensions
    const published = [
      [0, 0, 0],
      [0.5, 0.5, 0.5],
      [0.75, 0.25, 0.25],
      [0.25, 0.75, 0.75],
      [0.375, 0.375, 0.625],
      [0.875, 0.875, 0.125],
      [0.625, 0.125, 0.875],
      [0.125, 0.625, 0.375],
    ];
    expect(Array.from(sobolSequence(8, 3))).toEqual(published.flat().map((value) => value + 1 / 16));
  });

  it('agrees with SciPy in high dimensions', () => {
    const points = sobolSequence(1024, SOBOL_DIMENSIONS);
    const at = (point: number, dimension: number) =>
      points[point * SOBOL_DIMENSIONS + dimension] - 0.5 / 1024;
    expect([39, 99, 160].map((dimension) => at(1000, dimension))).toEqual([
      0.4794921875, 0.1865234375, 0.8583984375,
    ]);
    expect([39, 99, 160].map((dimension) => at(777, dimension))).toEqual([
      0.3583984375, 0.5107421875, 0.0029296875,
    ]);
    let weighted = 0;
    for (let d = 0; d < SOBOL_DIMENSIONS; d++) weighted += (d + 1) * at(1000, d);
    expect(weighted).toBe(6999.4189453125);
  });

  it('puts one point in each equal part of every axis', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 8 }),
        fc.integer({ min: 1, max: SOBOL_DIMENSIONS }),
        (power, dimensions) => {
          const count = 2 ** power;
          const points = sobolSequence(count, dimensions);
          for (let d = 0; d < dimensions; d++) {
            const cells = new Set(
              Array.from({ length: count }, (_, i) => points[i * dimensions + d] * count - 0.5),
            );
            expect([...cells].sort((a, b) => a - b)).toEqual(Array.from({ length: count }, (_, i) => i));
          }
        },
      ),
      { seed: 1, numRuns: 20 },
    );
  });

  it('refuses more dimensions than it has', () => {
    expect(() => sobolSequence(4, SOBOL_DIMENSIONS + 1)).toThrow(RangeError);
    expect(() => sobolSequence(4, 0)).toThrow(RangeError);
  });
});

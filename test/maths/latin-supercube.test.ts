import { describe, expect, it } from 'vitest';
import { latinSupercube } from '../../src/maths/latin-supercube.js';
import { sobolSequence } from '../../src/maths/sobol-sequence.js';

function column(cube: Float64Array, points: number, dimensions: number, dimension: number): number[] {
  return Array.from({ length: points }, (_, point) => cube[point * dimensions + dimension]);
}

describe('Latin supercube sampling', () => {
  it("is Sobol's sequence up to 161 dimensions", () => {
    expect(latinSupercube(16, 161, 'a')).toEqual(sobolSequence(16, 161));
  });

  it('has one point in each of n equal parts of every axis, and orders later blocks by the seed', () => {
    const [points, dimensions] = [32, 400];
    const cube = latinSupercube(points, dimensions, 'a');
    const parts = Array.from({ length: points }, (_, part) => part);
    for (let dimension = 0; dimension < dimensions; dimension++) {
      const cells = column(cube, points, dimensions, dimension).map((x) => Math.floor(x * points));
      expect(cells.sort((a, b) => a - b)).toEqual(parts);
    }
    const other = latinSupercube(points, dimensions, 'b');
    expect(column(other, points, dimensions, 160)).toEqual(column(cube, points, dimensions, 160));
    for (const dimension of [161, 399])
      expect(column(other, points, dimensions, dimension)).not.toEqual(
        column(cube, points, dimensions, dimension),
      );
    // Blocks are shuffled apart: the first axis of a block is not that of another.
    expect(column(cube, points, dimensions, 161)).not.toEqual(column(cube, points, dimensions, 0));
    expect(column(cube, points, dimensions, 161)).not.toEqual(column(cube, points, dimensions, 322));
  });
});

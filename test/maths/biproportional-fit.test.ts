import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { biproportionalFit } from '../../src/maths/biproportional-fit.js';

function sums(matrix: Float64Array, rows: number, columns: number): { rows: number[]; columns: number[] } {
  const result = { rows: new Array<number>(rows).fill(0), columns: new Array<number>(columns).fill(0) };
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      result.rows[row] += matrix[row * columns + column];
      result.columns[column] += matrix[row * columns + column];
    }
  return result;
}

const positive = (length: number) =>
  fc.array(fc.double({ min: 0.01, max: 100, noNaN: true }), { minLength: length, maxLength: length });

describe('biproportionalFit', () => {
  it('fits the textbook case without touching zeros', () => {
    const matrix = Float64Array.of(1, 2, 0, 3);
    biproportionalFit(matrix, [10, 20], [4, 26]);
    expect(matrix[2]).toBe(0);
    expect(matrix[0]).toBe(4);
    expect(matrix[1]).toBeCloseTo(6, 9);
    expect(matrix[3]).toBeCloseTo(20, 9);
  });

  it('meets the sums of another matrix and keeps the cross ratios of its own', () => {
    fc.assert(
      fc.property(positive(12), positive(12), (start, goal) => {
        const target = sums(Float64Array.from(goal), 3, 4);
        const matrix = Float64Array.from(start);
        biproportionalFit(matrix, target.rows, target.columns);
        const reached = sums(matrix, 3, 4);
        const total = target.rows.reduce((a, b) => a + b);
        for (let row = 0; row < 3; row++)
          expect(Math.abs(reached.rows[row] - target.rows[row])).toBeLessThan(1e-11 * total);
        for (let column = 0; column < 4; column++)
          expect(Math.abs(reached.columns[column] / target.columns[column] - 1)).toBeLessThan(2.3e-16);
        const ratio = (m: ArrayLike<number>) => (m[0] * m[5]) / (m[1] * m[4]);
        expect(ratio(matrix) / ratio(start)).toBeCloseTo(1, 9);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('empties rows and columns whose sum is 0', () => {
    const matrix = Float64Array.of(1, 1, 1, 1);
    biproportionalFit(matrix, [0, 6], [2, 4]);
    expect(Array.from(matrix)).toEqual([0, 0, 2, 4]);
    const empty = Float64Array.of(0, 0, 1, 1);
    biproportionalFit(empty, [0, 6], [2, 4]);
    expect(Array.from(empty)).toEqual([0, 0, 2, 4]);
  });

  it('refuses what cannot fit', () => {
    const refuse = (matrix: number[], rows: number[], columns: number[]) => () =>
      biproportionalFit(Float64Array.from(matrix), rows, columns);
    expect(refuse([0, 0, 1, 1], [1, 1], [1, 1])).toThrow(/row 0 holds only zeros/);
    expect(refuse([0, 1, 0, 1], [1, 1], [1, 1])).toThrow(/column 0 holds only zeros/);
    expect(refuse([1, 1, 1, 1], [1, 1], [1, 2])).toThrow(/sum to/);
    expect(refuse([1, -1, 1, 1], [1, 1], [1, 1])).toThrow(/not 0 or more/);
    expect(refuse([1, 1, 1], [1, 1], [1, 1])).toThrow(/elements/);
    expect(refuse([1, 0, 0, 1], [1, 3], [2, 2])).toThrow(/no scaling/);
  });
});

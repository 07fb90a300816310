import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { symmetricEigen } from '../../src/maths/symmetric-eigen.js';

/** A symmetric matrix of random numbers of very different size. */
const matrices = fc.integer({ min: 1, max: 8 }).chain((n) =>
  fc
    .array(fc.tuple(fc.integer({ min: -9999, max: 9999 }), fc.integer({ min: -9, max: 0 })), {
      minLength: n * n,
      maxLength: n * n,
    })
    .map((entries) => {
      const matrix = new Float64Array(n * n);
      for (let row = 0; row < n; row++)
        for (let column = 0; column <= row; column++) {
          const [value, power] = entries[row * n + column];
          matrix[row * n + column] = value * 10 ** power;
          matrix[column * n + row] = matrix[row * n + column];
        }
      return { n, matrix };
    }),
);

describe('symmetricEigen', () => {
  it('has the eigenvalues of a known matrix', () => {
    // Second differences: 2 - 2 cos(k pi / 5)
    const matrix = Float64Array.of(2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2, -1, 0, 0, -1, 2);
    const values = Array.from(symmetricEigen(matrix, 4).values).sort((a, b) => a - b);
    for (const [index, value] of values.entries())
      expect(value).toBeCloseTo(2 - 2 * Math.cos(((index + 1) * Math.PI) / 5), 13);
  });

  it('gives orthonormal vectors that put the matrix together again', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        const before = matrix.slice();
        const { values, vectors } = symmetricEigen(matrix, n);
        expect(matrix).toEqual(before);
        const size = Math.max(...matrix.map(Math.abs), 1e-300);
        for (let i = 0; i < n; i++)
          for (let j = 0; j < n; j++) {
            let [product, again] = [0, 0];
            for (let k = 0; k < n; k++) {
              product += vectors[k * n + i] * vectors[k * n + j];
              again += vectors[i * n + k] * values[k] * vectors[j * n + k];
            }
            expect(Math.abs(product - (i === j ? 1 : 0))).toBeLessThan(1e-13);
            expect(Math.abs(again - matrix[i * n + j])).toBeLessThan(1e-13 * size);
          }
      }),
      { seed: 2, numRuns: 200 },
    );
  });
});

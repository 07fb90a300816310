import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FOUR, factorise, InverseWork, invert, solve, solveFour } from '../../src/maths/linear-solve.js';

const matrices = fc
  .integer({ min: 1, max: 12 })
  .chain((n) =>
    fc.tuple(
      fc.constant(n),
      fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: n * n, maxLength: n * n }),
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n, maxLength: n }),
    ),
  );

function times(a: ArrayLike<number>, n: number, x: ArrayLike<number>): number[] {
  return Array.from({ length: n }, (_, row) => {
    let sum = 0;
    for (let column = 0; column < n; column++) sum += a[row * n + column] * x[column];
    return sum;
  });
}

describe('linear equations', () => {
  it('solves one that needs an exchange of rows', () => {
    const a = Float64Array.of(0, 2, 1, 1, 0, 0, 0, 1, 3);
    const pivots = new Int32Array(3);
    const b = Float64Array.of(7, 5, 11);
    expect(factorise(a, 3, pivots)).toBeGreaterThan(0);
    solve(a, 3, pivots, b);
    expect(Array.from(b)).toEqual([5, 2, 3]);
  });

  it('solves four at once to the bit as one by one', () => {
    const sides = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), {
      minLength: 12 * FOUR,
      maxLength: 12 * FOUR,
    });
    fc.assert(
      fc.property(matrices, sides, ([n, values], right) => {
        const lu = Float64Array.from(values);
        for (let i = 0; i < n; i++) lu[i * n + n - 1 - i] += n + 1; // far from singular, and rows change places
        const pivots = new Int32Array(n);
        factorise(lu, n, pivots);
        const together = Float64Array.from(right.slice(0, n * FOUR));
        const single = Array.from({ length: FOUR }, (_, side) =>
          together.filter((__, i) => i % FOUR === side),
        );
        solveFour(lu, n, pivots, together);
        for (const [side, b] of single.entries()) {
          solve(lu, n, pivots, b);
          expect([...together.filter((_, i) => i % FOUR === side)]).toEqual([...b]);
        }
      }),
    );
  });

  it('solves and inverts random matrices', () => {
    fc.assert(
      fc.property(matrices, ([n, values, b]) => {
        const a = Float64Array.from(values);
        for (let i = 0; i < n; i++) a[i * n + i] += i % 2 === 0 ? n + 1 : -n - 1; // far from singular
        const lu = a.slice();
        const pivots = new Int32Array(n);
        const x = Float64Array.from(b);
        factorise(lu, n, pivots);
        solve(lu, n, pivots, x);
        times(a, n, x).forEach((value, i) => {
          expect(value).toBeCloseTo(b[i], 10);
        });
        const inverse = new Float64Array(n * n);
        const before = a.slice();
        expect(invert(a, n, inverse, new InverseWork(n))).toBeGreaterThan(0);
        expect(a).toEqual(before);
        times(inverse, n, b).forEach((value, i) => {
          expect(value).toBeCloseTo(x[i], 10);
        });
      }),
      { seed: 11, numRuns: 300 },
    );
  });

  it('reports a singular matrix by a pivot of 0 and writes no inverse', () => {
    const singular = Float64Array.of(1, 2, 2, 4);
    const out = Float64Array.of(9, 9, 9, 9);
    expect(invert(singular, 2, out, new InverseWork(2))).toBe(0);
    expect(Array.from(out)).toEqual([9, 9, 9, 9]);
    expect(factorise(singular.slice(), 2, new Int32Array(2))).toBe(0);
  });

  it('reports NaN as NaN', () => {
    expect(factorise(Float64Array.of(Number.NaN, 1, 1, 1), 2, new Int32Array(2))).toBe(Number.NaN);
  });

  it('returns the smallest pivot', () => {
    expect(factorise(Float64Array.of(4, 0, 0, 0.5), 2, new Int32Array(2))).toBe(0.5);
  });
});

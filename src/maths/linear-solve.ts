/*
 * Dense linear equations by LU decomposition with partial pivoting, for small matrices in preallocated memory.
 * Matrices are n × n, row after row: element (row, column) is a[row * n + column].
 */

function pivotRow(a: Float64Array, n: number, column: number): number {
  let best = column;
  let size = Math.abs(a[column * n + column]);
  for (let row = column + 1; row < n; row++) {
    const candidate = Math.abs(a[row * n + column]);
    if (candidate > size) {
      best = row;
      size = candidate;
    }
  }
  return best;
}

function swapRows(a: Float64Array, n: number, first: number, second: number): void {
  for (let column = 0; column < n; column++) {
    const kept = a[first * n + column];
    a[first * n + column] = a[second * n + column];
    a[second * n + column] = kept;
  }
}

/**
 * Replaces a by L and U with P a = L U (L has a unit diagonal that is not stored).
 *
 * @param pivots length n, receives the row exchanged with each row
 * @returns the smallest |pivot|; 0 (or NaN, if a holds NaN) when a is singular, and then a is half-finished
 */
export function factorise(a: Float64Array, n: number, pivots: Int32Array): number {
  let smallest = Number.POSITIVE_INFINITY;
  for (let step = 0; step < n; step++) {
    const chosen = pivotRow(a, n, step);
    pivots[step] = chosen;
    if (chosen !== step) swapRows(a, n, step, chosen);
    const pivot = a[step * n + step];
    const size = Math.abs(pivot);
    if (!(size > 0)) return size;
    if (size < smallest) smallest = size;
    for (let row = step + 1; row < n; row++) {
      const factor = a[row * n + step] / pivot;
      a[row * n + step] = factor;
      if (factor === 0) continue;
      for (let column = step + 1; column < n; column++) a[row * n + column] -= factor * a[step * n + column];
    }
  }
  return smallest;
}

/** Replaces b (length n) by the solution x of a x = b, with a as {@link factorise} left it. */
export function solve(lu: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let row = 0; row < n; row++) {
    const chosen = pivots[row];
    if (chosen !== row) {
      const kept = b[row];
      b[row] = b[chosen];
      b[chosen] = kept;
    }
  }
  for (let row = 1; row < n; row++) {
    let rest = b[row];
    for (let column = 0; column < row; column++) rest -= lu[row * n + column] * b[column];
    b[row] = rest;
  }
  for (let row = n - 1; row >= 0; row--) {
    let rest = b[row];
    for (let column = row + 1; column < n; column++) rest -= lu[row * n + column] * b[column];
    b[row] = rest / lu[row * n + row];
  }
}

/** Right-hand sides that {@link solveFour} takes. */
export const FOUR = 4;

/**
 * {@link solve} for four right-hand sides, b[row * 4 + side]: the same operations for each of them in the same order, but the
 * processor need not wait for one to go on with the next.
 */
export function solveFour(lu: Float64Array, n: number, pivots: Int32Array, b: Float64Array): void {
  for (let row = 0; row < n; row++) if (pivots[row] !== row) swapRows(b, FOUR, row, pivots[row]);
  for (let row = 1; row < n; row++) subtractRows(lu, n, row, 0, row, b);
  for (let row = n - 1; row >= 0; row--) {
    subtractRows(lu, n, row, row + 1, n, b);
    for (let side = 0; side < FOUR; side++) b[row * FOUR + side] /= lu[row * n + row];
  }
}

/** Subtracts from a row of b the rows [first, last) of b, each times its element of the row of the matrix. */
function subtractRows(
  lu: Float64Array,
  n: number,
  row: number,
  first: number,
  last: number,
  b: Float64Array,
): void {
  const at = row * FOUR;
  let rest0 = b[at];
  let rest1 = b[at + 1];
  let rest2 = b[at + 2];
  let rest3 = b[at + 3];
  for (let column = first; column < last; column++) {
    const factor = lu[row * n + column];
    const from = column * FOUR;
    rest0 -= factor * b[from];
    rest1 -= factor * b[from + 1];
    rest2 -= factor * b[from + 2];
    rest3 -= factor * b[from + 3];
  }
  b[at] = rest0;
  b[at + 1] = rest1;
  b[at + 2] = rest2;
  b[at + 3] = rest3;
}

/** Memory that {@link invert} overwrites. */
export class InverseWork {
  readonly lu: Float64Array;
  readonly pivots: Int32Array;
  readonly columns: Float64Array;

  /** For the inverse of n × n matrices. */
  constructor(n: number) {
    this.lu = new Float64Array(n * n);
    this.pivots = new Int32Array(n);
    this.columns = new Float64Array(n * FOUR);
  }
}

/**
 * Writes the inverse of a into out; a is left alone.
 *
 * @returns the smallest |pivot|; when it is 0 or NaN, a is singular and out is left alone
 */
export function invert(a: Float64Array, n: number, out: Float64Array, work: InverseWork): number {
  const { lu, pivots, columns } = work;
  for (let i = 0; i < n * n; i++) lu[i] = a[i];
  const smallest = factorise(lu, n, pivots);
  if (!(smallest > 0)) return smallest;
  for (let unit = 0; unit < n; unit += FOUR) {
    const sides = Math.min(FOUR, n - unit);
    columns.fill(0);
    for (let side = 0; side < sides; side++) columns[(unit + side) * FOUR + side] = 1;
    solveFour(lu, n, pivots, columns);
    for (let row = 0; row < n; row++)
      for (let side = 0; side < sides; side++) out[row * n + unit + side] = columns[row * FOUR + side];
  }
  return smallest;
}

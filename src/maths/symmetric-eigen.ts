/** A = V diag(values) V': column j of `vectors` (n × n, row after row) belongs to values[j], in no order. */
export interface Eigen {
  readonly values: Float64Array;
  readonly vectors: Float64Array;
}

const MOST_SWEEPS = 60;

/** True once nothing beside the diagonal changes it any more. */
function isDiagonal(a: Float64Array, n: number): boolean {
  let beside = 0;
  let on = 0;
  for (let row = 0; row < n; row++) {
    on += a[row * n + row] * a[row * n + row];
    for (let column = row + 1; column < n; column++) beside += a[row * n + column] * a[row * n + column];
  }
  return beside <= on * 1e-34;
}

/** Replaces columns p and q of a matrix by c p - s q and s p + c q. */
function turnColumns(a: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let row = 0; row < n; row++) {
    const left = a[row * n + p];
    const right = a[row * n + q];
    a[row * n + p] = c * left - s * right;
    a[row * n + q] = s * left + c * right;
  }
}

function turnRows(a: Float64Array, n: number, p: number, q: number, c: number, s: number): void {
  for (let column = 0; column < n; column++) {
    const upper = a[p * n + column];
    const lower = a[q * n + column];
    a[p * n + column] = c * upper - s * lower;
    a[q * n + column] = s * upper + c * lower;
  }
}

/**
 * Eigenvalues and orthonormal eigenvectors of a symmetric n × n matrix by Jacobi's rotations, for small n: only
 * + - * / and square roots, so the same bits everywhere. The matrix is left alone.
 *
 * Source: G. H. Golub and C. F. Van Loan, Matrix Computations, section 8.5 (cyclic Jacobi).
 */
export function symmetricEigen(matrix: Float64Array, n: number): Eigen {
  const a = matrix.slice();
  const vectors = new Float64Array(n * n);
  for (let i = 0; i < n; i++) vectors[i * n + i] = 1;
  for (let sweep = 0; sweep < MOST_SWEEPS && !isDiagonal(a, n); sweep++)
    for (let p = 0; p < n; p++)
      for (let q = p + 1; q < n; q++) {
        const entry = a[p * n + q];
        if (entry === 0) continue;
        const ratio = (a[q * n + q] - a[p * n + p]) / (2 * entry);
        const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.sqrt(1 + ratio * ratio));
        const cosine = 1 / Math.sqrt(1 + tangent * tangent);
        turnColumns(a, n, p, q, cosine, tangent * cosine);
        turnRows(a, n, p, q, cosine, tangent * cosine);
        // Rounding would leave a speck here.
        a[p * n + q] = 0;
        a[q * n + p] = 0;
        turnColumns(vectors, n, p, q, cosine, tangent * cosine);
      }
  return { values: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), vectors };
}

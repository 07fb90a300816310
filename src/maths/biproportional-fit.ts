import { compensatedSum } from './compensated-sum.js';

const TOLERANCE = 1e-12;
const MOST_ITERATIONS = 10_000;

/** A matrix row after row: element (row, column) is values[row * columns + column]. */
interface MatrixShape {
  readonly rows: number;
  readonly columns: number;
}

function sumRows(matrix: Float64Array, { rows, columns }: MatrixShape, found: Float64Array): void {
  for (let row = 0; row < rows; row++)
    found[row] = compensatedSum(matrix, row * columns, (row + 1) * columns);
}

function columnSum(matrix: Float64Array, { rows, columns }: MatrixShape, column: number): number {
  let sum = 0;
  for (let row = 0; row < rows; row++) sum += matrix[row * columns + column];
  return sum;
}

function factor(target: number, sum: number, name: string): number {
  if (sum > 0) return target / sum;
  if (target === 0) return 0;
  throw new RangeError(`${name} holds only zeros and cannot sum to ${target}`);
}

/** @param found sums of the rows as they are */
function scaleRows(
  matrix: Float64Array,
  shape: MatrixShape,
  sums: ArrayLike<number>,
  found: Float64Array,
): void {
  for (let row = 0; row < shape.rows; row++) {
    const scale = factor(sums[row], found[row], `row ${row}`);
    for (let column = 0; column < shape.columns; column++) matrix[row * shape.columns + column] *= scale;
  }
}

function scaleColumns(matrix: Float64Array, shape: MatrixShape, sums: ArrayLike<number>): void {
  for (let column = 0; column < shape.columns; column++) {
    const scale = factor(sums[column], columnSum(matrix, shape, column), `column ${column}`);
    for (let row = 0; row < shape.rows; row++) matrix[row * shape.columns + column] *= scale;
  }
}

/** Puts what rounding left over into the column's largest element, so that adding in row order gives the target. */
function settleColumn(matrix: Float64Array, shape: MatrixShape, column: number, target: number): void {
  let largest = column;
  for (let i = column; i < matrix.length; i += shape.columns) if (matrix[i] > matrix[largest]) largest = i;
  for (let attempt = 0; attempt < 8; attempt++) {
    const missing = target - columnSum(matrix, shape, column);
    if (missing === 0) return;
    matrix[largest] += missing;
  }
}

function worstRow(found: Float64Array, sums: ArrayLike<number>, total: number): number {
  let worst = 0;
  for (let row = 0; row < found.length; row++) {
    const error = Math.abs(found[row] - sums[row]) / total;
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

function checkTargets(
  matrix: Float64Array,
  rowSums: ArrayLike<number>,
  columnSums: ArrayLike<number>,
): number {
  const total = compensatedSum(rowSums);
  for (const values of [matrix, rowSums, columnSums])
    for (let i = 0; i < values.length; i++)
      if (!(values[i] >= 0)) throw new RangeError(`biproportional fit of ${values[i]}, not 0 or more`);
  if (matrix.length !== rowSums.length * columnSums.length)
    throw new RangeError(`${matrix.length} elements are not ${rowSums.length} × ${columnSums.length}`);
  if (!(Math.abs(total - compensatedSum(columnSums)) <= 1e-9 * total))
    throw new RangeError(`rows sum to ${total}, columns to ${compensatedSum(columnSums)}`);
  return total;
}

/**
 * Scales rows and columns of a non-negative matrix in turn (RAS, iterative proportional fitting) until it has the
 * given row and column sums; zeros stay zero. In place, row after row.
 *
 * Rows fit to 1e-12 of the total. Columns come last: adding a column in row order gives its target, to the last bit
 * wherever a double in its largest element allows it.
 *
 * @throws RangeError for negative input, wrong shape, unequal totals, a row or column of zeros that must not be
 *   empty, and for zeros that no scaling can reconcile with the sums
 *
 * Source: M. Bacharach, Biproportional Matrices and Input-Output Change (1970).
 */
export function biproportionalFit(
  matrix: Float64Array,
  rowSums: ArrayLike<number>,
  columnSums: ArrayLike<number>,
): void {
  const shape = { rows: rowSums.length, columns: columnSums.length };
  const total = checkTargets(matrix, rowSums, columnSums);
  if (total === 0) {
    matrix.fill(0);
    return;
  }
  // the totals may differ by rounding, which the rows must bear
  const tolerance = TOLERANCE + Math.abs(total - compensatedSum(columnSums)) / total;
  const found = new Float64Array(shape.rows);
  sumRows(matrix, shape, found);
  for (let iteration = 0; iteration < MOST_ITERATIONS; iteration++) {
    scaleRows(matrix, shape, rowSums, found);
    scaleColumns(matrix, shape, columnSums);
    sumRows(matrix, shape, found);
    if (worstRow(found, rowSums, total) <= tolerance) {
      for (let column = 0; column < shape.columns; column++)
        settleColumn(matrix, shape, column, columnSums[column]);
      return;
    }
  }
  throw new RangeError(
    `no scaling of these zeros fits the sums: a row is still off after ${MOST_ITERATIONS} rounds`,
  );
}

/** Variance-based sensitivity: how much of the variance of an outcome each input explains. */
import { type Interval, percentileIntervals, type Resampling } from './bootstrap.js';
import { SOBOL_DIMENSIONS, sobolSequence } from './sobol-sequence.js';

/** Most inputs whose indices can be estimated: a row needs two coordinates for each. */
export const MAXIMUM_INPUTS = Math.floor(SOBOL_DIMENSIONS / 2);

/**
 * Points of the unit cube for the indices of `dimensions` inputs, [row × (dimensions + 2) × dimension]. A row is two
 * independent points A and B, the halves of one point of a Sobol' sequence, and then A with coordinate j of B, for
 * every j.
 *
 * Source: A. Saltelli, Computer Physics Communications 145 (2002), with the matrices of Saltelli et al. (2010).
 */
export function saltelliPoints(rows: number, dimensions: number): Float64Array {
  const pairs = sobolSequence(rows, 2 * dimensions);
  const inRow = (dimensions + 2) * dimensions;
  const points = new Float64Array(rows * inRow);
  for (let row = 0; row < rows; row++) {
    const a = pairs.subarray(row * 2 * dimensions, (row * 2 + 1) * dimensions);
    const b = pairs.subarray((row * 2 + 1) * dimensions, (row + 1) * 2 * dimensions);
    for (let point = 0; point < dimensions + 2; point++) {
      const start = row * inRow + point * dimensions;
      points.set(point === 1 ? b : a, start);
      if (point >= 2) points[start + point - 2] = b[point - 2];
    }
  }
  return points;
}

interface IndexPair {
  readonly first: number;
  readonly total: number;
  readonly rows: number;
}

/**
 * S_j = mean(b (ab_j - a)) / V and T_j = mean((a - ab_j)^2) / (2 V), where a, b and ab_j are outcomes less the mean
 * of all a and b, and V their variance, over the rows in which none of the three is missing.
 */
function indexPair(
  outcomes: Float64Array,
  dimensions: number,
  input: number,
  multiplicity?: Uint32Array,
): IndexPair {
  const inRow = dimensions + 2;
  let [rows, sum, squares, products, moves, squaredMoves] = [0, 0, 0, 0, 0, 0];
  for (let row = 0, start = 0; start < outcomes.length; row++, start += inRow) {
    const times = multiplicity === undefined ? 1 : multiplicity[row];
    const a = outcomes[start];
    const b = outcomes[start + 1];
    const move = outcomes[start + 2 + input] - a;
    if (times === 0 || Number.isNaN(b + move)) continue;
    rows += times;
    sum += times * (a + b);
    squares += times * (a * a + b * b);
    products += times * b * move;
    moves += times * move;
    squaredMoves += times * move * move;
  }
  const mean = sum / (2 * rows);
  const variance = squares / (2 * rows) - mean * mean;
  if (!(variance > 0)) return { first: Number.NaN, total: Number.NaN, rows };
  return {
    first: (products - mean * moves) / rows / variance,
    total: squaredMoves / (2 * rows) / variance,
    rows,
  };
}

export interface SobolIndices {
  /** Share of the variance that the input explains alone; NaN if the outcome does not vary. */
  readonly first: number;
  readonly firstInterval: Interval;
  /** Share that it has part in, interactions included. */
  readonly total: number;
  readonly totalInterval: Interval;
  /** Rows in which no outcome that these two need is missing. */
  readonly rows: number;
}

/**
 * First-order and total indices of every input, with bootstrap intervals over rows. Estimates of small indices may
 * lie a little outside 0 … 1.
 *
 * @param outcomes at {@link saltelliPoints}, [row × (dimensions + 2)]; a missing one is NaN
 *
 * Sources: A. Saltelli et al., Computer Physics Communications 181 (2010), for the first-order index; M. J. W.
 * Jansen, Computer Physics Communications 117 (1999), for the total.
 */
export function sobolIndices(
  outcomes: Float64Array,
  dimensions: number,
  resampling: Resampling,
): SobolIndices[] {
  // Variances of numbers near zero lose no digits, and of equal numbers are zero.
  const origin = outcomes.find((outcome) => !Number.isNaN(outcome)) ?? 0;
  const shifted = outcomes.map((outcome) => outcome - origin);
  const intervals = percentileIntervals(
    outcomes.length / (dimensions + 2),
    2 * dimensions,
    (multiplicity, out) => {
      for (let input = 0; input < dimensions; input++) {
        const { first, total } = indexPair(shifted, dimensions, input, multiplicity);
        out[2 * input] = first;
        out[2 * input + 1] = total;
      }
    },
    resampling,
  );
  return Array.from({ length: dimensions }, (_, input) => ({
    ...indexPair(shifted, dimensions, input),
    firstInterval: intervals[2 * input],
    totalInterval: intervals[2 * input + 1],
  }));
}

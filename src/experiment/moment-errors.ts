/** How well targets pin down calibrated parameters: standard errors of the method of simulated moments. */
import { InverseWork, invert } from '../maths/linear-solve.js';
import { mean } from '../maths/moments.js';
import { symmetricEigen } from '../maths/symmetric-eigen.js';
import { momentsOf, type ResolvedCalibration } from './calibration.js';
import { type DesignRange, shareOfRange, valueInRange } from './design.js';
import type { ResolvedExperiment } from './resolved.js';
import { type PointRuns, responseBySeed } from './responses.js';

/** Step of the derivatives, as a share of a range. */
const STEP = 0.05;
/** Least share of the largest eigenvalue at which a direction counts as pinned down. */
const LEAST_EIGENVALUE = 1e-10;

/** Shares a step below and above one, within the range; of a parameter that counts, those of whole numbers beside its own. */
function sharesBeside(input: DesignRange, share: number): [below: number, above: number] {
  const [below, above] = [Math.max(0, share - STEP), Math.min(1, share + STEP)];
  if (!input.whole) return [below, above];
  const own = valueInRange(input, share);
  return [
    shareOfRange(input, Math.min(valueInRange(input, below), own - 1)),
    shareOfRange(input, Math.max(valueInRange(input, above), own + 1)),
  ];
}

/** Places beside the best one: for every parameter one a step below and one a step above, within the ranges. */
export function neighbours(inputs: readonly DesignRange[], best: readonly number[]): number[][] {
  const moved = (index: number, to: number) => best.map((share, i) => (i === index ? to : share));
  return best.flatMap((share, index) => sharesBeside(inputs[index], share).map((to) => moved(index, to)));
}

type Matrix = number[][];

function multiplied(a: Matrix, b: Matrix): Matrix {
  return a.map((row) => b[0].map((_, j) => row.reduce((sum, value, k) => sum + value * b[k][j], 0)));
}

function transposed(a: Matrix): Matrix {
  return a[0].map((_, j) => a.map((row) => row[j]));
}

/** Covariance of the means over seeds of the moments. */
function simulationError(
  calibration: ResolvedCalibration,
  experiment: ResolvedExperiment,
  runs: PointRuns,
): Matrix {
  const moments = calibration.targets.map(
    (target) => responseBySeed(target, experiment, runs) ?? [Number.NaN],
  );
  const deviations = moments.map((values) => {
    const centre = mean(values);
    return values.map((value) => value - centre);
  });
  const seeds = experiment.seeds.length;
  // One seed tells nothing of the spread between seeds.
  if (seeds < 2) return moments.map((row) => moments.map(() => 0 * row[0]));
  return deviations.map((x) =>
    deviations.map((y) => x.reduce((sum, value, i) => sum + value * y[i], 0) / (seeds - 1) / seeds),
  );
}

/** The inverse of a symmetric matrix; undefined if it has none worth the name. */
function inverseOf(a: Matrix): Matrix | undefined {
  const n = a.length;
  const flat = Float64Array.from(a.flat());
  const { values } = symmetricEigen(flat, n);
  if (!(Math.min(...values) > LEAST_EIGENVALUE * Math.max(...values))) return undefined;
  const out = new Float64Array(n * n);
  invert(flat, n, out, new InverseWork(n));
  return a.map((_, row) => Array.from(out.subarray(row * n, (row + 1) * n)));
}

/**
 * Standard errors of the calibrated parameters as shares of their ranges, the square roots of the diagonal of
 * (G'WG)^-1 G'W V W G (G'WG)^-1: G the derivatives of the moments, W the inverse squared tolerances, V the squared
 * tolerances (errors of the targets, taken as independent) and the covariance of the moments' means over seeds.
 * Undefined if the targets do not pin the parameters down, or a run beside the best point failed.
 *
 * @param best runs at the best point
 * @param around runs at its {@link neighbours}
 *
 * Source: D. McFadden, Econometrica 57 (1989); B.-S. Lee and B. F. Ingram, Journal of Econometrics 47 (1991).
 */
export function shareErrors(
  calibration: ResolvedCalibration,
  experiment: ResolvedExperiment,
  shares: readonly number[],
  best: PointRuns,
  around: readonly PointRuns[],
): number[] | undefined {
  const places = neighbours(calibration.inputs, shares);
  const moments = around.map((runs) => momentsOf(calibration, experiment, runs));
  const weights = calibration.targets.map(({ tolerance }) => 1 / (tolerance * tolerance));
  const derivatives = transposed(
    shares.map((_, input) =>
      weights.map(
        (_, target) =>
          (moments[2 * input + 1][target] - moments[2 * input][target]) /
          (places[2 * input + 1][input] - places[2 * input][input]),
      ),
    ),
  );
  const weighted = derivatives.map((row, target) => row.map((value) => value * weights[target]));
  const inverse = inverseOf(multiplied(transposed(derivatives), weighted));
  if (inverse === undefined) return undefined;
  const errors = simulationError(calibration, experiment, best);
  for (const [target, weight] of weights.entries()) errors[target][target] += 1 / weight;
  const bread = multiplied(weighted, inverse);
  const covariance = multiplied(transposed(bread), multiplied(errors, bread));
  const result = covariance.map((row, input) => Math.sqrt(row[input]));
  return result.every(Number.isFinite) ? result : undefined;
}

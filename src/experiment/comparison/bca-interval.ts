/** Bias-corrected and accelerated (BCa) bootstrap intervals. */
import { inverseNormal } from '../../maths/inverse-normal.js';
import { normalProbability } from '../../maths/normal-probability.js';
import { quantileInPlace } from '../../maths/quantile-in-place.js';

/** Share of all intervals that hold what they estimate. */
export const CONFIDENCE = 0.95;

/** Replicates that differ from the estimate by less than this share of its scale are equal to it. */
const ROUNDING = 1e-12;

/**
 * Acceleration from jackknife influences u_i (mean of the leave-one-out estimates minus the i-th, or anything
 * proportional to it): sum u^3 / (6 (sum u^2)^1.5). For a mean, u_i is x_i minus the mean. 0 when nothing varies.
 *
 * Source: B. Efron, Better bootstrap confidence intervals, J. Am. Stat. Assoc. 82 (1987), equation 7.3.
 */
export function acceleration(influences: ArrayLike<number>): number {
  let squares = 0;
  let cubes = 0;
  for (let i = 0; i < influences.length; i++) {
    const square = influences[i] * influences[i];
    squares += square;
    cubes += square * influences[i];
  }
  return squares === 0 ? 0 : cubes / (6 * squares * Math.sqrt(squares));
}

/**
 * z0: standard normal quantile of the share of replicates below the estimate; those equal to it count half, so that
 * replicates on a lattice are not taken for biased.
 *
 * @param scale size of a value at which rounding is judged
 */
export function biasCorrection(replicates: Float64Array, estimate: number, scale: number): number {
  let below = 0;
  const margin = ROUNDING * scale;
  for (let i = 0; i < replicates.length; i++) {
    const deviation = replicates[i] - estimate;
    if (deviation < -margin) below += 2;
    else if (deviation <= margin) below += 1;
  }
  const count = replicates.length;
  // With all replicates on one side z0 would be infinite, and the interval undefined.
  return inverseNormal(Math.max(0.5, Math.min(count - 0.5, below / 2)) / count);
}

/** Share of the replicates that lies below the BCa limit of this probability: Phi(z0 + (z0 + z) / (1 - a (z0 + z))). */
export function adjustedProbability(probability: number, bias: number, acceleration: number): number {
  const shifted = bias + inverseNormal(probability);
  return normalProbability(bias + shifted / (1 - acceleration * shifted));
}

export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * BCa interval of an estimate.
 *
 * @param replicates estimates of the resamples; left in another order
 * @param influences see {@link acceleration}
 * @param scale size of a value at which rounding is judged
 * @param confidence 0 … 1
 */
export function bcaInterval(
  replicates: Float64Array,
  estimate: number,
  influences: ArrayLike<number>,
  scale: number,
  confidence = CONFIDENCE,
): Interval {
  const bias = biasCorrection(replicates, estimate, scale);
  const speed = acceleration(influences);
  const tail = (1 - confidence) / 2;
  return {
    low: quantileInPlace(replicates, adjustedProbability(tail, bias, speed)),
    high: quantileInPlace(replicates, adjustedProbability(1 - tail, bias, speed)),
  };
}

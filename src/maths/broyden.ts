/*
 * Broyden's "good" quasi-Newton method for f(x) = 0, with the approximate inverse H of the derivative carried along.
 * Matrices are n × n, row after row, in memory that the caller keeps.
 */

/**
 * Writes the quasi-Newton step -H f into `step`, shortened so that no entry exceeds `longest`.
 */
export function quasiNewtonStep(
  inverse: Float64Array,
  values: Float64Array,
  longest: number,
  step: Float64Array,
): void {
  const n = values.length;
  let largest = 0;
  for (let i = 0; i < n; i++) {
    let sum = 0;
    for (let j = 0; j < n; j++) sum -= inverse[i * n + j] * values[j];
    step[i] = sum;
    largest = Math.max(largest, Math.abs(sum));
  }
  if (!(largest > longest)) return;
  for (let i = 0; i < n; i++) step[i] *= longest / largest;
}

/**
 * H += (s - H y) s' H / (s' H y): afterwards H y = s, where s is the step and y the change of f. Nothing changes where
 * s' H y is 0.
 *
 * @param scratch 2 n numbers
 *
 * Source: C. G. Broyden, A class of methods for solving nonlinear simultaneous equations, Math. Comp. 19 (1965), by
 * the formula of Sherman and Morrison.
 */
export function updateInverse(
  inverse: Float64Array,
  step: Float64Array,
  change: Float64Array,
  scratch: Float64Array,
): void {
  const n = step.length;
  let denominator = 0;
  for (let i = 0; i < n; i++) {
    let product = 0;
    let transposed = 0;
    for (let j = 0; j < n; j++) {
      product += inverse[i * n + j] * change[j];
      transposed += step[j] * inverse[j * n + i];
    }
    scratch[i] = product;
    scratch[n + i] = transposed;
    denominator += step[i] * product;
  }
  if (!(Math.abs(denominator) > 1e-300)) return;
  for (let i = 0; i < n; i++) {
    const factor = (step[i] - scratch[i]) / denominator;
    for (let j = 0; j < n; j++) inverse[i * n + j] += factor * scratch[n + j];
  }
}

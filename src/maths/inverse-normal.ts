import { ln } from './elementary.js';

const TAIL = 0.02425;

/** Lower tail, with q = sqrt(-2 ln p). */
function tail(q: number): number {
  return (
    (((((-7.784894002430293e-3 * q - 0.3223964580411365) * q - 2.400758277161838) * q - 2.549732539343734) *
      q +
      4.374664141464968) *
      q +
      2.938163982698783) /
    ((((7.784695709041462e-3 * q + 0.3224671290700398) * q + 2.445134137142996) * q + 3.754408661907416) * q +
      1)
  );
}

/**
 * The value below which a standard normal variable lies with the given probability; relative error below 1.2e-9.
 *
 * @param probability 0 … 1 (0 and 1 give -Infinity and Infinity, anything outside NaN)
 *
 * Source: P. J. Acklam's rational approximation (2003).
 */
export function inverseNormal(probability: number): number {
  if (probability < TAIL) {
    if (probability === 0) return Number.NEGATIVE_INFINITY;
    return tail(Math.sqrt(-2 * ln(probability)));
  }
  if (probability > 1 - TAIL) {
    if (probability === 1) return Number.POSITIVE_INFINITY;
    return -tail(Math.sqrt(-2 * ln(1 - probability)));
  }
  const q = probability - 0.5;
  const r = q * q;
  return (
    ((((((-39.69683028665376 * r + 220.9460984245205) * r - 275.9285104469687) * r + 138.357751867269) * r -
      30.66479806614716) *
      r +
      2.506628277459239) *
      q) /
    (((((-54.47609879822406 * r + 161.5858368580409) * r - 155.6989798598866) * r + 66.80131188771972) * r -
      13.28068155288572) *
      r +
      1)
  );
}

import { exp, ln } from './elementary.js';

/**
 * Size of at least 1 with a Pareto tail, P(size > s) = s^-exponent: (1 - u)^(-1 / exponent).
 *
 * @param u uniform in [0, 1); larger u, larger size
 * @param exponent tail exponent > 0 (the mean is exponent / (exponent - 1) above 1 and infinite below)
 * @throws RangeError when u or the exponent lies outside
 */
export function paretoSize(u: number, exponent: number): number {
  if (!(u >= 0 && u < 1)) throw new RangeError(`uniform number ${u}, not in [0, 1)`);
  if (!(exponent > 0)) throw new RangeError(`tail exponent ${exponent}, not above 0`);
  return exp(-ln(1 - u) / exponent);
}

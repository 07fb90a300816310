/**
 * How much equity a lender shorts to hedge a loan: little while equity is high, more as it falls.
 *
 * Source: hedge ratios of debt against equity, Merton (1974, JF 29); Schaefer & Strebulaev (2008, JFE 90): a loan loses a
 * few cents for each dollar of equity, more the nearer default. Selling into a fall is what follows from it.
 */
import { exp } from '../maths/elementary.js';

/** min(ratio exp(convexity fall), 1) of the loan: `fall` is the log price at the start less that of today. */
export function hedgeRatio(ratio: number, fall: number, convexity: number): number {
  return Math.min(ratio * exp(convexity * fall), 1);
}

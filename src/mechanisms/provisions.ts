/**
 * Provisions for losses that banks expect on loans before they come.
 *
 * Sources: expected-credit-loss accounting (IFRS 9, CECL); losses on bank loans rise as activity falls (Covas & Zakrajsek
 * 2013, Journal of Banking & Finance 37).
 */
import { exp } from '../maths/elementary.js';

/**
 * rate × years × max(exp(-sensitivity × activity) - 1, 0): share of loans provided for beyond the usual, which rises as
 * activity falls below its trend and is 0 at or above it.
 * @param lossRate usual losses, share of loans a year
 * @param years over which losses are expected
 */
export function cyclicalProvision(
  lossRate: number,
  years: number,
  activity: number,
  sensitivity: number,
): number {
  return lossRate * years * Math.max(exp(-sensitivity * activity) - 1, 0);
}

/** Provision for a loan marked at a share of its face: what the mark lacks. */
export function specificProvision(principal: number, mark: number): number {
  return Math.max(principal, 0) * Math.max(1 - mark, 0);
}

/** Whether a mean of paired differences may be zero: the permutation test that exchanges the two sides of each pair. */
import { type Resampling, SIGN_PATTERNS } from './resampling.js';

/** Up to so many pairs all 2^n patterns are enumerated. */
export const EXACT_PAIRS = 16;

/** A sum counts as extreme when it falls short of the observed one by no more than rounding. */
const ROUNDING = 1e-12;

export interface PermutationTest {
  /** Two-sided; 1 when all differences are zero, NaN without differences. */
  readonly pValue: number;
  /** All patterns were enumerated. */
  readonly exact: boolean;
}

function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** The sums over the patterns in which the last sign stays: the others are their negatives. */
function allSums(differences: ArrayLike<number>): Float64Array {
  const free = differences.length - 1;
  const sums = new Float64Array(1 << free);
  sums[0] = sum(differences);
  for (let item = 0; item < free; item++)
    for (let known = 0; known < 1 << item; known++)
      sums[(1 << item) + known] = sums[known] - 2 * differences[item];
  return sums;
}

/** Sums over the patterns of signs of eight differences each: table[256 g + byte]. */
function signedSums(differences: ArrayLike<number>): Float64Array {
  const groups = Math.ceil(differences.length / 8);
  const tables = new Float64Array(256 * groups);
  for (let group = 0; group < groups; group++)
    for (let byte = 0; byte < 256; byte++)
      for (let bit = 0; bit < 8 && 8 * group + bit < differences.length; bit++) {
        const value = differences[8 * group + bit];
        tables[256 * group + byte] += (byte >> bit) & 1 ? -value : value;
      }
  return tables;
}

/** What the sum of a pattern must reach to count as extreme. */
function thresholdOf(differences: ArrayLike<number>): number {
  let size = 0;
  for (let i = 0; i < differences.length; i++) size += Math.abs(differences[i]);
  return Math.abs(sum(differences)) - ROUNDING * size;
}

/** Extreme patterns in blocks of drawn ones. */
export function drawnExtremes(differences: ArrayLike<number>, blocks: Iterable<Uint8Array>): number {
  const threshold = thresholdOf(differences);
  const tables = signedSums(differences);
  const groups = tables.length / 256;
  let extremes = 0;
  for (const signs of blocks)
    for (let at = 0; at < signs.length; at += groups) {
      let total = 0;
      for (let group = 0; group < groups; group++) total += tables[256 * group + signs[at + group]];
      if (Math.abs(total) >= threshold) extremes++;
    }
  return extremes;
}

/**
 * Two-sided sign-flip test of paired differences: the share of sign patterns with |sum s_i d_i| >= |sum d_i|. Exact up
 * to {@link EXACT_PAIRS} pairs, else over drawn patterns with p = (1 + extremes) / (1 + patterns), which is never 0.
 *
 * Sources: R. A. Fisher, The design of experiments (1935), section 21; B. Phipson and G. K. Smyth, Permutation
 * p-values should never be zero, Stat. Appl. Genet. Mol. Biol. 9 (2010).
 */
export function signFlipTest(differences: ArrayLike<number>, resampling: Resampling): PermutationTest {
  const count = differences.length;
  if (count === 0) return { pValue: Number.NaN, exact: true };
  if (count <= EXACT_PAIRS) {
    const threshold = thresholdOf(differences);
    const sums = allSums(differences);
    return { pValue: sums.filter((one) => Math.abs(one) >= threshold).length / sums.length, exact: true };
  }
  const extremes = drawnExtremes(differences, resampling.signs(count));
  return { pValue: (1 + extremes) / (1 + SIGN_PATTERNS), exact: false };
}

/** More sign patterns for large families of tests, whose correction asks for smaller p-values than a few patterns can give. */
import { type Resampling, SIGN_PATTERNS } from './resampling.js';
import { drawnExtremes, EXACT_PAIRS } from './sign-flip-test.js';

/** Patterns for every test of the family: the smallest corrected p is a quarter of 0.05. */
const PATTERNS_A_TEST = 80;
/** Groups of eight pairs that are looked up for a family at most: some minutes. */
const MOST_LOOKUPS = 1e11;
/** A p-value with as many extreme patterns is known well enough, and not small. */
const ENOUGH_EXTREMES = 10;

/** A test of at least {@link SIGN_PATTERNS} patterns. */
export interface DrawnTest {
  readonly differences: Float64Array;
  readonly pValue: number;
}

/** How many patterns a family of so many tests draws for each of so many pairs, more than {@link EXACT_PAIRS}. */
export function patternsFor(family: number, pairs: number): number {
  const affordable = Math.floor(MOST_LOOKUPS / (family * Math.ceil(pairs / 8)));
  return Math.max(SIGN_PATTERNS, Math.min(PATTERNS_A_TEST * family, affordable) - 1);
}

/** Smallest p-value that so many pairs can give, whatever the number of patterns. */
export function smallestExactPValue(pairs: number): number {
  let share = 2;
  for (let pair = 0; pair < pairs; pair++) share /= 2;
  return share;
}

/** Smallest p-value that a test of so many pairs in the family can give. */
export function smallestPValue(family: number, pairs: number): number {
  if (pairs <= EXACT_PAIRS) return smallestExactPValue(pairs);
  return Math.max(smallestExactPValue(pairs), 1 / (1 + patternsFor(family, pairs)));
}

function extremesOf(pValue: number): number {
  return Math.round(pValue * (1 + SIGN_PATTERNS)) - 1;
}

/** Pairs of the tests, each number once, in the order of the tests. */
function pairCounts(tests: readonly DrawnTest[]): number[] {
  return [...new Set(tests.map(({ differences }) => differences.length))];
}

/**
 * p-values of the tests of a family, those with few extreme patterns over as many patterns as the family needs. A test
 * goes on or ends by its own count at {@link SIGN_PATTERNS}, so that p keeps its level: where it goes on, the share of
 * all patterns does, and where it ends, that of the first ones.
 *
 * @param tests those of more than {@link EXACT_PAIRS} pairs
 *
 * Source: J. Besag and P. Clifford, Sequential Monte Carlo p-values, Biometrika 78 (1991).
 */
export function refinedPValues(
  tests: readonly DrawnTest[],
  family: number,
  resampling: Resampling,
): Map<DrawnTest, number> {
  const open = tests.filter(({ pValue }) => extremesOf(pValue) < ENOUGH_EXTREMES);
  const refined = new Map<DrawnTest, number>();
  for (const pairs of pairCounts(open)) {
    const patterns = patternsFor(family, pairs);
    if (patterns === SIGN_PATTERNS) continue;
    const same = open.filter(({ differences }) => differences.length === pairs);
    const extremes = same.map(({ pValue }) => extremesOf(pValue));
    for (const block of resampling.furtherSigns(pairs, patterns))
      for (const [index, { differences }] of same.entries())
        extremes[index] += drawnExtremes(differences, [block]);
    for (const [index, test] of same.entries()) refined.set(test, (1 + extremes[index]) / (1 + patterns));
  }
  return refined;
}

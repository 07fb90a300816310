/** What a comparison comes to in a word. */

import { smallestExactPValue, smallestPValue } from './further-patterns.js';

/** Chance of any false verdict among the final metrics and arms. */
export const SIGNIFICANCE = 0.05;
/** Above this share of missing pairs what is missing may matter more than what is there. */
export const MISSING_SHARE = 0.05;

export const VERDICTS = {
  raised: 'the arm raises the metric (Holm-corrected p below 0.05)',
  lowered: 'the arm lowers the metric (Holm-corrected p below 0.05)',
  'no clear difference': 'the data fit no difference, which is not to say that there is none',
  identical: 'the same value in both arms for every seed',
  exploratory: 'not a final metric: the p-value is not corrected and there is no verdict',
  'too few pairs': 'with so many hypotheses, so few pairs could not show a difference of any size',
  'too many comparisons': 'more hypotheses than sign patterns can be drawn for: no number of pairs helps',
  'too many missing': 'more than 5 % of the pairs are missing: no verdict',
} as const;
export type Verdict = keyof typeof VERDICTS;

export function missesTooMany(missing: number, planned: number): boolean {
  return missing > MISSING_SHARE * planned;
}

interface Compared {
  readonly pairs: number;
  readonly metric: { readonly final: boolean };
  readonly difference: number;
  readonly standardError: number;
}

/** @param family number of final metrics times arms */
export function verdictOf(
  { pairs, metric, difference, standardError }: Compared,
  adjustedPValue: number,
  tooManyMissing: boolean,
  family: number,
): Verdict {
  if (tooManyMissing) return 'too many missing';
  if (difference === 0 && (pairs === 1 || standardError === 0)) return 'identical';
  if (!metric.final) return 'exploratory';
  if (adjustedPValue < SIGNIFICANCE) return difference > 0 ? 'raised' : 'lowered';
  if (family * smallestExactPValue(pairs) >= SIGNIFICANCE) return 'too few pairs';
  const isOutOfReach = family * smallestPValue(family, pairs) >= SIGNIFICANCE;
  return isOutOfReach ? 'too many comparisons' : 'no clear difference';
}

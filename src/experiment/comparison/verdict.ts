/** What a comparison comes to in a word. */

import { SIGN_PATTERNS } from './resampling.js';
import { EXACT_PAIRS } from './sign-flip-test.js';

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
  'too many missing': 'more than 5 % of the pairs are missing: no verdict',
} as const;
export type Verdict = keyof typeof VERDICTS;

export function missesTooMany(missing: number, planned: number): boolean {
  return missing > MISSING_SHARE * planned;
}

/** Smallest p-value that so many pairs can give. */
function smallestPValue(pairs: number): number {
  return pairs <= EXACT_PAIRS ? 2 / (1 << pairs) : 1 / (1 + SIGN_PATTERNS);
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
  return family * smallestPValue(pairs) >= SIGNIFICANCE ? 'too few pairs' : 'no clear difference';
}

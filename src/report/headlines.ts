/** The differences between arms in words and numbers: one sentence a metric. */
import type { DescribedMetric } from './description.js';
import { decimalsFor, listed, shortUnit, signed } from './number-text.js';
import type { ComparisonRow, Result } from './result.js';

export interface Headline {
  readonly metric: string;
  readonly sentence: string;
}

/** `+1.35 % (+1.31 … +1.38)`. */
export function differenceText({ difference, low, high, unit }: ComparisonRow): string {
  const decimals = decimalsFor(high - low);
  const interval = Number.isFinite(low) ? ` (${signed(low, decimals)} … ${signed(high, decimals)})` : '';
  return `${signed(difference, decimals)} ${shortUnit(unit)}`.trimEnd() + interval;
}

function armText(row: ComparisonRow, isOneReference: boolean): string {
  return isOneReference ? row.arm : `${row.arm} against ${row.against}`;
}

/** More comparisons than these, as of a design of many points, are counted: the tables name them. */
const MOST_NAMED = 12;

/** `from −0.14 % (−0.64 … +0.36) to +0.56 % (+0.05 … +1.07)`. */
function rangeText(rows: readonly ComparisonRow[]): string {
  const sorted = [...rows].sort((a, b) => a.difference - b.difference);
  return `from ${differenceText(sorted[0])} to ${differenceText(sorted[sorted.length - 1])}`;
}

/** What is said of comparisons with a verdict: before their names, and of more than can be named. */
interface Clause {
  readonly verdict: string;
  readonly few: string;
  readonly many: string;
  /** False where the differences say nothing. */
  readonly withDifferences: boolean;
}

const CLAUSES: readonly Clause[] = [
  { verdict: 'raised', few: 'raised by', many: 'raised in', withDifferences: true },
  { verdict: 'lowered', few: 'lowered by', many: 'lowered in', withDifferences: true },
  ...[
    { verdict: 'identical', what: 'the same in', withDifferences: false },
    { verdict: 'no clear difference', what: 'no clear difference in', withDifferences: true },
    { verdict: 'too few pairs', what: 'too few pairs for a verdict on', withDifferences: true },
    { verdict: 'too many comparisons', what: 'too many comparisons for a verdict on', withDifferences: true },
    { verdict: 'too many missing', what: 'too many pairs missing in', withDifferences: false },
  ].map(({ what, ...rest }) => ({ ...rest, few: what, many: what })),
];

function clauseText(
  { verdict, few, many, withDifferences }: Clause,
  rows: readonly ComparisonRow[],
  name: (row: ComparisonRow) => string,
): string[] {
  const own = rows.filter((row) => row.verdict === verdict);
  if (own.length === 0) return [];
  if (own.length > MOST_NAMED) {
    const range = withDifferences ? `, ${rangeText(own)}` : '';
    return [`${many} ${own.length} of ${rows.length} comparisons${range}`];
  }
  if (few !== many) own.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
  const told = (row: ComparisonRow) => (withDifferences ? `${name(row)} ${differenceText(row)}` : name(row));
  return [`${few} ${listed(own.map(told))}`];
}

function sentenceOf(rows: readonly ComparisonRow[], isOneReference: boolean): string {
  const name = (row: ComparisonRow) => armText(row, isOneReference);
  return `${CLAUSES.flatMap((clause) => clauseText(clause, rows, name)).join('; ')}.`;
}

/** Final metrics alone: exploratory ones have no verdict. */
export function headlines(result: Result): Headline[] {
  const compared = result.comparison();
  const isOneReference = new Set(compared.map(({ against }) => against)).size === 1;
  return result.description.metrics.flatMap(({ name, label, final }: DescribedMetric) => {
    const rows = compared.filter(({ metric }) => metric === name);
    return final && rows.length > 0 ? [{ metric: label, sentence: sentenceOf(rows, isOneReference) }] : [];
  });
}

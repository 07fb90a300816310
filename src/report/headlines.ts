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

function sentenceOf(rows: readonly ComparisonRow[], isOneReference: boolean): string {
  const name = (row: ComparisonRow) => armText(row, isOneReference);
  const clear = (verdict: string, verb: string) => {
    const own = rows.filter((row) => row.verdict === verdict);
    own.sort((a, b) => Math.abs(b.difference) - Math.abs(a.difference));
    return own.length === 0
      ? []
      : [`${verb} by ${listed(own.map((row) => `${name(row)} ${differenceText(row)}`))}`];
  };
  const others = (verdict: string, what: string) => {
    const own = rows.filter((row) => row.verdict === verdict);
    return own.length === 0 ? [] : [`${what} ${listed(own.map(name))}`];
  };
  const unclear = (verdict: string, what: string) => {
    const own = rows.filter((row) => row.verdict === verdict);
    return own.length === 0
      ? []
      : [`${what} ${listed(own.map((row) => `${name(row)} ${differenceText(row)}`))}`];
  };
  const parts = [
    ...clear('raised', 'raised'),
    ...clear('lowered', 'lowered'),
    ...others('identical', 'the same in'),
    ...unclear('no clear difference', 'no clear difference in'),
    ...unclear('too few pairs', 'too few pairs for a verdict on'),
    ...others('too many missing', 'too many pairs missing in'),
  ];
  return `${parts.join('; ')}.`;
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

/** Prints what was measured beside what was asked for and what there was before. */
import Table from 'cli-table3';
import type { Baseline } from './baseline.js';
import { type Figure, type Measured, meetsBar, worsening } from './figures.js';

/** A ratio to the baseline above this is a regression. */
export const TOLERANCE = 1.15;

export interface ComparedFigure extends Figure {
  readonly meetsBar: boolean;
  /** Above 1: worse than the baseline, in units of the yardstick. Absent: the baseline does not hold it. */
  readonly ratio?: number;
  readonly isRegression: boolean;
}

function compare(figure: Figure, yardstick: number, baseline: Baseline): ComparedFigure {
  const before = baseline[figure.name];
  const known = { ...figure, meetsBar: meetsBar(figure) };
  if (before === undefined || before.unit !== figure.unit) return { ...known, isRegression: false };
  const ratio = worsening(figure, yardstick, before);
  return { ...known, ratio, isRegression: ratio > TOLERANCE };
}

export function comparisonRows(measured: readonly Measured[], baseline: Baseline): ComparedFigure[] {
  return measured.flatMap(({ figures, yardstick }) =>
    figures.map((figure) => compare(figure, yardstick, baseline)),
  );
}

/** Names that more than one figure has: the baseline keeps only one of these. */
export function sharedNames(rows: readonly ComparedFigure[]): string[] {
  const names = rows.map(({ name }) => name);
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))];
}

function shown(value: number): string {
  return Math.abs(value) >= 1000 ? Math.round(value).toLocaleString('en') : value.toPrecision(3);
}

function barOf({ bar, kind, meetsBar: isMet }: ComparedFigure): string {
  if (bar === undefined) return '';
  const sign = kind === 'time' || kind === 'cost' ? '≤' : '≥';
  return `${sign} ${shown(bar)}${isMet ? '' : '  missed'}`;
}

function ratioOf({ ratio, isRegression }: ComparedFigure): string {
  if (ratio === undefined) return '';
  return `${ratio.toFixed(2)}${isRegression ? '  worse' : ''}`;
}

export function printTable(rows: readonly ComparedFigure[]): void {
  const table = new Table({
    head: ['measure', 'value', 'unit', 'asked for', 'to baseline'],
    style: { head: [], border: [], compact: true },
    colAligns: ['left', 'right', 'left', 'left', 'left'],
  });
  for (const row of rows) table.push([row.name, shown(row.value), row.unit, barOf(row), ratioOf(row)]);
  console.log(table.toString());
}

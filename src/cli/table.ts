/** Tables on standard output: for people, or as JSON. */
import Table from 'cli-table3';
import { colors } from './colors.js';
import type { CliContext } from './context.js';

export interface Column<Row> {
  readonly heading: string;
  /** Text for people; the JSON has the row as it is. */
  text(row: Row): string;
  readonly right?: boolean;
  /** Widest column before lines are wrapped. */
  readonly width?: number;
}

const RULED = {
  top: '',
  'top-mid': '',
  'top-left': '',
  'top-right': '',
  bottom: '',
  'bottom-mid': '',
} as const;
const LINES = {
  'bottom-left': '',
  'bottom-right': '',
  left: '',
  'left-mid': '',
  right: '',
  'right-mid': '',
} as const;
const INNER = { mid: '', 'mid-mid': '', middle: '  ' } as const;

/** Columns apart by two spaces, without rules and without colour codes of the library's own. */
export function formatTable<Row>(columns: readonly Column<Row>[], rows: readonly Row[]): string {
  const table = new Table({
    head: columns.map(({ heading }) => colors.bold(heading)),
    colAligns: columns.map(({ right }) => (right ? 'right' : 'left')),
    colWidths: columns.map(({ width }) => width ?? null),
    wordWrap: true,
    chars: { ...RULED, ...LINES, ...INNER },
    // The library colours its heads and rules even in a pipe unless it has nothing to colour.
    style: { head: [], border: [], 'padding-left': 0, 'padding-right': 0 },
  });
  for (const row of rows) table.push(columns.map((column) => column.text(row)));
  return `${table
    .toString()
    .split('\n')
    .map((line) => line.trimEnd())
    .join('\n')}\n`;
}

/** Prints rows as a table, or as a JSON list. */
export function printTable<Row>(
  context: CliContext,
  columns: readonly Column<Row>[],
  rows: readonly Row[],
  json: boolean | undefined,
): void {
  context.stdout(json ? `${JSON.stringify(rows, null, 2)}\n` : formatTable(columns, rows));
}

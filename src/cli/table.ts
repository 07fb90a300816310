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

/**
 * A table too wide for the terminal, as several below each other: the first column stands in each, columns and rows in
 * which nothing stands are left out.
 */
export function formatBlocks<Row>(
  [first, ...others]: readonly Column<Row>[],
  rows: readonly Row[],
  width: number,
): string {
  const widthOf = (column: Column<Row>) =>
    Math.max(column.heading.length, ...rows.map((row) => column.text(row).length)) + INNER.middle.length;
  const filled = others.filter((column) => rows.some((row) => column.text(row) !== ''));
  const blocks: Column<Row>[][] = [];
  let left = 0;
  for (const column of filled) {
    const own = widthOf(column);
    if (own > left || blocks.length === 0) {
      blocks.push([]);
      left = width - widthOf(first);
    }
    blocks[blocks.length - 1].push(column);
    left -= own;
  }
  const hasCell = (block: Column<Row>[]) => (row: Row) => block.some((column) => column.text(row) !== '');
  return blocks.map((block) => formatTable([first, ...block], rows.filter(hasCell(block)))).join('\n');
}

/** Columns of the terminal; a pipe has as many as a page. */
export function terminalWidth(): number {
  return process.stdout.columns ?? 100;
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

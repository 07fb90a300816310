/** Prints the answer to a query: as a table for people, as JSON, or as CSV with every digit. */
import { csvRow } from '../runner/csv.js';
import type { DataPackage } from '../runner/data-package.js';
import type { Cell, QueryResult } from '../runner/query.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';

export interface OutputFlags {
  readonly json?: boolean;
  readonly csv?: boolean;
}

/** A longer table is of no use on a screen. */
const ROWS_SHOWN = 100;
const DIGITS = 7;

function exact(cell: Cell): string | number {
  if (cell === null) return '';
  if (typeof cell === 'number' || typeof cell === 'string') return cell;
  return typeof cell === 'object' ? JSON.stringify(cell) : String(cell);
}

/** @param least smaller numbers are dust of rounding, shown as zero */
function readable(cell: Cell, least: number): string {
  if (typeof cell !== 'number') return String(exact(cell));
  return Math.abs(cell) < least ? '0' : String(Number(cell.toPrecision(DIGITS)));
}

/** What is below the rounding of the largest number of a column. */
function dustOf(rows: readonly (readonly Cell[])[], column: number): number {
  let largest = 0;
  for (const { [column]: cell } of rows)
    if (typeof cell === 'number') largest = Math.max(largest, Math.abs(cell));
  return (Number.EPSILON / 2) * largest;
}

export function printAnswer(context: CliContext, answer: QueryResult, { json, csv }: OutputFlags): void {
  const { columns, rows } = answer;
  if (json) {
    const objects = rows.map((row) => Object.fromEntries(columns.map((name, i) => [name, row[i]])));
    context.stdout(`${JSON.stringify(objects, null, 2)}\n`);
    return;
  }
  if (csv) {
    context.stdout(csvRow(columns));
    for (const row of rows) context.stdout(csvRow(row.map(exact)));
    return;
  }
  const shown = rows.slice(0, ROWS_SHOWN);
  const isNumber = (column: number) =>
    shown.every((row) => row[column] === null || typeof row[column] === 'number');
  context.stdout(
    formatTable(
      columns.map((heading, column) => {
        const dust = dustOf(shown, column);
        return {
          heading,
          right: isNumber(column),
          text: (row: readonly Cell[]) => readable(row[column], dust),
        };
      }),
      shown,
    ),
  );
  if (shown.length < rows.length)
    context.stderr(`${ROWS_SHOWN} of ${rows.length} rows are shown; --csv and --json print all.\n`);
}

/** What may be asked for. */
export function printColumns(context: CliContext, { resources }: DataPackage, flags: OutputFlags): void {
  const rows = resources.flatMap(({ name, schema }) =>
    schema.fields.map((field) => [
      name,
      field.name,
      field.type,
      field.unit ?? null,
      field.quantity ?? null,
      field.description ?? null,
    ]),
  );
  const columns = ['table', 'column', 'type', 'unit', 'quantity', 'meaning'];
  if (flags.json || flags.csv) printAnswer(context, { columns, rows }, flags);
  else
    context.stdout(
      formatTable(
        columns.map((heading, column) => ({
          heading,
          text: (row: (typeof rows)[number]) => row[column] ?? '',
        })),
        rows,
      ),
    );
}

/** The rows of a figure as a CSV file. */
import { csvRow } from '../runner/csv.js';
import type { Cell, Row } from './figure.js';

/** Missing values and those that are no number are empty cells. */
function text(cell: Cell | undefined): string | number {
  if (cell === null || cell === undefined || Number.isNaN(cell)) return '';
  return typeof cell === 'boolean' ? String(cell) : cell;
}

export function tableOf(rows: readonly Row[]): string {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return csvRow(columns) + rows.map((row) => csvRow(columns.map((column) => text(row[column])))).join('');
}

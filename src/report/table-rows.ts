/** Reads chosen columns of a table of a result, row by row: a file of any length in little memory. */
import { existsSync } from 'node:fs';
import { RecordReader } from '../runner/csv-records.js';

function requireFields(records: RecordReader, found: number, expected: number): void {
  if (found !== expected) throw records.damage(`it has ${found} fields, not ${expected}`);
}

/**
 * Calls back with the cells of each row; those asked for, in that order, as texts that are valid until it returns.
 * @returns false if there is no such file, or a column is not in it
 */
export function eachRow(
  path: string,
  columns: readonly string[],
  take: (cells: readonly string[]) => void,
): boolean {
  if (!existsSync(path)) return false;
  const records = new RecordReader(path);
  try {
    const names: string[] = [];
    records.next((column, text, from, to) => {
      names[column] = text.slice(from, to);
    });
    if (columns.some((column) => !names.includes(column))) return false;
    const places = names.map((name) => columns.indexOf(name));
    const cells = columns.map(() => '');
    let fields = 0;
    const field = (column: number, text: string, from: number, to: number) => {
      fields = column + 1;
      const place = places[column];
      if (place >= 0) cells[place] = text.slice(from, to);
    };
    while (records.next(field)) {
      requireFields(records, fields, names.length);
      take(cells);
    }
    return true;
  } finally {
    records.close();
  }
}

/** All rows of a small table, as texts by column; undefined if there is no such file. */
export function wholeTable(path: string): Record<string, string>[] | undefined {
  if (!existsSync(path)) return undefined;
  const records = new RecordReader(path);
  const names: string[] = [];
  const rows: Record<string, string>[] = [];
  try {
    records.next((column, text, from, to) => {
      names[column] = text.slice(from, to);
    });
    let row: Record<string, string> = {};
    let fields = 0;
    const field = (column: number, text: string, from: number, to: number) => {
      fields = column + 1;
      row[names[column]] = text.slice(from, to);
    };
    while (records.next(field)) {
      requireFields(records, fields, names.length);
      rows.push(row);
      row = {};
    }
    return rows;
  } finally {
    records.close();
  }
}

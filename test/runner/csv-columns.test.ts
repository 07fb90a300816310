import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { csvRow } from '../../src/runner/csv.js';
import type { ColumnFormat, ColumnValues } from '../../src/runner/csv-cells.js';
import { CsvColumns } from '../../src/runner/csv-columns.js';
import { temporaryFolder } from './small-run.js';

const PATH = join(temporaryFolder(), 'table.csv');
const NAMES = ['run', 'arm', 'date', 'amount', 'share', 'final'];
const FORMATS: readonly ColumnFormat[] = [
  { type: 'integer' },
  { type: 'string' },
  { type: 'date' },
  { type: 'number' },
  { type: 'number', optional: true },
  { type: 'boolean' },
];

/** All blocks of a text, put together by column. */
function columnsOf(text: string, rows: number, formats = FORMATS): (string | number | boolean | null)[][] {
  writeFileSync(PATH, text);
  const all: (string | number | boolean | null)[][] = formats.map(() => []);
  for (const block of new CsvColumns(PATH).blocks(formats, rows))
    block.columns.forEach((values: ColumnValues, column) => {
      expect(values.length).toBe(block.rows);
      all[column].push(...values);
    });
  return all;
}

function dateOf(days: number): string {
  return new Date(days * 86_400_000).toISOString().slice(0, 10);
}

const ROW = fc.tuple(
  fc.integer({ min: -999_999_999, max: 999_999_999 }),
  fc.oneof(
    fc.constantFrom('calm', 'a,b', 'say "no"', 'line\nbreak', '"', '', 'Zürich', '€ 😀'),
    fc.string({ unit: 'binary' }).filter((text) => Buffer.from(text).toString() === text),
  ),
  fc.integer({ min: -20_000, max: 40_000 }),
  fc.oneof(fc.double(), fc.constantFrom(Number.POSITIVE_INFINITY, 5e-324, 1.7976931348623157e308)),
  fc.option(fc.double({ noNaN: true })),
  fc.boolean(),
);

describe('columns of a CSV file', () => {
  it('are what was written, in blocks of any size', () => {
    fc.assert(
      fc.property(fc.array(ROW, { maxLength: 40 }), fc.integer({ min: 1, max: 50 }), (rows, size) => {
        const lines = rows.map(([run, arm, date, amount, share, final]) =>
          csvRow([run, arm, dateOf(date), amount, share ?? '', String(final)]),
        );
        const columns = columnsOf(csvRow(NAMES) + lines.join(''), size);
        // The shortest decimal of -0 is 0.
        const expected = rows.map((row) => row.map((value) => (Object.is(value, -0) ? 0 : value)));
        expect(columns).toEqual(FORMATS.map((_, column) => expected.map((row) => row[column])));
      }),
      { seed: 1, numRuns: 300 },
    );
  });

  it('agree with another reader where records lie across pieces of the file', () => {
    const rows = Array.from({ length: 30_000 }, (_, i) =>
      csvRow([i, i % 7 === 0 ? `a "${i}"\n, ü` : 'plain', '2026-01-02', i / 7, i % 3 === 0 ? '' : i, 'true']),
    );
    const text = csvRow(NAMES) + rows.join('');
    const others = parse(text, { from_line: 2 }) as string[][];
    const [run, arm, date, amount, share] = columnsOf(text, 7_000);
    expect(arm).toEqual(others.map((row) => row[1]));
    expect(run).toEqual(others.map((row) => Number(row[0])));
    expect(new Set(date)).toEqual(new Set([20_455]));
    expect(amount).toEqual(others.map((row) => Number(row[3])));
    expect(share).toEqual(others.map((row) => (row[4] === '' ? null : Number(row[4]))));
  });

  it.each([
    ['1,calm,2026-01-02,1', /row 1 has 4 fields, not 6/],
    ['1,calm,2026-01-02,1,1,true,1', /row 1 has 7 fields, not 6/],
    ['1,calm,2026-01-02,1,1,yes', /row 1: final is 'yes'/],
    ['1.5,calm,2026-01-02,1,1,true', /row 1: run is '1.5'/],
    ['NaN,calm,2026-01-02,1,1,true', /row 1: run is 'NaN'/],
    [',calm,2026-01-02,1,1,true', /row 1: run is empty/],
    ['1,calm,2026-13-02,1,1,true', /row 1: date is '2026-13-02'/],
    ['1,calm,02.01.2026,1,1,true', /row 1: date is '02.01.2026'/],
    ['1,calm,2026-01-02,,1,true', /row 1: amount is empty/],
    ['1,calm,2026-01-02,1,x,true', /row 1: share is 'x'/],
  ])('%s is an error', (line, message) => {
    expect(() => columnsOf(`${NAMES.join(',')}\n${line}\n`, 10)).toThrow(message);
  });

  it('says what is wrong with a file', () => {
    expect(() => columnsOf('', 10)).toThrow(/table.csv: is empty/);
    expect(() => columnsOf('run,arm,date,amount,share,final\n1,calm', 10)).toThrow(
      /ends in the middle of a row/,
    );
    expect(() => new CsvColumns('nowhere.csv')).toThrow(/nowhere.csv: no such file/);
  });
});

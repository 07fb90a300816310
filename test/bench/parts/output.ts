/**
 * Rows a second of a table of twelve columns (run, arm, seed, tick, date and seven numbers with all their digits):
 * CSV as a run writes it, with run, arm and seed put in front afterwards; Parquet from columns in memory; Parquet
 * from the CSV. Seconds are CPU time, the fastest of a few turns.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunConfiguration } from '../../../src/engine/configuration.js';
import type { ColumnValues } from '../../../src/runner/csv-cells.js';
import type { DataPackage, PackageField, PackageTable } from '../../../src/runner/data-package.js';
import { tableFile } from '../../../src/runner/layout.js';
import { RowMerger } from '../../../src/runner/merge.js';
import { ParquetTable, parquetOfCsv, rowsOfGroup } from '../../../src/runner/parquet.js';
import { RunPart } from '../../../src/runner/run-part.js';
import { TextFile } from '../../../src/runner/text-file.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import { type Figure, leastCpu, type Part } from '../figures.js';

const ROWS = 400_000;
const NUMBERS = 7;
const TICKS = 252;
const TURNS = 3;
const GROUPS = 8;
/** 1 January 2026. */
const FIRST_DAY = 20_454;
const folder = mkdtempSync(join(tmpdir(), 'rqe-output-'));
const csv = join(folder, 'series.csv');

const NAMES = Array.from({ length: NUMBERS }, (_, i) => `number${i}`);
const required = { required: true } as const;
const FIELDS: readonly PackageField[] = [
  { name: 'run', type: 'integer', constraints: required },
  { name: 'arm', type: 'string' },
  { name: 'seed', type: 'string' },
  { name: 'tick', type: 'integer', constraints: required },
  { name: 'date', type: 'date', constraints: required },
  ...NAMES.map((name): PackageField => ({ name, type: 'number', constraints: required })),
];
const TABLE: PackageTable = { name: 'series', path: 'series.csv', hash: '', schema: { fields: FIELDS } };
const PACKAGE: DataPackage = { name: 'bench', engineVersion: '', configurationHash: '', resources: [TABLE] };

/** A walk like that of a price, with all its digits: what it is made of repeats nowhere. */
function walk(length: number): Float64Array {
  const values = new Float64Array(length);
  let state = 1;
  let value = 1;
  for (let i = 0; i < length; i++) {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296;
    value *= 1 + 0.02 * (state / 4_294_967_296 - 0.5);
    values[i] = value;
  }
  return values;
}

const PRICES = walk(1 << 20);

function numberOf(row: number, column: number): number {
  return PRICES[(row * NUMBERS + column) % PRICES.length];
}

function dateOf(tick: number): string {
  return new Date((FIRST_DAY + tick) * 86_400_000).toISOString().slice(0, 10);
}

/** Rows a CPU second. */
function speed(rows: number, work: () => void): number {
  return (1000 * rows) / leastCpu(TURNS, work);
}

function writePart(dates: readonly string[]): void {
  const configuration = { ticks: TICKS } as RunConfiguration;
  const job = { run: 1, arm: 'a', seed: '1', folder: join(folder, 'part'), watched: [], configuration };
  const part = new RunPart(job, undefined, KERNEL);
  const values = new Float64Array(NUMBERS);
  for (let row = 0; row < ROWS; row++) {
    for (let column = 0; column < NUMBERS; column++) values[column] = numberOf(row, column);
    part.series(row % TICKS, dates[row % TICKS], values);
  }
  part.finish({ status: 'completed', reason: '', ticks: TICKS });
}

function mergePart(): void {
  rmSync(csv, { force: true });
  const file = new TextFile(csv);
  file.write(`run,arm,seed,tick,date,${NAMES.join(',')}\n`);
  const merger = new RowMerger((bytes) => file.write(bytes.toString()));
  merger.addFile(join(folder, 'part', tableFile('series')), '1,arm-1,seed/1,');
  merger.flush();
  file.close();
}

/** One row group, again and again. */
function columnsOf(rows: number): ColumnValues[] {
  const rowNumbers = Array.from({ length: rows }, (_, row) => row);
  const whole = (of: (row: number) => number) => Int32Array.from(rowNumbers, of);
  return [
    whole((row) => 1 + Math.floor(row / TICKS)),
    rowNumbers.map((row) => `arm-${Math.floor(row / TICKS) % 7}`),
    rowNumbers.map((row) => `seed/${Math.floor(row / TICKS) % 32}`),
    whole((row) => 1 + (row % TICKS)),
    whole((row) => FIRST_DAY + (row % TICKS)),
    ...NAMES.map((_, column) => Float64Array.from(rowNumbers, (row) => numberOf(row, column))),
  ];
}

function writeGroups(columns: readonly ColumnValues[], groups: number): void {
  const table = new ParquetTable(FIELDS, [], () => undefined);
  for (let i = 0; i < groups; i++) table.add(columns);
  table.finish();
}

export const part: Part = () => {
  const dates = Array.from({ length: TICKS }, (_, tick) => dateOf(tick));
  const group = columnsOf(rowsOfGroup(FIELDS.length));
  const rate = (name: string, value: number, bar?: number): Figure => ({
    name: `${name}, ${FIELDS.length} columns`,
    value,
    unit: 'rows/s',
    kind: 'rate',
    ...(bar !== undefined && { bar }),
  });
  const figures = [
    rate(
      'CSV, written by a run',
      speed(ROWS, () => writePart(dates)),
      250_000,
    ),
    rate('CSV, merged into the table', speed(ROWS, mergePart), 250_000),
    rate(
      'Parquet, written from columns',
      speed(GROUPS * group[0].length, () => writeGroups(group, GROUPS)),
      1_000_000,
    ),
    rate(
      'Parquet, made from the CSV',
      speed(ROWS, () => parquetOfCsv(csv, PACKAGE, TABLE, PACKAGE, () => undefined)),
    ),
  ];
  rmSync(folder, { recursive: true });
  return figures;
};

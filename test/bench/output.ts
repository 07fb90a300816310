/**
 * Rows a second of a table of twelve columns (run, arm, seed, tick, date and seven numbers with all their digits):
 * CSV as a run writes it, with run, arm and seed put in front afterwards; Parquet from columns in memory; Parquet
 * from the CSV. Seconds are CPU time, the fastest of a few turns. `npm run bench` prints them.
 */
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import type { ColumnValues } from '../../src/runner/csv-cells.js';
import type { DataPackage, PackageField, PackageTable } from '../../src/runner/data-package.js';
import { tableFile } from '../../src/runner/layout.js';
import { RowMerger } from '../../src/runner/merge.js';
import { ParquetTable, parquetOfCsv, rowsOfGroup } from '../../src/runner/parquet.js';
import { RunPart } from '../../src/runner/run-part.js';
import { TextFile } from '../../src/runner/text-file.js';

const ROWS = 400_000;
const NUMBERS = 7;
const TICKS = 252;
const TURNS = 3;
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
  let best = 0;
  for (let turn = 0; turn < TURNS; turn++) {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    best = Math.max(best, (rows / (user + system)) * 1e6);
  }
  return best;
}

function writePart(dates: readonly string[]): void {
  const configuration = { ticks: TICKS } as RunConfiguration;
  const part = new RunPart({
    run: 1,
    arm: 'a',
    seed: '1',
    folder: join(folder, 'part'),
    watched: [],
    configuration,
  });
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

let bytes = 0;
const count = (piece: Uint8Array) => {
  bytes += piece.length;
};

const dates = Array.from({ length: TICKS }, (_, tick) => dateOf(tick));
const group = columnsOf(rowsOfGroup(FIELDS.length));
const groups = 8;
const speeds = {
  'CSV, written by a run': speed(ROWS, () => writePart(dates)),
  'CSV, merged into the table': speed(ROWS, mergePart),
  'Parquet, written from columns': speed(groups * group[0].length, () => {
    const table = new ParquetTable(FIELDS, [], count);
    for (let i = 0; i < groups; i++) table.add(group);
    table.finish();
  }),
  'Parquet, made from the CSV': speed(ROWS, () => {
    bytes = 0;
    parquetOfCsv(csv, PACKAGE, TABLE, count);
  }),
};
console.log(`rows a second of ${FIELDS.length} columns, one thread`);
for (const [what, rows] of Object.entries(speeds))
  console.log(`${what.padEnd(32)}${Math.round(rows).toLocaleString('en').padStart(12)}`);
const megabytes = (size: number) => `${(size / 1e6).toFixed(1)} MB`;
console.log(`${ROWS} rows: CSV ${megabytes(statSync(csv).size)}, Parquet ${megabytes(bytes)}`);
rmSync(folder, { recursive: true });

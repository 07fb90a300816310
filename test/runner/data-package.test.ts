import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { BAND_COLUMNS } from '../../src/runner/comparison-bands.js';
import { COMPARISON_COLUMNS } from '../../src/runner/comparison-files.js';
import { type DataPackage, readDataPackage } from '../../src/runner/data-package.js';
import { TABLES } from '../../src/runner/layout.js';
import { columnOf, RESULT_TABLES } from '../../src/runner/table-columns.js';
import { CATALOGUE } from '../experiment/small-model.js';
import { EXPERIMENT, run, temporaryFolder } from './small-run.js';

const METRICS = `metrics:
  broad: { series: index.broad, statistic: last, label: all firms }
  fall: { series: price.crypto, statistic: max drawdown }
`;

const folder = temporaryFolder();
let described: DataPackage;

function tableOf(name: string) {
  const table = described.resources.find((resource) => resource.name === name);
  if (table === undefined) throw new Error(`${name} is not described`);
  const rows = parse(readFileSync(join(folder, table.path)), { columns: true }) as Record<string, string>[];
  return { ...table, rows };
}

function fieldOf(table: string, name: string) {
  return tableOf(table).schema.fields.find((field) => field.name === name);
}

beforeAll(async () => {
  // The fourth run fails in tick 5: its cells of metrics are empty.
  const { manifest } = await run(folder, {
    text: `${EXPERIMENT.replace('parameters: {', 'parameters: { funds.count: 13,')}${METRICS}`,
  });
  expect(manifest.status).toBe('failed');
  expect(manifest.files['datapackage.json']).toBe(
    createHash('sha256')
      .update(readFileSync(join(folder, 'datapackage.json')))
      .digest('hex'),
  );
  described = readDataPackage(folder);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('datapackage.json', () => {
  it('describes every table of a result, with the hash that it has', () => {
    const tables = readdirSync(folder).filter((name) => name.endsWith('.csv'));
    expect(described.resources.map(({ path }) => path).sort()).toEqual(tables.sort());
    expect(tables).toContain('metrics.csv');
    for (const { path, hash } of described.resources)
      expect(hash).toBe(
        `sha256:${createHash('sha256')
          .update(readFileSync(join(folder, path)))
          .digest('hex')}`,
      );
  });

  it('describes every column in its order, with a meaning, and every number with a unit and its nature', () => {
    for (const { name, path, schema } of described.resources) {
      const [header] = parse(readFileSync(join(folder, path)), { to_line: 1 }) as string[][];
      expect(schema.fields.map((field) => field.name)).toEqual(header);
      for (const field of schema.fields) {
        expect(field.description, `${name}.${field.name}`).toBeTruthy();
        if (field.type === 'number') expect(field.unit, `${name}.${field.name}`).toBeTruthy();
        if (['number', 'integer'].includes(field.type))
          expect(field.quantity, `${name}.${field.name}`).toBeTruthy();
        else expect(field.quantity, `${name}.${field.name}`).toBeUndefined();
      }
    }
  });

  it('says what is a stock and what a flow', () => {
    expect(fieldOf('balance', 'opening')).toMatchObject({ unit: '$bn', quantity: 'stock' });
    expect(fieldOf('balance', 'revaluation')).toMatchObject({ unit: '$bn', quantity: 'flow' });
    expect(fieldOf('series', 'index.broad')).toEqual({
      name: 'index.broad',
      type: 'number',
      description: 'broad index',
      unit: 'index',
      quantity: 'index',
      constraints: { required: true },
    });
    expect(fieldOf('metrics', 'broad')).toEqual({
      name: 'broad',
      type: 'number',
      description: 'all firms: last of index.broad',
      unit: 'index',
      quantity: 'index',
    });
    expect(fieldOf('metrics', 'fall')?.quantity).toBe('statistic');
    const formula = { name: 'twice', unit: 'index', formula: '2 * last(index.broad)', needs: [] };
    const metric = { ...formula, final: true, compare: 'difference' } as const;
    expect(columnOf('metrics', 'twice', CATALOGUE, [metric]).quantity).toBe('statistic');
    expect(fieldOf('events', 'amount')?.quantity).toBe('by type');
    expect(fieldOf('runs', 'ticks')?.quantity).toBe('count');
  });

  it('says it of every column that the code declares, whichever tables a result has', () => {
    for (const [table, { columns }] of Object.entries(RESULT_TABLES))
      for (const { name, type, unit, quantity } of columns)
        if (type === 'number' || type === 'integer') {
          expect(quantity, `${table}.${name}`).toBeTruthy();
          if (type === 'number') expect(unit, `${table}.${name}`).toBeTruthy();
        }
  });

  it('is true of the cells: types, what is required, and keys', () => {
    const isOf: Record<string, RegExp> = {
      integer: /^-?\d+$/,
      number: /^-?(\d|Infinity$|NaN$)/,
      date: /^\d{4}-\d\d-\d\d$/,
      boolean: /^(true|false)$/,
      string: /^/,
    };
    for (const { name } of described.resources) {
      const { rows, schema } = tableOf(name);
      for (const { name: column, type, constraints } of schema.fields)
        for (const row of rows)
          if (row[column] !== '' || constraints?.required) expect(row[column]).toMatch(isOf[type]);
      const key = schema.primaryKey;
      if (key !== undefined)
        expect(new Set(rows.map((row) => key.map((column) => row[column]).join('\n'))).size).toBe(
          rows.length,
        );
    }
    expect(tableOf('metrics').rows.filter(({ broad }) => broad === '')).toHaveLength(3);
  });

  it('agrees with the tables that runs write', () => {
    for (const [table, columns] of Object.entries(TABLES))
      expect(RESULT_TABLES[table].columns.map(({ name }) => name)).toEqual([
        ...['run', 'arm', 'seed', 'tick', 'date'],
        ...columns,
      ]);
  });

  it('knows the columns of comparisons', () => {
    const names = (table: string) => RESULT_TABLES[table].columns.map(({ name }) => name);
    expect(names('comparison')).toEqual(COMPARISON_COLUMNS);
    expect(names('comparison-bands')).toEqual(BAND_COLUMNS);
  });

  it('takes the columns of a design from the parameters', () => {
    expect(columnOf('design', 'fed.rate', CATALOGUE, [])).toMatchObject({
      type: 'number',
      unit: 'per year',
      quantity: 'parameter',
      meaning: 'policy rate',
    });
    expect(columnOf('design', 'fed.standingRepo', CATALOGUE, []).type).toBe('boolean');
    expect(columnOf('design', 'fileArm', CATALOGUE, []).meaning).toMatch(/experiment file/);
  });

  it('describes the design of an experiment that has one', async () => {
    const out = join(folder, 'design');
    const design = `design:
  type: grid
  parameters: { fed.rate: [0.01, 2 %], fed.standingRepo: [true, false] }
`;
    const text = `extends: base\nticks: 2\nseeds: [a]\narms: { calm: {}, calls: { against: calm } }\n${design}`;
    const { manifest } = await run(out, { text });
    const rows = parse(readFileSync(join(out, 'design.csv')), { columns: true }) as Record<string, string>[];
    expect(rows).toHaveLength(8);
    expect(rows[3]).toEqual({
      arm: 'p002-calls',
      point: 'p002',
      fileArm: 'calls',
      'fed.rate': '0.01',
      'fed.standingRepo': 'false',
    });
    expect(manifest.files).toHaveProperty(['design.csv']);
    const described = readDataPackage(out).resources.find(({ name }) => name === 'design');
    expect(described?.schema.fields[3]).toMatchObject({ name: 'fed.rate', type: 'number', unit: 'per year' });
  });

  it('leaves a column that nobody declared without a meaning', () => {
    const undeclared = { name: 'other', type: 'string', meaning: '' };
    for (const table of ['runs', 'series', 'metrics', 'nowhere'])
      expect(columnOf(table, 'other', CATALOGUE, [])).toEqual(undeclared);
  });

  it('is missed where there is none', () => {
    expect(() => readDataPackage(join(folder, 'nowhere'))).toThrow(/is this a result of this version/);
  });
});

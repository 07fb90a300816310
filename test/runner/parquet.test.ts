import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { parquetMetadata, parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { asYaml, configurationHash } from '../../src/experiment/resolved.js';
import { csvRow } from '../../src/runner/csv.js';
import type { DataPackage, PackageField } from '../../src/runner/data-package.js';
import { parquetOfCsv, rowsOfGroup } from '../../src/runner/parquet.js';
import { exportParquetFiles, writeParquetFiles } from '../../src/runner/parquet-files.js';
import { resolveText } from '../experiment/small-model.js';
import { EXPERIMENT, run, temporaryFolder } from './small-run.js';

const TEXT = `${EXPERIMENT}metrics:\n  broad: { series: index.broad, statistic: last }\n`;
const folder = temporaryFolder();
const result = join(folder, 'result');
const required = { required: true } as const;
const FIELDS: readonly PackageField[] = [
  { name: 'run', type: 'integer', constraints: required },
  { name: 'arm', type: 'string' },
  { name: 'date', type: 'date', constraints: required },
  { name: 'amount', type: 'number', unit: '$bn', quantity: 'flow', constraints: required },
  { name: 'share', type: 'number' },
  { name: 'final', type: 'boolean', constraints: required },
];

const ORIGIN = { engineVersion: '9+abc' };

function metadataIn(bytes: Buffer): Record<string, string | undefined> {
  const { key_value_metadata } = parquetMetadata(arrayBufferOf(bytes));
  return Object.fromEntries((key_value_metadata ?? []).map(({ key, value }) => [key, value]));
}

/** The bytes of a table as Parquet. */
function parquetOf(rows: readonly (readonly (string | number)[])[], names = FIELDS.map(({ name }) => name)) {
  const path = join(folder, 'table.csv');
  writeFileSync(path, [names, ...rows].map(csvRow).join(''));
  const table = { name: 'table', path: 'table.csv', hash: 'sha256:0', schema: { fields: FIELDS } };
  const described: DataPackage = {
    name: 'mine',
    engineVersion: '9',
    configurationHash: 'abc',
    resources: [table],
  };
  const pieces: Uint8Array[] = [];
  parquetOfCsv(path, described, table, ORIGIN, (bytes) => pieces.push(bytes.slice()));
  return Buffer.concat(pieces);
}

function arrayBufferOf(bytes: Buffer): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

beforeAll(async () => {
  await run(result, { text: TEXT });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a Parquet copy', () => {
  const values = [1 / 3, -1e-300, 5e-324, Number.MAX_VALUE, 0, Number.NaN, Number.NEGATIVE_INFINITY];

  it('has the types and values of the table, empty cells as nulls, over several row groups', async () => {
    const count = rowsOfGroup(FIELDS.length) + 3;
    const rows = Array.from({ length: count }, (_, i) => [
      i,
      i % 2 === 0 ? 'a,b "c"\nü€' : '',
      '2026-03-01',
      values[i % values.length],
      i % 3 === 0 ? '' : i / 7,
      String(i % 4 === 0),
    ]);
    const bytes = parquetOf(rows);
    const file = arrayBufferOf(bytes);
    const { row_groups, num_rows, schema } = parquetMetadata(file);
    expect([row_groups.length, Number(num_rows)]).toEqual([2, count]);
    expect(schema.slice(1).map(({ name, type, repetition_type }) => [name, type, repetition_type])).toEqual([
      ['run', 'INT32', 'REQUIRED'],
      ['arm', 'BYTE_ARRAY', 'REQUIRED'],
      ['date', 'INT32', 'REQUIRED'],
      ['amount', 'DOUBLE', 'REQUIRED'],
      ['share', 'DOUBLE', 'OPTIONAL'],
      ['final', 'BOOLEAN', 'REQUIRED'],
    ]);
    const read = await parquetReadObjects({ file });
    // One comparison of whole columns: a matcher a cell would take seconds.
    const column = (name: string) => read.map((row) => row[name]);
    expect(column('run')).toEqual(rows.map(([run]) => run));
    expect(column('arm')).toEqual(rows.map(([, arm]) => arm));
    expect(column('amount')).toEqual(rows.map((row) => row[3]));
    expect(column('share')).toEqual(rows.map((row) => (row[4] === '' ? null : row[4])));
    expect(column('final')).toEqual(rows.map((row) => row[5] === 'true'));
    expect(new Set(column('date').map((date) => (date as Date).toISOString().slice(0, 10)))).toEqual(
      new Set(['2026-03-01']),
    );
  });

  it('says what result it belongs to and what its columns mean', () => {
    const bytes = parquetOf([]);
    const metadata = metadataIn(bytes);
    expect(parquetMetadata(arrayBufferOf(bytes)).created_by).toBe('reverse-qe');
    expect(metadata).toMatchObject({
      experiment: 'mine',
      engineVersion: '9+abc',
      configurationHash: 'abc',
      source: 'table.csv',
      sourceHash: 'sha256:0',
    });
    expect(JSON.parse(metadata.schema as string).fields).toEqual(FIELDS);
  });

  it('of no rows can be read', async () => {
    expect(await parquetReadObjects({ file: arrayBufferOf(parquetOf([])) })).toEqual([]);
  });

  it('refuses a table that is not what its description says', () => {
    expect(() => parquetOf([], ['run', 'arm', 'date', 'share', 'amount', 'final'])).toThrow(
      /has other columns than datapackage.json says/,
    );
    expect(() => parquetOf([[1, 'calm', '2026-01-02', 'much', '', 'true']])).toThrow(
      /row 1: amount is 'much'/,
    );
  });
});

describe('Parquet copies of a result', () => {
  it('hold the same numbers as the tables, and are the same bytes again', async () => {
    const copies = join(folder, 'copies');
    const files = exportParquetFiles(result, copies);
    expect(Object.keys(files)).toContain('metrics.parquet');
    expect(Object.keys(files)).toHaveLength(8);
    for (const [name, hash] of Object.entries(files)) {
      const bytes = readFileSync(join(copies, name));
      expect(createHash('sha256').update(bytes).digest('hex')).toBe(hash);
      const read = await parquetReadObjects({ file: arrayBufferOf(bytes) });
      const text = readFileSync(join(result, name.replace('.parquet', '.csv')));
      const rows = parse(text, { columns: true }) as Record<string, string>[];
      const asText = (value: unknown) =>
        value instanceof Date ? value.toISOString().slice(0, 10) : String(value);
      expect(
        read.map((row) =>
          Object.fromEntries(Object.entries(row).map(([key, value]) => [key, asText(value)])),
        ),
      ).toEqual(rows);
    }
    expect(exportParquetFiles(result, copies)).toEqual(files);
  });

  it('that are exported have the hash of the manifest and the engine inside', async () => {
    const copies = join(folder, 'traced');
    const [name] = Object.keys(exportParquetFiles(result, copies));
    const manifest = readFileSync(join(result, 'manifest.json'));
    expect(metadataIn(readFileSync(join(copies, name)))).toMatchObject({
      manifestHash: `sha256:${createHash('sha256').update(manifest).digest('hex')}`,
      engineVersion: JSON.parse(String(manifest)).engineVersion,
    });
  });

  it('that are part of the result say which build made them, and are kept by an export', async () => {
    const own = join(folder, 'own');
    const text = `${TEXT}record: { parquet: true }\n`;
    const { manifest } = await run(own, { text, engineVersion: '9.1+fingerprint' });
    const inside = metadataIn(readFileSync(join(own, 'series.parquet')));
    expect(inside.engineVersion).toBe('9.1+fingerprint');
    // The manifest has the hash of this file: the file cannot have that of the manifest.
    expect(inside).not.toHaveProperty('manifestHash');
    expect(manifest.files).toMatchObject(exportParquetFiles(own, own));
    for (const [file, hash] of Object.entries(manifest.files))
      expect(
        createHash('sha256')
          .update(readFileSync(join(own, file)))
          .digest('hex'),
      ).toBe(hash);
    exportParquetFiles(own, join(folder, 'elsewhere'));
    expect(metadataIn(readFileSync(join(folder, 'elsewhere', 'series.parquet')))).toHaveProperty(
      'manifestHash',
    );
  });

  it('are made by the run itself if the experiment says so, and are part of what identifies it', async () => {
    const plain = resolveText(TEXT).experiment;
    const { experiment } = resolveText(`${TEXT}record: { parquet: true }\n`);
    expect(resolveText(`${TEXT}record: { parquet: false }\n`).experiment).toEqual(plain);
    expect(configurationHash(experiment)).not.toBe(configurationHash(plain));
    expect(resolveText(asYaml(experiment)).experiment).toMatchObject({ parquet: true });
    const asked = join(folder, 'asked');
    const { manifest } = await run(asked, { text: `${TEXT}record: { parquet: true }\n` });
    const copies = writeParquetFiles(asked, join(folder, 'again'), { engineVersion: '0' });
    expect(manifest.files).toMatchObject(copies);
    expect(Object.keys(manifest.files)).toHaveLength(18);
    // A new result does not keep copies of an old one.
    await run(asked, { text: TEXT, force: true });
    expect(readdirSync(asked).filter((name) => name.endsWith('.parquet'))).toEqual([]);
  });
});

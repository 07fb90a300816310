/** The queries of docs/reading-results.md are answered, from files with the columns that they name. */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { csvRow } from '../../src/runner/csv.js';
import { loadDuckDb } from '../../src/runner/duckdb.js';
import { type QueryResult, queryResult } from '../../src/runner/query.js';
import { blocksOf } from './interpreters.js';

const folder = mkdtempSync(join(tmpdir(), 'rqe-reading-'));
const result = join(folder, 'fed-rate-moves');

const TABLES = {
  metrics: {
    fields: { run: 'integer', arm: 'string', seed: 'string', crypto: 'number' },
    rows: [
      [1, 'hold', '1', 1],
      [2, 'hold', '2', 2],
      [3, 'hold', '3', 4],
      [4, 'cut-50', '1', 1.5],
      [5, 'cut-50', '2', 2.2],
      [6, 'cut-50', '3', ''],
    ],
  },
  series: {
    fields: { arm: 'string', seed: 'string', tick: 'integer', date: 'date', 'index.broad': 'number' },
    rows: [
      ['hold', '1', 5, '2026-01-09', 1],
      ['hold', '2', 5, '2026-01-09', 3],
    ],
  },
  comparison: { fields: { arm: 'string' }, rows: [['cut-50']] },
} as const;

const blocks = (language: string) => blocksOf('docs/reading-results.md', language);

async function answer(sql: string): Promise<QueryResult> {
  return queryResult(result, sql, await loadDuckDb());
}

beforeAll(() => {
  mkdirSync(result);
  const resources = Object.entries(TABLES).map(([name, { fields, rows }]) => {
    writeFileSync(join(result, `${name}.csv`), [Object.keys(fields), ...rows].map(csvRow).join(''));
    const list = Object.entries(fields).map(([column, type]) => ({ name: column, type }));
    return { name, path: `${name}.csv`, hash: '', schema: { fields: list } };
  });
  writeFileSync(join(result, 'datapackage.json'), JSON.stringify({ resources }));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the page on reading results', () => {
  it('takes paired differences of the runs that were completed in both arms', async () => {
    const { columns, rows } = await answer(blocks('sql')[0]);
    expect(columns).toEqual(['arm', 'percent', 'pairs']);
    expect(rows).toEqual([['cut-50', expect.closeTo(30, 10), 2]]);
  });

  it('takes the median path and the middle of the runs', async () => {
    const { rows } = await answer(blocks('sql')[1]);
    expect(rows).toEqual([['hold', 5, '2026-01-09', 2, [expect.closeTo(1.1, 10), expect.closeTo(2.9, 10)]]]);
  });

  it('has commands that are answered', async () => {
    const queries = [...blocks('sh')[0].matchAll(/^rqe query \S+ "([^"]+)"/gm)].map(([, sql]) => sql);
    expect(queries).toHaveLength(2);
    expect((await answer(queries[0])).rows).toEqual([
      ['cut-50', 1.85, 2],
      ['hold', expect.closeTo(7 / 3, 12), 3],
    ]);
    expect((await answer(queries[1])).rows).toEqual([['cut-50']]);
  });
});

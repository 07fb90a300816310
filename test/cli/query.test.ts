import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DuckDb, loadDuckDb } from '../../src/runner/duckdb.js';
import { rqe, workFolder } from './small-cli.js';

const EXPERIMENT = `extends: base
seeds: [a, b, "7"]
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
  broken: { parameters: { funds.count: 13 } }
metrics:
  broad: { series: index.broad, statistic: last, label: broad index }
`;

let folder: string;
let before: string;
beforeAll(async () => {
  folder = workFolder();
  before = process.cwd();
  process.chdir(folder);
  writeFileSync('mine.yaml', EXPERIMENT);
  expect((await rqe(folder, 'run', 'mine.yaml')).code).toBe(1);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

function query(sql: string, ...flags: string[]) {
  return rqe(folder, 'query', 'results/mine', sql, ...flags);
}

/** Every table of the result, in full, by query. */
async function allTables(): Promise<string[]> {
  const names = ['attribution', 'balance', 'contracts', 'events', 'flows', 'metrics', 'runs', 'series'];
  const texts: string[] = [];
  for (const name of names) texts.push((await query(`from ${name}`, '--csv')).out);
  return texts;
}

describe('rqe query', () => {
  it('gives the tables as they are, to the last digit', async () => {
    const { code, out } = await query('select * from series', '--csv');
    expect(code).toBe(0);
    expect(out).toBe(readFileSync('results/mine/series.csv', 'utf8'));
    for (const name of ['runs', 'metrics', 'attribution', 'events', 'balance', 'flows', 'contracts']) {
      const answer = await query(`from ${name}`, '--csv');
      expect(answer.out).toBe(readFileSync(`results/mine/${name}.csv`, 'utf8'));
    }
  });

  it('has typed columns: whole numbers, texts, dates, numbers, and missing metrics', async () => {
    const { out } = await query(
      `select run, seed, date, broad is null as missing, count(*) as n, min(tick) as first
       from series join metrics using (run, seed) where tick < 3 group by all order by run, first`,
      '--json',
    );
    const rows = JSON.parse(out);
    expect(rows).toHaveLength(18);
    expect(rows[12]).toEqual({ run: 7, seed: '7', date: '2026-01-05', missing: false, n: 1, first: 1 });
    expect(rows.filter((row: { missing: boolean }) => row.missing)).toHaveLength(6);
    const empty = await query("select count(*) as n from runs where reason = ''", '--json');
    expect(JSON.parse(empty.out)).toEqual([{ n: 6 }]);
  });

  it('prints a table for people, and says what it leaves out', async () => {
    const one = await query("select arm, avg(broad) as mean from metrics where arm = 'calm' group by arm");
    expect(one.out).toMatch(/^arm +mean\ncalm +\d\.\d{1,6}\n$/);
    const many = await query('select * from series');
    expect(many.out.trim().split('\n')).toHaveLength(101);
    expect(many.err).toMatch(/100 of 252 rows are shown; --csv and --json print all/);
  });

  it('pivots, describes and explains', async () => {
    const pivoted = await query(
      'pivot metrics on arm using first(broad) group by seed order by seed',
      '--csv',
    );
    const metrics = parse(readFileSync('results/mine/metrics.csv'), { columns: true }) as Record<
      string,
      string
    >[];
    const broad = (arm: string, seed: string) =>
      metrics.find((row) => row.arm === arm && row.seed === seed)?.broad;
    expect(pivoted.out).toBe(
      `seed,broken,calls,calm\n${['7', 'a', 'b'].map((seed) => `${seed},,${broad('calls', seed)},${broad('calm', seed)}\n`).join('')}`,
    );
    expect((await query('describe runs')).out).toMatch(/seed +VARCHAR/);
    expect((await query('select [1, 2] as list, {a: 1} as structure', '--csv')).out).toBe(
      'list,structure\n"[1,2]","{""a"":1}"\n',
    );
  });

  it('lists tables and columns if nothing is asked', async () => {
    const { code, out } = await rqe(folder, 'query', 'results/mine');
    expect(code).toBe(0);
    expect(out).toMatch(/\nbalance +opening +number +\$bn +stock +value at the last balance/);
    expect(out).toMatch(/\nmetrics +broad +number +index +index +broad index: last of index.broad\n/);
  });

  it.each([
    ['selec 1', 2, /syntax error at or near "selec"/],
    ['select nope from runs', 2, /"nope" not found/],
    [' ', 2, /there is no statement/],
    ['\n-- nothing', 2, /there is no statement/],
    ["select * from read_csv('/etc/hostname')", 2, /Permission Error/],
    ["copy runs to 'x.csv'", 2, /Permission Error|a query reads/],
    ["copy runs to 'results/mine/runs.csv'", 2, /Permission Error|a query reads/],
    ['select 1; select 2', 2, /several queries at once: ask them one by one/],
    ['set threads = 4', 2, /a query reads/],
    ['drop view runs', 2, /a query reads/],
    ["attach 'results/mine/runs.csv'", 2, /./],
  ])('refuses: %s', async (sql, expected, message) => {
    const { code, err } = await query(sql);
    expect([code, err]).toEqual([expected, expect.stringMatching(message)]);
    expect(err).not.toMatch(/fault of the program/);
  });

  it('says what is not there', async () => {
    const { code, err } = await rqe(folder, 'query', 'nowhere', 'select 1');
    expect([code, err]).toEqual([3, expect.stringMatching(/datapackage.json: there is no such file/)]);
  });
});

describe('rqe export', () => {
  it('copies every table; queries give the same from the copies', async () => {
    const before = await allTables();
    const { code, out } = await rqe(folder, 'export', 'results/mine', '--parquet', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).map(({ file }: { file: string }) => file)).toContain(
      'results/mine/metrics.parquet',
    );
    const plan = await query('explain from series', '--csv');
    expect(plan.out).toMatch(/parquet/i);
    expect(await allTables()).toEqual(before);
  });

  it('writes into another folder', async () => {
    const { code, out } = await rqe(folder, 'export', 'results/mine', '--parquet', '--out', 'copies/parquet');
    expect([code, out]).toEqual([
      0,
      expect.stringMatching(/copies\/parquet\/series.parquet +\d+ +[0-9a-f]{16}/),
    ]);
    expect(readFileSync('copies/parquet/series.parquet')).toEqual(
      readFileSync('results/mine/series.parquet'),
    );
  });

  it('wants to know the format', async () => {
    const { code, err } = await rqe(folder, 'export', 'results/mine');
    expect([code, err]).toEqual([2, expect.stringMatching(/--parquet/)]);
    expect((await rqe(folder, 'export', 'nowhere', '--parquet')).code).toBe(3);
  });
});

describe('without DuckDB', () => {
  it('says how to install it', async () => {
    const missing = () => Promise.reject(new Error('Cannot find package'));
    await expect(loadDuckDb(missing)).rejects.toThrow(/DuckDB is not installed.*npm install/);
  });

  it('has the parts that are used, if it is there', async () => {
    // Checked by the compiler: the interface here is a part of the real one.
    const real: DuckDb = await import('@duckdb/node-api');
    expect(real).toBe(await loadDuckDb());
  });
});

/** The commands of docs/following-a-default.md, on small economies: each step of the chain is there, and adds up. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse, stringify } from 'yaml';
import { resolveWithFormulas } from '../../src/experiment/resolve.js';
import { loadDuckDb } from '../../src/runner/duckdb.js';
import { explainMove } from '../../src/runner/explain.js';
import { queryResult } from '../../src/runner/query.js';
import { readManifest } from '../../src/runner/read-result.js';
import { runExperiment } from '../../src/runner/run-experiment.js';
import { simulation } from '../../src/simulation.js';
import { CATALOGUE, ROOT, SMALL_POPULATION } from '../engine/economy.js';
import { pageOf } from './pages.js';

const PAGE = pageOf('docs/following-a-default.md');
const LIBRARY = join(ROOT, 'experiments');
const POOL = 'aiInfrastructureDebt';
const folder = mkdtempSync(join(tmpdir(), 'rqe-following-'));

/** The shipped experiment with what the page sets: one arm, its seed, few agents, fewer ticks. */
function smallText(name: string, arm: string, ticks: number): string {
  const [, options] = new RegExp(`rqe run ${name} (.*) --out`).exec(PAGE) ?? [];
  const record = [...options.matchAll(/--set record\.(\w+)=(\w+)/g)].map(([, key, value]) => [key, value]);
  const [, seed] = /--seed (\S+)/.exec(options) ?? [];
  const given = parse(readFileSync(join(LIBRARY, `${name}.yaml`), 'utf8'));
  const { against: _, ...alone } = given.arms[arm];
  return stringify({
    ...given,
    fork: undefined,
    ticks,
    seeds: [seed],
    record: { ...given.record, ...Object.fromEntries(record) },
    parameters: SMALL_POPULATION,
    arms: { [arm]: alone },
  });
}

async function run(name: string, out: string, arm: string, ticks: number): Promise<void> {
  const text = smallText(name, arm, ticks);
  const readFile = (path: string) => (path.endsWith('small.yaml') ? text : readFileSync(path, 'utf8'));
  const { experiment } = await resolveWithFormulas(
    { file: join(LIBRARY, 'small.yaml'), library: LIBRARY, readFile },
    CATALOGUE,
  );
  await runExperiment({
    experiment,
    out: join(folder, out),
    engineVersion: '0',
    catalogue: CATALOGUE,
    entry: new URL('file:///none'),
    simulation: async () => simulation,
  });
}

type Row = Readonly<Record<string, string | number>>;

/** Answers of the page's queries to a result, in their order. */
async function answers(result: string): Promise<Row[][]> {
  const found = [...PAGE.matchAll(new RegExp(`^rqe query results/${result} "(.*)"$`, 'gm'))];
  const duckDb = await loadDuckDb();
  const all: Row[][] = [];
  for (const [, sql] of found) {
    const { columns, rows } = await queryResult(join(folder, result), sql.replaceAll('\\"', '"'), duckDb);
    all.push(rows.map((row) => Object.fromEntries(columns.map((column, at) => [column, row[at] as string]))));
  }
  return all;
}

function sum(rows: readonly Row[], column: string, where: Row = {}): number {
  const chosen = rows.filter((row) => Object.entries(where).every(([name, value]) => row[name] === value));
  return chosen.reduce((all, row) => all + Number(row[column]), 0);
}

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a default of a neocloud, by the page', () => {
  let given: Row[][] = [];
  beforeAll(async () => {
    await run('gpu-fire-sale', 'a-default', 'many', 56);
    given = await answers('a-default');
  });

  it('begins with rents', () => {
    const rents = given[0].map(({ rent }) => Number(rent));
    expect(rents[2] / rents[0]).toBeLessThan(0.75);
    expect(rents[1]).toBeLessThan(rents[0]);
  });

  it('goes on with a covenant, a payment that is missed at maturity, and acceleration for that', () => {
    expect(given[1].map(({ type }) => type)).toEqual([
      'covenant breach',
      'missed payment',
      'covenant met',
      'acceleration',
      'default',
    ]);
    expect(given[1].map(({ tick }) => tick)).toEqual([15, 32, 32, 53, 54]);
    expect(given[1][0].subject).toBe('coverage');
    expect(Number(given[1][0].amount)).toBeLessThan(2.6);
    expect(given[1][3].subject).toBe('maturity');
  });

  const of = (type: string): number => sum(given[2], 'amount', { type });

  it('seizes chips, and sells them to buyers who are named, at one price', () => {
    expect(given[3].length).toBeGreaterThan(5);
    expect(sum(given[3], 'amount')).toBeCloseTo(of('auction price') * of('seizure'), 9);
    expect(of('estate')).toBeGreaterThanOrEqual(sum(given[3], 'amount') - 1e-9);
    expect(of('auction')).toBeLessThanOrEqual(of('seizure'));
  });

  it('pays lenders what there is, and takes the rest from them', () => {
    const debt = sum(given[1], 'amount', { type: 'default' });
    const dollars = (type: string): number => sum(given[4], 'dollars', { type });
    expect(dollars('recovered') + dollars('destroyed')).toBeCloseTo(debt, 9);
    expect(dollars('recovered')).toBeCloseTo(of('recovery') * debt, 9);
    for (const type of ['recovered', 'destroyed'])
      expect(sum(given[5], 'amount', { type })).toBeCloseTo(dollars(type), 9);
    const owners = sum(given[5], 'amount', { type: 'owners paid' });
    expect(dollars('recovered') + owners).toBeCloseTo(of('estate'), 9);
    expect(dollars('loss')).toBeLessThan(dollars('destroyed'));
  });

  it('stands in the books: of buyers, of the firm, and of insurers', () => {
    const told = (type: string, kind: string): number => sum(given[5], 'amount', { type, kind });
    for (const kind of ['realEconomy', 'hyperscalers', 'cryptoMiners'])
      expect(sum(given[6], 'amount', { flow: 'chipAuction', kind })).toBeCloseTo(
        -sum(given[3], 'amount', { kind }),
        9,
      );
    expect(sum(given[6], 'amount', { flow: 'recovery', kind: 'insurers' })).toBeCloseTo(
      told('recovered', 'insurers'),
      9,
    );
    for (const { total, flow } of given[7]) expect(Math.abs(Number(total)), String(flow)).toBeLessThan(1e-9);
    expect(sum(given[8], 'amount', { flow: 'losses' })).toBeCloseTo(-told('loss', 'insurers'), 9);
    expect(sum(given[8], 'amount', { flow: 'recovery' })).toBeCloseTo(-told('recovered', 'insurers'), 9);
    const [books] = given[9];
    expect(sum(given[8], 'amount')).toBeCloseTo(Number(books.postings), 9);
    expect(Number(books.opening) + Number(books.postings) + Number(books.revaluation)).toBeCloseTo(
      Number(books.closing),
      9,
    );
  });

  it('falls on owners of hedge funds by the shares they hold, insurers among them', () => {
    const owners = given[10];
    expect(owners.map(({ kind }) => kind)).toEqual(['insurers', 'retail', 'sovereignFunds']);
    expect(sum(owners, 'share')).toBeCloseTo(1, 12);
    const loss = sum(given[5], 'amount', { type: 'loss', kind: 'hedgeFunds' });
    expect(loss).toBeGreaterThan(0.1);
    for (const { kind, share, revaluation, ofTheGain, ofTheDefault } of owners) {
      expect(Number(revaluation), String(kind)).toBeCloseTo(Number(ofTheGain), 9);
      expect(Number(ofTheDefault), String(kind)).toBeCloseTo(-Number(share) * loss, 12);
    }
    expect(Number(owners[0].share)).toBeCloseTo(0.4, 6);
  });

  it('moves the price on the next day, for the cause default, as rqe explain says', async () => {
    const [before, after] = given[11].map(({ price }) => Number(price));
    const move = Math.log(after / before);
    expect(move).toBeLessThan(-0.05);
    expect(sum(given[12], 'move')).toBeCloseTo(move, 9);
    expect(given[12][0].cause).toBe('default');
    const result = join(folder, 'a-default');
    const question = { run: 1, asset: POOL, from: 53, to: 55 };
    const { story } = await explainMove(result, readManifest(result), question);
    const told = story.map(({ type, who, counterparty }) => `${type} ${who} ${counterparty}`);
    for (const line of ['default coreweave ', 'chips bought crusoe coreweave', 'loss insurers coreweave'])
      expect(told).toContain(line);
    expect(given).toHaveLength(13);
  });
});

describe('a default of a borrower of private credit, by the page', () => {
  let given: Row[][] = [];
  beforeAll(async () => {
    await run('private-credit-gates', 'a-private-default', 'gated', 200);
    given = await answers('a-private-default');
  });

  it('is a loss of the funds that lent, dollar for dollar', () => {
    const [called, failed, estate] = given[0];
    expect(given[0].map(({ type }) => type)).toEqual(['acceleration', 'default', 'estate', 'recovery']);
    expect(Number(failed.tick)).toBe(Number(called.tick) + 1);
    const firm = failed.name || `privateBorrowers ${failed.row}`;
    const of = (type: string): number => sum(given[1], 'amount', { type, counterparty: firm });
    expect(of('recovered') + of('destroyed')).toBeCloseTo(Number(failed.amount), 9);
    expect(of('recovered') + of('owners paid')).toBeCloseTo(Number(estate.amount), 9);
    expect(of('firm bought')).toBeLessThanOrEqual(Number(estate.amount) + 1e-9);
    const kinds = given[1].filter(({ type }) => type === 'destroyed').map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['privateCreditFunds']));
  });

  it('is told to owners when marks allow: losses are the fall of the NAV', () => {
    const marks = given[2].filter(({ type }) => type === 'marked down');
    expect(marks.length).toBeGreaterThan(1);
    for (const { tick, kind } of marks) {
      expect(kind).toBe('privateCreditFunds');
      const told = given[2].filter((row) => row.tick === tick && row.type === 'loss');
      expect(told.map((row) => row.kind)).toContain('insurers');
    }
    for (const { reported, fair } of given[3].slice(2)) expect(Number(fair)).toBeLessThan(Number(reported));
  });

  it('reaches the banks by the lines of the funds', () => {
    expect(given[4].length).toBeGreaterThan(0);
    for (const { type, counterparty } of given[4])
      expect(type === 'loss' ? 'banks' : counterparty).toBe('banks');
    expect(given).toHaveLength(5);
  });
});

/** A default, followed through the files of one run: from rent to covenant, seizure, auction, lender and price. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resolveExperiment } from '../../src/experiment/resolve.js';
import { explainMove } from '../../src/runner/explain.js';
import { readManifest } from '../../src/runner/read-result.js';
import { runExperiment } from '../../src/runner/run-experiment.js';
import { simulation } from '../../src/simulation.js';
import { CATALOGUE, ROOT, SMALL_POPULATION } from '../engine/economy.js';

const POOL = 'aiInfrastructureDebt';
const TEXT = `title: A default
question: Where does it go?
extends: base
ticks: 82
seeds: [story]
record: { series: daily, balance: daily, attribution: daily, events: true }
parameters:
  news.scale: 0
${Object.entries(SMALL_POPULATION)
  .map(([name, count]) => `  ${name}: ${count}`)
  .join('\n')}
schedule:
  - { from: 5, until: 26, set: { neoclouds.rentDeflation: 4 } }
  - { from: 10, set: { neoclouds.leastCoverage: 1.4 } }
`;

type Row = Readonly<Record<string, string>>;

describe('a default in the files of a run', () => {
  const folder = mkdtempSync(join(tmpdir(), 'rqe-story-'));
  const out = join(folder, 'result');
  const read = (table: string): Row[] =>
    parse(readFileSync(join(out, `${table}.csv`), 'utf8'), { columns: true });
  let events: Row[] = [];
  let series: Row[] = [];

  beforeAll(async () => {
    const library = join(ROOT, 'experiments');
    const readFile = (path: string) => (path.endsWith('story.yaml') ? TEXT : readFileSync(path, 'utf8'));
    const { experiment } = resolveExperiment(
      { file: join(library, 'story.yaml'), library, readFile },
      CATALOGUE,
    );
    await runExperiment({
      experiment,
      out,
      engineVersion: '0',
      catalogue: CATALOGUE,
      entry: new URL('file:///none'),
      simulation: async () => simulation,
    });
    events = read('events');
    series = read('series');
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const first = (type: string, name?: string): Row => {
    const found = events.find((row) => row.type === type && (name === undefined || row.name === name));
    if (found === undefined) throw new Error(`no event ${type}`);
    return found;
  };
  const at = (tick: number, name: string): number => Number(series[tick - 1][name]);

  it('begins with rents, goes on with a covenant, and names the firm', () => {
    const { name } = first('default');
    expect(['lambda', 'fluidstack']).toContain(name);
    const breach = first('covenant breach', name);
    expect(breach.subject).toBe('coverage');
    const tick = Number(breach.tick);
    expect(at(tick, 'neoclouds.rent')).toBeLessThan(1);
    expect(at(tick, `neoclouds.coverage.${name}`)).toBeCloseTo(Number(breach.amount), 6);
    expect(at(tick, `neoclouds.coverage.${name}`)).toBeLessThan(1.4);
    expect(Number(first('acceleration', name).tick) - tick).toBe(63);
    expect(Number(first('default', name).tick) - tick).toBe(64);
  });

  it('seizes and sells the chips for what buyers paid', () => {
    const tick = first('default').tick;
    const there = events.filter((row) => row.tick === tick);
    const sum = (type: string): number =>
      there.filter((row) => row.type === type).reduce((all, row) => all + Number(row.amount), 0);
    const sold = at(Number(tick) - 1, 'neoclouds.capacity');
    expect(sum('seizure')).toBeGreaterThan(0);
    expect(sum('seizure')).toBeLessThan(sold);
    expect(sum('auction')).toBeLessThanOrEqual(sum('seizure') + 1e-9);
    // Each buyer is named, and its money is on the books.
    const buyers = there.filter((row) => row.type === 'chips bought');
    expect(new Set(buyers.map(({ counterparty }) => counterparty))).toEqual(
      new Set(there.filter((row) => row.type === 'default').map(({ name }) => name)),
    );
    for (const kind of new Set(buyers.map((row) => row.kind))) {
      const told = buyers
        .filter((row) => row.kind === kind)
        .reduce((all, row) => all + Number(row.amount), 0);
      const booked = read('flows').filter(
        (row) => row.tick === tick && row.flow === 'chipAuction' && row.kind === kind,
      );
      const failing = kind === 'neoclouds' ? sum('chips bought') : 0;
      const net = booked.reduce((all, row) => all + Number(row.amount), 0);
      expect(failing - net, kind).toBeCloseTo(told, 9);
    }
    // What the auction brought and cash in hand is what creditors got.
    const claims = sum('default');
    const destroyed = at(Number(tick), 'neoclouds.destroyed');
    expect(at(Number(tick), 'neoclouds.recovery')).toBeCloseTo(1 - destroyed / claims, 9);
    const paid = read('flows').filter(
      (row) => row.tick === tick && row.flow === 'recovery' && row.instrument === 'deposits',
    );
    const [firms] = paid.filter((row) => row.kind === 'neoclouds');
    expect(-Number(firms.amount)).toBeCloseTo(claims - destroyed, 6);
    expect(sum('recovered')).toBeCloseTo(claims - destroyed, 9);
    expect(sum('recovered') + sum('destroyed')).toBeCloseTo(claims, 9);
    const received = paid.filter((row) => row.kind !== 'neoclouds');
    expect(received.reduce((all, row) => all + Number(row.amount), 0)).toBeCloseTo(claims - destroyed, 6);
  });

  it('takes from the books of every lender what is not recovered', () => {
    const { tick } = first('default');
    const losses = events.filter((row) => row.tick === tick && row.type === 'loss' && row.subject === POOL);
    const lost = losses.reduce((all, row) => all + Number(row.amount), 0);
    const price = at(Number(tick), `price.${POOL}`);
    expect(lost).toBeCloseTo(at(Number(tick), 'neoclouds.destroyed') * price, 6);
    const flows = read('flows').filter(
      (row) => row.tick === tick && row.flow === 'losses' && row.instrument === POOL,
    );
    for (const kind of ['insurers', 'assetManagers', 'retail', 'hedgeFunds', 'sovereignFunds']) {
      const told = losses.filter((row) => row.kind === kind);
      const [booked] = flows.filter((row) => row.kind === kind);
      expect(told.reduce((all, row) => all + Number(row.amount), 0)).toBeCloseTo(-Number(booked.amount), 9);
    }
    expect(flows.reduce((all, row) => all + Number(row.amount), 0)).toBeCloseTo(0, 9);
  });

  it('moves the price of the pool the day after, and rqe explain says who and why', async () => {
    const tick = Number(first('default').tick);
    const fall = Math.log(at(tick + 1, `price.${POOL}`) / at(tick, `price.${POOL}`));
    expect(fall).toBeLessThan(-0.005);
    const question = { run: 1, asset: POOL, from: tick - 1, to: tick + 1 };
    const { rows, story } = await explainMove(out, readManifest(out), question);
    const because = rows.filter(({ cause }) => cause === 'default');
    const moved = because.reduce((all, { lnPrice }) => all + lnPrice, 0);
    expect(moved / fall).toBeGreaterThan(0.8);
    const told = story.map(({ type, who }) => `${type} ${who}`);
    const { name } = first('default');
    for (const line of [`default ${name}`, `seizure ${name}`, `recovery ${name}`, 'loss insurers'])
      expect(told).toContain(line);
  });

  it('leaves every dollar on the books of somebody', () => {
    const { tick } = first('default');
    const flows = read('flows').filter((row) => row.tick === tick);
    const sums = new Map<string, number>();
    for (const { flow, instrument, amount } of flows)
      sums.set(`${flow} ${instrument}`, (sums.get(`${flow} ${instrument}`) ?? 0) + Number(amount));
    for (const [name, sum] of sums) expect(Math.abs(sum), name).toBeLessThan(1e-6);
    for (const row of read('balance').filter((one) => one.tick === tick))
      expect(
        Math.abs(Number(row.opening) + Number(row.postings) + Number(row.revaluation) - Number(row.closing)),
      ).toBeLessThan(1e-6);
    for (const row of series) expect(Number(row['books.imbalance'])).toBeLessThan(1e-9);
  });
});

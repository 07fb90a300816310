import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import { snapshotWorld, type WorldSnapshot } from '../../src/engine/snapshot.js';
import { GENERATORS } from '../../src/maths/random.js';
import { type Kept, run, runToEnd, SERIES, smallConfiguration } from './economy.js';

/** Everything that a run wrote, as one text. */
function allOf({ names, rows, ticks, dates, balances, flows, attributions, events }: Kept): string {
  const series = rows.map((row) => [...row]);
  return JSON.stringify({ names, series, ticks, dates, balances, flows, attributions, events });
}

const LIVELY: RunConfiguration = smallConfiguration({
  ticks: 24,
  set: { 'hedgeFunds.redemptionNotice': 2, 'fed.rateRule': 'put' },
  schedule: [
    { from: 3, until: 12, set: { 'news.shock.megacapEquity': -4, 'news.shock.crypto': -6 } },
    { from: 5, over: 10, set: { 'hyperscalers.capexAddition': 300 } },
    { from: 6, set: { 'sovereignFunds.capitalCallRate': 600 } },
    { when: { series: 'index.equity', below: 0.995, hold: 3 }, set: { 'fed.treasuryPurchases': 60 } },
  ],
});

describe.each(GENERATORS)('a run with %s', (generator) => {
  const configuration: RunConfiguration = { ...LIVELY, generator };
  const whole = run(configuration);

  it('writes the same bytes again, and others for another seed', () => {
    expect(allOf(run(configuration))).toBe(allOf(whole));
    const other = run({ ...configuration, seed: '2' });
    expect(other.bytes().equals(whole.bytes())).toBe(false);
    expect(other.of('index.equity').at(-1)).not.toBe(whole.of('index.equity').at(-1));
  });

  it.each([1, 11, 23])('goes on from a snapshot at tick %i as if it had not stopped', (at) => {
    let taken: WorldSnapshot | undefined;
    const first = run(
      { ...configuration, ticks: at },
      {
        atEnd: (world) => {
          taken = snapshotWorld(world);
        },
      },
    );
    const rest = run(configuration, { from: taken as WorldSnapshot });
    expect(Buffer.concat([first.bytes(), rest.bytes()]).equals(whole.bytes())).toBe(true);
    const both: Kept = Object.assign(rest, { rows: [...first.rows, ...rest.rows] });
    both.ticks.unshift(...first.ticks);
    both.dates.unshift(...first.dates);
    both.balances.unshift(...first.balances);
    both.flows.unshift(...first.flows);
    both.attributions.unshift(...first.attributions);
    both.events.unshift(...first.events);
    expect(allOf(both)).toBe(allOf(whole));
  });

  it('goes to several futures from one snapshot, without one touching the other', () => {
    let taken: WorldSnapshot | undefined;
    run(
      { ...configuration, ticks: 11 },
      {
        atEnd: (world) => {
          taken = snapshotWorld(world);
        },
      },
    );
    const from = taken as WorldSnapshot;
    const easier = run(
      {
        ...configuration,
        schedule: [...configuration.schedule, { from: 15, set: { 'fed.policyRateChange': -0.01 } }],
      },
      { from },
    );
    const same = run(configuration, { from });
    expect(
      same.bytes().equals(Buffer.concat(whole.rows.slice(11).map((row) => Buffer.from(row.buffer)))),
    ).toBe(true);
    expect(easier.of('policyRate').at(-1)).toBeLessThan(same.of('policyRate').at(-1) as number);
    expect(easier.of('index.equity').slice(0, 3)).toEqual(same.of('index.equity').slice(0, 3));
  });
});

describe('a snapshot', () => {
  const taken = snapshotWorld(runToEnd(smallConfiguration({ ticks: 2 })).world);

  it('of another engine or another population is refused', () => {
    const configuration = smallConfiguration({ ticks: 4 });
    expect(() => run(configuration, { from: { ...taken, engine: '0.0.1' } })).toThrow(
      /snapshot is of engine 0\.0\.1/,
    );
    const larger = smallConfiguration({ ticks: 4, set: { 'population.retail': 91 } });
    expect(() => run(larger, { from: taken })).toThrow('the snapshot was made by a state with other columns');
  });
});

/** An agent kind that has a row, draws and an account, and does nothing to the others. */
const BYSTANDERS: AgentKind = {
  name: 'bystanders',
  label: 'Bystanders',
  meaning: 'a kind that watches',
  rows: 3,
  parameters: [],
  columns: [{ name: 'bystanders.seen', unit: 'ratio', meaning: 'what was drawn', length: 'kind' }],
  series: [{ name: 'bystanders.seen', unit: 'ratio', type: 'index', meaning: 'sum of what was drawn' }],
  endow: () => undefined,
  obligations(world) {
    const seen = world.column('bystanders.seen');
    for (let i = 0; i < 3; i++) seen[i] = world.random('bystanders').normal(i, world.tick);
  },
  record: (world, write) =>
    write(
      'bystanders.seen',
      world.column('bystanders.seen').reduce((sum, one) => sum + one, 0),
    ),
};

describe("what nobody else's draws depend on", () => {
  const alone = run(LIVELY);

  it.each([
    ['first', [BYSTANDERS, ...AGENT_KINDS]],
    ['among firms', [...AGENT_KINDS.slice(0, 6), BYSTANDERS, ...AGENT_KINDS.slice(6)]],
    ['last', [...AGENT_KINDS, BYSTANDERS]],
  ])('is an agent kind more, put %s', (_place, kinds) => {
    const watched = run(LIVELY, {}, kinds);
    expect(watched.of('bystanders.seen').some((value) => value !== 0)).toBe(true);
    for (const name of alone.names) expect(watched.of(name), name).toEqual(alone.of(name));
  });

  it('is what is recorded, and how often', () => {
    const names = ['price.crypto', 'index.equity'];
    const few = run({ ...LIVELY, record: { ...LIVELY.record, series: names, events: false } });
    expect(few.names).toEqual(names);
    for (const name of names) expect(few.of(name)).toEqual(alone.of(name));
    expect(few.events).toEqual([]);
    const seldom = run({
      ...LIVELY,
      record: { ...LIVELY.record, seriesEvery: 5, balanceEvery: 7, attributionEvery: 9 },
    });
    expect(seldom.ticks).toEqual([5, 10, 15, 20, 24]);
    expect(seldom.of('price.crypto')).toEqual(seldom.ticks.map((tick) => alone.of('price.crypto')[tick - 1]));
  });

  it('is how many ticks are still to come', () => {
    const short = run({ ...LIVELY, ticks: 9 });
    expect(
      short.bytes().equals(Buffer.concat(alone.rows.slice(0, 9).map((row) => Buffer.from(row.buffer)))),
    ).toBe(true);
  });

  it('names every series once, in the order of the declarations', () => {
    expect(alone.names).toEqual(SERIES);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import type { WorldSnapshot } from '../../src/engine/snapshot.js';
import { GENERATORS } from '../../src/maths/random.js';
import { type Kept, run, smallConfiguration } from './economy.js';

const TICKS = 21;

const LIVELY: RunConfiguration = smallConfiguration({
  ticks: TICKS,
  set: { 'hedgeFunds.redemptionNotice': 2, 'fed.rateRule': 'put' },
  schedule: [
    { from: 3, until: 12, set: { 'news.shock.megacapEquity': -4, 'news.shock.crypto': -6 } },
    { from: 5, over: 10, set: { 'hyperscalers.capexAddition': 300 } },
    { when: { series: 'index.equity', below: 0.995, hold: 3 }, set: { 'fed.treasuryPurchases': 60 } },
    { when: { series: 'index.equity', below: 0.999, once: true }, set: { 'fed.policyRateChange': -0.01 } },
  ],
});

/** Everything that a run wrote, a record a line, in the order of writing within each table. */
function tables({ rows, ticks, dates, balances, flows, attributions, events }: Kept): string[][] {
  const series = rows.map(
    (row, i) => `${ticks[i]} ${dates[i]} ${Buffer.from(row.buffer).toString('base64')}`,
  );
  const lines = (records: readonly object[]) => records.map((record) => JSON.stringify(record));
  return [series, lines(balances), lines(flows), lines(attributions), lines(events)];
}

/** Runs to a tick, and from the snapshot there to the end. */
function inTwoPieces(configuration: RunConfiguration, after: number, kinds = AGENT_KINDS): string[][] {
  let taken: WorldSnapshot | undefined;
  const snapshot = { after, end: true, take: (one: WorldSnapshot) => (taken = one) };
  const first = run(configuration, { snapshot }, kinds);
  expect(first.outcome).toEqual({ ticksDone: after, interrupted: false });
  const [begun, ended] = [first, run(configuration, { from: taken as WorldSnapshot }, kinds)].map(tables);
  return begun.map((table, i) => [...table, ...ended[i]]);
}

it('makes no difference, wherever it is taken, however seldom rows are written, with every generator', () => {
  const stride = fc.integer({ min: 1, max: TICKS + 3 });
  const settings = fc.record({
    generator: fc.constantFrom(...GENERATORS),
    after: fc.integer({ min: 1, max: TICKS - 1 }),
    seriesEvery: stride,
    balanceEvery: stride,
    attributionEvery: stride,
    seed: fc.constantFrom('1', 'other'),
    ticksPerYear: fc.constantFrom(252, 52),
  });
  fc.assert(
    fc.property(settings, ({ generator, after, seed, ticksPerYear, ...strides }) => {
      const record = { ...LIVELY.record, ...strides };
      const configuration = { ...LIVELY, generator, seed, ticksPerYear, record };
      const whole = tables(run(configuration));
      for (const [i, table] of inTwoPieces(configuration, after).entries()) expect(table).toEqual(whole[i]);
      expect(whole.every((table) => table.length > 0)).toBe(true);
    }),
    { seed: 3, numRuns: 14, examples: [] },
  );
});

it('changes nothing in the run that goes on', () => {
  let taken = 0;
  const kept = run(LIVELY, { snapshot: { after: 7, take: ({ tick }) => (taken = tick) } });
  expect(taken).toBe(7);
  expect(tables(kept)).toEqual(tables(run(LIVELY)));
});

/** Says something at the opening, and a series only now and then. */
const SELDOM: AgentKind = {
  name: 'seldom',
  label: 'Seldom',
  meaning: 'a kind that speaks now and then',
  rows: 1,
  parameters: [],
  series: [{ name: 'seldom.seen', unit: 'ratio', type: 'index', meaning: 'last fifth tick' }],
  endow: (world) => world.events.add('opened', 'seldom', 0, '', 1),
  record(world, write) {
    if (world.tick % 5 === 0) write('seldom.seen', world.tick);
  },
};

it('keeps what was recorded, and records the opening once', () => {
  const kinds = [...AGENT_KINDS, SELDOM];
  const short = { ...LIVELY, ticks: 9 };
  const whole = run(short, {}, kinds);
  expect(whole.of('seldom.seen')).toEqual([0, 0, 0, 0, 5, 5, 5, 5, 5]);
  expect(whole.events.filter(({ type }) => type === 'opened')).toHaveLength(1);
  expect(inTwoPieces(short, 7, kinds)).toEqual(tables(whole));
});

describe('series that are watched', () => {
  it('are shown in every tick, whatever is recorded, and change nothing', () => {
    const seen: number[][] = [];
    const watched = ['index.equity', 'price.crypto'];
    const record = { ...LIVELY.record, seriesEvery: 8, series: ['depth'] };
    const plain = run({ ...LIVELY, record });
    const kept = run({ ...LIVELY, record }, {}, AGENT_KINDS, {
      watched,
      watch: (tick, values) => seen.push([tick, ...values]),
    });
    expect(tables(kept)).toEqual(tables(plain));
    const all = run(LIVELY);
    expect(seen).toEqual(all.ticks.map((tick, i) => [tick, ...watched.map((name) => all.of(name)[i])]));
  });

  it('must be known', () => {
    expect(() => run(LIVELY, {}, AGENT_KINDS, { watched: ['price.moon'] })).toThrow(
      "no series is named 'price.moon'",
    );
  });
});

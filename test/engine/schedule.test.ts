import { describe, expect, it } from 'vitest';
import type { ScheduledChange } from '../../src/engine/configuration.js';
import { run, smallConfiguration } from './economy.js';

const RATE = 'fed.policyRateChange';
const START = smallConfiguration().parameters['fed.policyRate'] as number;

/** Change of the policy rate in each of a dozen ticks, in basis points. */
function path(schedule: readonly ScheduledChange[], ticks = 12): number[] {
  const kept = run(smallConfiguration({ ticks, schedule }));
  return kept.of('policyRate').map((rate) => Math.round((rate - START) * 1e6) / 100);
}

describe('a scheduled change', () => {
  it('holds from its tick on', () => {
    expect(path([{ from: 4, set: { [RATE]: -0.0025 } }], 6)).toEqual([0, 0, 0, -25, -25, -25]);
  });

  it('ends at until, where the value before holds again', () => {
    expect(path([{ from: 2, until: 4, set: { [RATE]: 0.01 } }], 5)).toEqual([0, 100, 100, 0, 0]);
  });

  it('reaches its value in equal steps', () => {
    expect(path([{ from: 3, over: 4, set: { [RATE]: 0.01 } }], 8)).toEqual([0, 0, 25, 50, 75, 100, 100, 100]);
  });

  it('follows a path from its tick on, and stays at the last value', () => {
    const along = { [RATE]: [0.01, -0.01, 0.02] };
    expect(path([{ from: 2, path: along, set: {} }], 6)).toEqual([0, 100, -100, 200, 200, 200]);
    expect(path([{ from: 2, until: 4, path: along, set: {} }], 6)).toEqual([0, 100, -100, 0, 0, 0]);
  });

  it('along a path equals the same changes one by one', () => {
    const steps = [0.01, 0.005, -0.0025].map((change, index) => ({
      from: 3 + index,
      set: { [RATE]: change },
    }));
    expect(path([{ from: 3, path: { [RATE]: [0.01, 0.005, -0.0025] }, set: {} }])).toEqual(path(steps));
  });

  it('gives way to those written after it, and comes back when they end', () => {
    const both: ScheduledChange[] = [
      { from: 2, set: { [RATE]: 0.01 } },
      { from: 4, until: 6, set: { [RATE]: 0.02 } },
    ];
    expect(path(both, 7)).toEqual([0, 100, 100, 200, 200, 100, 100]);
    expect(path([...both].reverse(), 7)).toEqual([0, 100, 100, 100, 100, 100, 100]);
  });

  it('ramps from what a change before it has set', () => {
    expect(
      path(
        [
          { from: 1, set: { [RATE]: 0.01 } },
          { from: 3, over: 2, set: { [RATE]: 0.02 } },
        ],
        5,
      ),
    ).toEqual([100, 100, 150, 200, 200]);
  });

  it.each([
    [
      'market.trendHalfLife',
      "'market.trendHalfLife' belongs to the start of the world and cannot be scheduled",
    ],
    ['fed.policyRateChnge', "no parameter is named 'fed.policyRateChnge'"],
  ])('of %s is refused', (name, message) => {
    expect(() => run(smallConfiguration({ ticks: 1, schedule: [{ from: 1, set: { [name]: 1 } }] }))).toThrow(
      message,
    );
  });

  it('to a choice that there is not is refused', () => {
    const schedule = [{ from: 1, set: { 'fed.rateRule': 'guess' } }];
    expect(() => run(smallConfiguration({ ticks: 1, schedule }))).toThrow(
      "parameter 'fed.rateRule' cannot be 'guess'",
    );
  });

  it('is one of at most 128', () => {
    const schedule = Array.from({ length: 129 }, () => ({ from: 1, set: { [RATE]: 0 } }));
    expect(() => run(smallConfiguration({ ticks: 1, schedule }))).toThrow(
      'a schedule has at most 128 changes',
    );
  });
});

describe('a rule', () => {
  const FALL: ScheduledChange = { from: 3, until: 6, set: { 'news.shock.valueEquity': -10 } };
  const ANSWER = { [RATE]: -0.01 };

  function answered(when: ScheduledChange['when']): { path: number[]; fired: number[]; index: number[] } {
    const schedule = [FALL, { when: when as NonNullable<typeof when>, set: ANSWER }];
    const kept = run(smallConfiguration({ experiment: 'stationary', ticks: 30, schedule }));
    const path = kept.of('policyRate').map((rate) => Math.round((rate - START) * 1e6) / 100);
    const fired = kept.events.filter(({ type }) => type === 'rule').map(({ tick }) => tick);
    return { path, fired, index: kept.of('index.equity') };
  }

  it('fires in the tick after its series has crossed, and holds for good', () => {
    const { path, fired, index } = answered({ series: 'index.equity', below: 0.99 });
    const crossed = index.findIndex((value) => value < 0.99) + 1;
    expect(crossed).toBeGreaterThan(2);
    expect(path.findIndex((value) => value !== 0) + 1).toBe(crossed + 1);
    expect(path.slice(crossed)).toEqual(path.slice(crossed).map(() => -100));
    expect(fired).toEqual([crossed + 1]);
  });

  it('holds for as long as it says, and fires anew while the series is still beyond', () => {
    const { path, fired } = answered({ series: 'index.equity', below: 0.99, hold: 5 });
    expect(fired.length).toBeGreaterThan(2);
    for (let i = 1; i < fired.length; i++) expect(fired[i] - fired[i - 1]).toBeGreaterThanOrEqual(5);
    expect(path[fired[0] - 1]).toBe(-100);
  });

  it('fires once if it says so', () => {
    const { path, fired } = answered({ series: 'index.equity', below: 0.99, hold: 5, once: true });
    expect(fired.length).toBe(1);
    expect(path.filter((value) => value !== 0)).toEqual([-100, -100, -100, -100, -100]);
  });

  it('on a series that there is not is refused', () => {
    expect(() => answered({ series: 'index.equties', below: 1 })).toThrow(
      "no series is named 'index.equties'",
    );
  });

  it('looks up as well as down', () => {
    expect(answered({ series: 'index.equity', above: 2 }).fired).toEqual([]);
    expect(answered({ series: 'index.equity', above: 0.999999 }).fired).toEqual([2]);
  });
});

import { describe, expect, it } from 'vitest';
import type { RunConfiguration, ScheduledChange } from '../../src/engine/configuration.js';
import { obstacles, trunkOf } from '../../src/engine/continuation.js';
import { smallConfiguration } from './economy.js';

const SET = { 'fed.treasuryPurchases': 60 };
const RULE: ScheduledChange = { when: { series: 'index.equity', below: 0.9 }, set: SET };
const BEGAN = smallConfiguration({
  ticks: 100,
  schedule: [{ from: 5, until: 60, set: SET }, RULE, { from: 20, path: { a: [1, 2, 3, 4] }, set: {} }],
});
const [FIRST, , PATH] = BEGAN.schedule;

const changed = (tick: number, changes: Partial<RunConfiguration>) =>
  obstacles(BEGAN, tick, { ...BEGAN, ...changes });
const scheduled = (tick: number, ...schedule: ScheduledChange[]) => changed(tick, { schedule });

describe('a run goes on from another', () => {
  it('of the same configuration, longer or shorter, with other series recorded', () => {
    expect(changed(50, {})).toEqual([]);
    expect(changed(50, { ticks: 51 })).toEqual([]);
    expect(
      changed(50, { ticks: 500, record: { ...BEGAN.record, series: ['depth'], events: false } }),
    ).toEqual([]);
  });

  it('with another future', () => {
    const later = { from: 51, set: SET };
    expect(scheduled(50, { ...FIRST, until: 70 }, RULE, PATH, later)).toEqual([]);
    expect(scheduled(50, { from: 5, set: SET }, RULE, PATH)).toEqual([]);
    expect(scheduled(21, FIRST, RULE, { from: 20, path: { a: [1, 2, 9] }, set: {} })).toEqual([]);
    expect(scheduled(19, FIRST, RULE, later)).toEqual([]);
  });

  it('when the last rows stand at the same tick', () => {
    const every = (seriesEvery: number) => ({ record: { ...BEGAN.record, seriesEvery, balanceEvery: 10 } });
    expect(changed(50, every(5))).toEqual([]);
    expect(changed(51, every(1))).toEqual([
      'rows are written every 10 ticks, were written every 1 (record: balance)',
    ]);
  });
});

describe('a run does not go on from another', () => {
  const PAST = ['its schedule differs in a change that holds by tick 50, or in a rule'];

  it.each<[string, ScheduledChange[]]>([
    ['a change is missing', [RULE, PATH]],
    ['a change begins at that tick', [FIRST, RULE, PATH, { from: 50, set: SET }]],
    ['a change began at another tick', [{ ...FIRST, from: 6 }, RULE, PATH]],
    ['a change ended before', [{ ...FIRST, until: 50 }, RULE, PATH]],
    ['a change set another value', [{ ...FIRST, set: { 'fed.treasuryPurchases': 61 } }, RULE, PATH]],
    ['a change came in steps', [{ ...FIRST, over: 3 }, RULE, PATH]],
    ['a path went elsewhere', [FIRST, RULE, { ...PATH, path: { a: [1, 2, 3, 5] } }]],
    ['a rule is missing', [FIRST, PATH]],
    ['a rule is added', [FIRST, RULE, PATH, RULE]],
    ['a rule holds for another time', [FIRST, { ...RULE, when: { series: 'depth', below: 1 } }, PATH]],
    ['a rule has another place', [FIRST, { from: 70, set: SET }, RULE, PATH]],
  ])('when %s', (_what, schedule) => {
    expect(scheduled(50, ...schedule)).toEqual(PAST);
  });

  it('when a path goes elsewhere in its last tick', () => {
    expect(scheduled(21, FIRST, RULE, { ...PATH, path: { a: [1, 9] } })).toHaveLength(1);
  });

  it('when the start of the world differs, and says in what', () => {
    const parameters = { ...BEGAN.parameters, 'population.retail': 91 };
    expect(changed(50, { parameters, seed: '2', generator: 'alea', start: '2026-01-05', ticks: 50 })).toEqual(
      [
        'seed is 2, was 1',
        'generator is alea, was philox',
        `start is 2026-01-05, was ${BEGAN.start}`,
        'it ends at tick 50, not after tick 50',
        'parameter population.retail is 91, was 90',
      ],
    );
  });
});

it('what runs have in common before a tick leaves out what begins there, but nothing in front of a rule', () => {
  const [before, at, later] = [9, 10, 11].map((from) => ({ from, set: SET }));
  const trunk = (...schedule: ScheduledChange[]) => trunkOf({ ...BEGAN, schedule }, 10);
  expect(trunk(before, at, later, { set: SET }).schedule).toEqual([before, { set: SET }]);
  expect(trunk(at, RULE, before, at).schedule).toEqual([at, RULE, before]);
  for (const schedule of [
    [at, before],
    [later, RULE, at, before, later],
    [RULE, later],
  ])
    expect(obstacles(trunk(...schedule), 9, { ...BEGAN, schedule })).toEqual([]);
});

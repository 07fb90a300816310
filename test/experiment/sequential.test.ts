import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  firstSeeds,
  isReached,
  labelOf,
  lookAtIntervals,
  nextSeedCount,
} from '../../src/experiment/sequential.js';
import { resolveText } from './small-model.js';

function experimentWith(seeds: string) {
  return resolveText(
    `name: calls\nextends: base\nseeds: ${seeds}\nmetrics: { level: { series: index.broad, statistic: last, compare: difference } }\narms:\n  calm:\n  wave: { against: calm, parameters: { funds.callRate: 9 } }\n  surge: { against: calm, parameters: { funds.callRate: 99 } }\n`,
  ).experiment;
}

describe('seeds', () => {
  it('are the first of the file, and then go on counting', () => {
    expect(firstSeeds(experimentWith('{ count: 3, base: wave }'), 2)).toEqual(['wave/1', 'wave/2']);
    expect(firstSeeds(experimentWith('{ count: 2, base: wave }'), 4)).toEqual([
      'wave/1',
      'wave/2',
      'wave/3',
      'wave/4',
    ]);
    expect(firstSeeds(experimentWith('[a, 7]'), 4)).toEqual(['a', '7', 'calls/1', 'calls/2']);
    expect(firstSeeds(experimentWith('[calls/2, a]'), 4)).toEqual(['calls/2', 'a', 'calls/1', 'calls/3']);
  });

  it('are all different, and the first ones stay when there are more', () => {
    const lists = fc.constantFrom('{ count: 3, base: x }', '[a, b]', '[calls/1, calls/3]', '[x/1]', '[q/2]');
    fc.assert(
      fc.property(
        lists,
        fc.integer({ min: 1, max: 9 }),
        fc.integer({ min: 0, max: 9 }),
        (list, count, more) => {
          const experiment = experimentWith(list);
          const some = firstSeeds(experiment, count);
          const all = firstSeeds(experiment, count + more);
          expect(new Set(all).size).toBe(count + more);
          expect(all.slice(0, count)).toEqual(some);
        },
      ),
      { seed: 1, numRuns: 100 },
    );
  });
});

describe('a sequential batch', () => {
  const rule = { metric: 'level', width: 2, firstSeeds: 32, block: 16, maximumSeeds: 70 };

  it('ends when the interval is narrow enough or the seeds are used up', () => {
    const next = (seeds: number, width: number) => nextSeedCount(rule, { seeds, width, missing: 0 });
    expect(next(32, 2)).toBeUndefined();
    expect(next(32, 2.1)).toBe(48);
    expect(next(32, Number.NaN)).toBe(48);
    expect(next(64, 3)).toBe(70);
    expect(next(70, 3)).toBeUndefined();
  });

  it('is not at its end while more than 5 % of the pairs are missing, and says how many', () => {
    const look = (seeds: number, missing: number) => ({ seeds, width: 1, missing });
    expect(isReached(rule, look(40, 2))).toBe(true);
    expect(isReached(rule, look(40, 3))).toBe(false);
    expect(nextSeedCount(rule, look(40, 3))).toBe(56);
    expect(labelOf(rule, 'hash', look(70, 3))).toEqual({
      rule,
      startedFrom: 'hash',
      seeds: 70,
      width: 1,
      isReached: true,
    });
    expect(labelOf(rule, 'hash', look(70, 4))).toMatchObject({ isReached: false, missing: 4 });
  });

  it('adds no seeds where none of those that there are has a value', () => {
    const look = { seeds: 32, width: Number.NaN, missing: 32 };
    expect(nextSeedCount(rule, look)).toBeUndefined();
    expect(nextSeedCount(rule, { ...look, missing: 31 })).toBe(48);
    expect(labelOf(rule, 'hash', look)).toMatchObject({ width: null, isReached: false, missing: 32 });
  });

  it('looks at the widest interval of all comparisons, over seeds that both arms have', () => {
    const experiment = experimentWith('{ count: 30, base: x }');
    const runs = experiment.seeds.flatMap((seed, index) => [
      { arm: 'calm', seed, values: [index] },
      { arm: 'wave', seed, values: [index + 1 + (index % 2)] },
      { arm: 'surge', seed, values: [index + 10 * (index % 2)] },
    ]);
    const { width: both } = lookAtIntervals(experiment, runs, 'level');
    const { width: narrow } = lookAtIntervals(
      { ...experiment, arms: experiment.arms.slice(0, 2) },
      runs.filter(({ arm }) => arm !== 'surge'),
      'level',
    );
    // Differences are 1 or 2, and 0 or 10, half of each: standard errors of a half and 5 over the root of 30.
    expect(narrow).toBeGreaterThan((2 * 1.8 * 0.5) / Math.sqrt(30));
    expect(narrow).toBeLessThan((2 * 2.2 * 0.5) / Math.sqrt(30));
    expect(both).toBeGreaterThan((2 * 1.8 * 5) / Math.sqrt(30));
    expect(both).toBeLessThan((2 * 2.2 * 5) / Math.sqrt(30));
    expect(lookAtIntervals(experiment, runs.slice(0, 3), 'level')).toEqual({
      seeds: 30,
      width: Number.NaN,
      missing: 29,
    });
    expect(lookAtIntervals(experiment, runs.slice(3), 'level').missing).toBe(1);
  });
});

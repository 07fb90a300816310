import { describe, expect, it } from 'vitest';
import { type DifferencePaths, differenceBands } from '../../../src/experiment/comparison/bands.js';
import { RESAMPLES, Resampling } from '../../../src/experiment/comparison/resampling.js';
import { randomStream } from '../../../src/maths/random.js';
import { slowBca } from '../../oracles/slow-comparison.js';

const RESAMPLING = new Resampling('a seed');
const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;

/** Random walks that start at zero, with a drift. */
function walks(pairs: number, ticks: number, drift: number, seed = 'walks'): DifferencePaths {
  const stream = randomStream('philox', seed, 'walks');
  const steps = new Float64Array(ticks);
  const differences = new Float64Array(pairs * ticks);
  for (let pair = 0; pair < pairs; pair++) {
    stream.normals(pair, 0, steps, 0, ticks);
    let level = 0;
    for (let tick = 0; tick < ticks; tick++) {
      level += steps[tick] + drift;
      differences[pair * ticks + tick] = level;
    }
  }
  return { pairs, ticks, differences };
}

function column({ pairs, ticks, differences }: DifferencePaths, tick: number): number[] {
  return Array.from({ length: pairs }, (_, pair) => differences[pair * ticks + tick]);
}

/** Every resample of a column, one draw after the other. */
function drawn(values: readonly number[]): number[][] {
  const { times } = RESAMPLING.resamples(values.length);
  return Array.from({ length: RESAMPLES }, (_, b) => {
    const resample: number[] = [];
    for (const [i, value] of values.entries())
      for (let k = 0; k < times[b * values.length + i]; k++) resample.push(value);
    return resample;
  });
}

function standardErrorOf(values: readonly number[]): number {
  const centre = mean(values);
  const squares = values.reduce((sum, one) => sum + (one - centre) * (one - centre), 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

describe('bands of paired differences', () => {
  const paths = walks(12, 7, 0.4);
  const bands = differenceBands(paths, RESAMPLING.resamples(12));
  const columns = Array.from({ length: 7 }, (_, tick) => column(paths, tick));

  it('have the means, and at every tick the BCa interval of the slow way', () => {
    for (const [tick, values] of columns.entries()) {
      expect(bands.mean[tick]).toBeCloseTo(mean(values), 12);
      expect(bands.standardError[tick]).toBeCloseTo(standardErrorOf(values), 12);
      const [low, high] = slowBca(drawn(values).map(mean), values, mean, 0.95);
      expect(bands.low[tick]).toBeCloseTo(low, 5);
      expect(bands.high[tick]).toBeCloseTo(high, 5);
    }
  });

  it('hold the path with the largest studentised deviation of each resample', () => {
    const resamples = columns.map(drawn);
    const largest = resamples[0].map((_, b) =>
      Math.max(
        ...columns.map((values, tick) => {
          const floor = 0.25 * standardErrorOf(values);
          const t =
            (mean(resamples[tick][b]) - mean(values)) / Math.max(standardErrorOf(resamples[tick][b]), floor);
          return t * t;
        }),
      ),
    );
    largest.sort((a, b) => a - b);
    const position = 0.95 * (largest.length - 1);
    const share = position - Math.floor(position);
    const critical = Math.sqrt(
      (1 - share) * largest[Math.floor(position)] + share * largest[Math.ceil(position)],
    );
    expect(bands.criticalValue).toBeCloseTo(critical, 9);
    for (const [tick, values] of columns.entries()) {
      const half = critical * standardErrorOf(values);
      expect(bands.simultaneousHigh[tick]).toBeCloseTo(Math.max(bands.high[tick], mean(values) + half), 9);
      expect(bands.simultaneousLow[tick]).toBeCloseTo(Math.min(bands.low[tick], mean(values) - half), 9);
    }
  });

  it('do not depend on which other ticks there are, but for the band', () => {
    for (const tick of [0, 3, 6]) {
      const alone = differenceBands(
        { pairs: 12, ticks: 1, differences: Float64Array.from(columns[tick]) },
        RESAMPLING.resamples(12),
      );
      expect([alone.mean[0], alone.low[0], alone.high[0]]).toEqual([
        bands.mean[tick],
        bands.low[tick],
        bands.high[tick],
      ]);
      expect(alone.criticalValue).toBeLessThan(bands.criticalValue);
    }
  });

  it('are a point where nothing varies, and no number where there is none', () => {
    const differences = Float64Array.from([0.1, 1, 0, 5, 0.1, Number.NaN, 0, 6, 0.1, 1, 0, 9]);
    const odd = differenceBands({ pairs: 3, ticks: 4, differences }, RESAMPLING.resamples(3));
    expect([odd.mean[0], odd.low[0], odd.high[0], odd.simultaneousLow[0], odd.standardError[0]]).toEqual([
      0.1, 0.1, 0.1, 0.1, 0,
    ]);
    expect([odd.mean[1], odd.low[1], odd.simultaneousHigh[1]]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
    expect([odd.mean[2], odd.high[2]]).toEqual([0, 0]);
    expect(odd.mean[3]).toBeCloseTo(20 / 3, 12);
    expect(odd.low[3]).toBeLessThan(20 / 3);
    const one = { pairs: 1, ticks: 1, differences: Float64Array.of(4) };
    const single = differenceBands(one, RESAMPLING.resamples(1));
    expect([single.mean[0], single.low[0], single.criticalValue]).toEqual([4, Number.NaN, Number.NaN]);
    const none = differenceBands(
      { ...one, pairs: 0, differences: new Float64Array(0) },
      RESAMPLING.resamples(0),
    );
    expect(none.mean[0]).toBeNaN();
  });

  it('are never narrower together than alone, however skewed the differences are', () => {
    const skewed = [0, 9, 1, 0, 13, 0, 0, 0, 0, 12, 0, 1, 0, 0, 0, 0, 0, 0, 1, 9];
    const paths = { pairs: 20, ticks: 1, differences: Float64Array.from(skewed) };
    const one = differenceBands(paths, RESAMPLING.resamples(20));
    expect(one.high[0]).toBeGreaterThan(one.mean[0] + one.criticalValue * one.standardError[0]);
    expect(one.simultaneousHigh[0]).toBe(one.high[0]);
    expect(one.simultaneousLow[0]).toBeLessThan(one.low[0]);
  });

  it('stay finite at a tick where one pair alone differs, and do not swell elsewhere', () => {
    const spiked = walks(32, 6, 0);
    for (let pair = 0; pair < 32; pair++) spiked.differences[pair * 6 + 5] = pair === 3 ? 50 : 0;
    const { criticalValue } = differenceBands(spiked, RESAMPLING.resamples(32));
    expect(criticalValue).toBeLessThan(5);
  });

  it('hold the whole truth in about 95 of 100 experiments, the pointwise intervals in fewer', () => {
    const experiments = 200;
    let [held, heldPointwise] = [0, 0];
    for (let i = 0; i < experiments; i++) {
      const { low, high, simultaneousLow, simultaneousHigh } = differenceBands(
        walks(20, 16, 0, `experiment ${i}`),
        RESAMPLING.resamples(20),
      );
      const holds = (from: Float64Array, to: Float64Array) => from.every((one, t) => one <= 0 && to[t] >= 0);
      if (holds(simultaneousLow, simultaneousHigh)) held++;
      if (holds(low, high)) heldPointwise++;
    }
    expect(held / experiments).toBeGreaterThan(0.93);
    expect(held / experiments).toBeLessThan(0.99);
    expect(heldPointwise / experiments).toBeLessThan(0.85);
  });
});

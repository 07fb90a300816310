import { describe, expect, it } from 'vitest';
import { armSummaries, pairedEffects, reading } from '../../src/experiment/summary.js';
import { resolveText } from './small-model.js';

const EXPERIMENT = resolveText(`extends: base
seeds: [a, b]
arms: { low: {}, high: { against: low }, more: { against: low } }
metrics:
  broad: { series: index.broad, statistic: last }
  yield: { series: yield.treasuryBonds, statistic: mean }
  drawdown: { series: price.crypto, statistic: max drawdown }
`).experiment;

describe('paired effects', () => {
  const runs = [
    { arm: 'low', seed: 'a', values: [1, 0.04, -0.1] },
    { arm: 'low', seed: 'b', values: [2, 0.05, -0.2] },
    { arm: 'high', seed: 'b', values: [2.2, 0.0504, -0.25] },
    { arm: 'high', seed: 'a', values: [1.3, 0.0402, -0.12] },
    { arm: 'more', seed: 'b', values: [1.8, 0.05, -0.2] },
    { arm: 'more', seed: 'failed in low', values: [9, 9, 9] },
  ];

  it('compare the same seeds in the unit of the series', () => {
    const effects = pairedEffects(EXPERIMENT, runs);
    expect(effects.map(({ metric }) => metric.compare).slice(0, 3)).toEqual([
      'percent',
      'basis points',
      'percentage points',
    ]);
    expect(effects[0].mean).toBeCloseTo(20, 10);
    expect(effects[0].standardError).toBeCloseTo(10, 10);
    expect(effects[1].mean).toBeCloseTo(3, 10);
    expect(effects[2].mean).toBeCloseTo(-3.5, 10);
    expect(effects[3]).toMatchObject({ arm: 'more', against: 'low', seeds: 1 });
    expect(effects[3].mean).toBeCloseTo(-10, 10);
  });

  it('are read in one sentence, with a turn of the sign if there is one', () => {
    const effects = pairedEffects(EXPERIMENT, runs);
    expect(reading(effects)).toBe('broad: raised in high; lowered in more: the sign turns.');
    const close = [...runs.slice(0, 2), { ...runs[2], values: [1.4, 0, 0] }, runs[3]];
    expect(reading(pairedEffects(EXPERIMENT, close))).toBe('broad: no clear effect in high.');
    expect(reading([])).toBeUndefined();
  });

  it('give means by arm over completed runs', () => {
    const [low, , more] = armSummaries(EXPERIMENT, runs);
    expect(low).toEqual({ arm: 'low', runs: 2, means: [1.5, 0.045, -0.15000000000000002] });
    expect(more.runs).toBe(2);
  });
});

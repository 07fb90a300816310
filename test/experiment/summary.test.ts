import { describe, expect, it } from 'vitest';
import { armSummaries } from '../../src/experiment/summary.js';
import { resolveText } from './small-model.js';

const EXPERIMENT = resolveText(`extends: base
seeds: [a, b]
arms: { low: {}, high: { against: low }, more: { against: low } }
metrics:
  broad: { series: index.broad, statistic: last }
  yield: { series: yield.treasuryBonds, statistic: mean }
  drawdown: { series: price.crypto, statistic: max drawdown }
`).experiment;

describe('what arms come to', () => {
  const runs = [
    { arm: 'low', seed: 'a', values: [1, 0.04, -0.1] },
    { arm: 'low', seed: 'b', values: [2, 0.05, -0.2] },
    { arm: 'high', seed: 'b', values: [2.2, 0.0504, -0.25] },
    { arm: 'high', seed: 'a', values: [1.3, 0.0402, -0.12] },
    { arm: 'more', seed: 'b', values: [1.8, 0.05, -0.2] },
    { arm: 'more', seed: 'failed in low', values: [9, 9, 9] },
  ];

  it('is the mean of each metric over completed runs', () => {
    const [low, , more] = armSummaries(EXPERIMENT, runs);
    expect(low).toEqual({ arm: 'low', runs: 2, means: [1.5, 0.045, -0.15000000000000002] });
    expect(more.runs).toBe(2);
  });
});

import { describe, expect, it } from 'vitest';
import { metricEvaluator, neededSeries, statisticOf } from '../../src/experiment/metrics.js';
import { STATISTICS } from '../../src/experiment/structure.js';
import { resolveText } from './small-model.js';

describe('statistics of a series', () => {
  it('are those of the values', () => {
    const values = STATISTICS.map((statistic) => statisticOf([2, 4, 1, 3, 2.5], statistic));
    // last, first, min, max, mean, standard deviation (R: sd), max drawdown
    expect(values).toEqual([2.5, 2, 1, 4, 2.5, expect.closeTo(1.118033988749895, 14), -0.75]);
  });

  it('of no values are not numbers', () => {
    for (const statistic of STATISTICS) expect(statisticOf([], statistic)).toBeNaN();
  });
});

describe('metrics', () => {
  const { metrics } = resolveText(`extends: base
metrics:
  fall: { series: price.crypto, statistic: max drawdown, label: deepest fall, final: false }
  broad: { series: index.broad, statistic: last }
  yield: { series: yield.treasuryBonds, statistic: mean, compare: difference }
`).experiment;

  it('say their unit and how they are compared', () => {
    expect(metrics).toEqual([
      {
        name: 'fall',
        series: 'price.crypto',
        statistic: 'max drawdown',
        unit: 'ratio',
        label: 'deepest fall',
        final: false,
        compare: 'percentage points',
        needs: ['price.crypto'],
      },
      expect.objectContaining({ name: 'broad', unit: 'index', final: true, compare: 'percent' }),
      expect.objectContaining({ name: 'yield', unit: 'per year', compare: 'difference' }),
    ]);
    expect(neededSeries(metrics)).toEqual(['index.broad', 'price.crypto', 'yield.treasuryBonds']);
  });

  it('are evaluated in their order, and are no numbers without their series', async () => {
    const evaluate = await metricEvaluator(metrics);
    const columns = new Map([
      ['index.broad', Float64Array.of(1, 3)],
      ['price.crypto', Float64Array.of(4, 1)],
    ]);
    expect(evaluate(columns)).toEqual([-0.75, 3, Number.NaN]);
  });

  it('of an extended file are replaced, not added to', () => {
    const files = { 'more.yaml': 'extends: base\nmetrics: { one: { series: index.broad, statistic: max } }' };
    const own = 'extends: more\nmetrics: { two: { series: index.broad, statistic: min } }';
    expect(resolveText(own, { files }).experiment.metrics.map(({ name }) => name)).toEqual(['two']);
    expect(resolveText('extends: more', { files }).experiment.metrics.map(({ name }) => name)).toEqual([
      'one',
    ]);
  });
});

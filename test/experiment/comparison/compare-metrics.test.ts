import { describe, expect, it } from 'vitest';
import {
  compareMetrics,
  type MetricComparison,
  type RunMetrics,
} from '../../../src/experiment/comparison/compare-metrics.js';
import { armPairs } from '../../../src/experiment/comparison/difference.js';
import { Resampling } from '../../../src/experiment/comparison/resampling.js';
import type { Comparison, ResolvedMetric } from '../../../src/experiment/resolved.js';
import { randomStream } from '../../../src/maths/random.js';
import { SLEEP } from './published-data.js';

const RESAMPLING = new Resampling('a seed');

function metric(name: string, compare: Comparison = 'difference', final = true): ResolvedMetric {
  return { name, unit: 'index', final, compare, needs: [] };
}

/** Two arms, `drug` against `placebo`, with one value a metric and seed. */
function runsOf(drug: readonly (readonly number[])[], placebo: readonly (readonly number[])[]): RunMetrics[] {
  const runs = (arm: string, values: readonly (readonly number[])[]) =>
    values.map((own, i) => ({ arm, seed: `s${i}`, values: own }));
  return [...runs('placebo', placebo), ...runs('drug', drug)];
}

function compare(metrics: ResolvedMetric[], runs: readonly RunMetrics[], planned: number) {
  const seeds = Array.from({ length: planned }, (_, i) => `s${i}`);
  const pairs = [{ arm: 'drug', against: 'placebo' }];
  return compareMetrics({ armPairs: pairs, seeds, metrics, runs, resampling: RESAMPLING });
}

const one = (values: readonly number[]) => values.map((value) => [value]);

describe("R's sleep data", () => {
  const runs = runsOf(one(SLEEP.first), one(SLEEP.second));
  const [found] = compare([metric('sleep')], runs, 10);

  it('give the published statistics: t.test(paired = TRUE) has t = -4.0621, difference -1.58, r = 0.7952', () => {
    expect(found.difference).toBeCloseTo(-1.58, 12);
    expect(found.difference / found.standardError).toBeCloseTo(-4.0621, 4);
    expect(found.effectSize).toBeCloseTo(-1.2846, 4);
    expect(found.correlation).toBeCloseTo(0.7952, 4);
    expect(found.varianceReduction).toBeCloseTo(4.765423, 6);
    expect([found.armMean, found.againstMean]).toEqual([expect.closeTo(0.75, 12), expect.closeTo(2.33, 12)]);
    expect([found.pairs, found.missing, found.pValue, found.verdict]).toEqual([10, 0, 4 / 1024, 'lowered']);
  });

  it("have SciPy's BCa interval -2.63 … -1.05 within the error of 2,000 resamples", () => {
    expect(Math.abs(found.low + 2.63)).toBeLessThan(0.12);
    expect(Math.abs(found.high + 1.05)).toBeLessThan(0.06);
  });

  it('do not depend on the order of the runs', () => {
    expect(compare([metric('sleep')], [...runs].reverse(), 10)).toEqual([found]);
  });

  it('turn their sign with the arms', () => {
    const [turned] = compare([metric('sleep')], runsOf(one(SLEEP.second), one(SLEEP.first)), 10);
    expect(turned.low).toBeCloseTo(-found.high, 12);
    expect([turned.pValue, turned.varianceReduction]).toEqual([found.pValue, expect.closeTo(4.765423, 6)]);
    expect(turned.verdict).toBe('raised');
  });
});

describe('comparisons of metrics', () => {
  const base = Array.from({ length: 20 }, (_, i) => 1 + ((7 * i) % 11) / 10);
  const raised = base.map((value, i) => value * 1.1 + ((3 * i) % 5) / 50);

  it('share one resampling: a metric in other units has the same interval in other units', () => {
    const runs = runsOf(
      raised.map((value) => [value, 16 * value]),
      base.map((value) => [value, 16 * value]),
    );
    const [small, large] = compare([metric('x'), metric('16 x')], runs, 20);
    expect([large.low, large.high]).toEqual([
      expect.closeTo(16 * small.low, 12),
      expect.closeTo(16 * small.high, 12),
    ]);
    expect([large.pValue, large.effectSize]).toEqual([small.pValue, expect.closeTo(small.effectSize, 9)]);
  });

  it('are missing in percent of what is not positive: a rise from -100 to -50 is no fall by half', () => {
    const [found] = compare([metric('x', 'percent')], runsOf([[-50], [110], [60]], [[-100], [100], [0]]), 3);
    expect([found.pairs, found.missing]).toEqual([1, 2]);
    expect(found.difference).toBeCloseTo(10, 12);
  });

  it('are in the unit of the comparison, pair by pair', () => {
    const kinds = ['percent', 'basis points', 'percentage points', 'difference'] as const;
    const both = [
      [1, 2],
      [1.2, 2.2],
    ];
    const runs = runsOf(
      both[1].map((value) => kinds.map(() => value)),
      both[0].map((value) => kinds.map(() => value)),
    );
    const found = compare(
      kinds.map((kind) => metric(kind, kind)),
      runs,
      2,
    );
    expect(found.map(({ difference }) => difference)).toEqual(
      [15, 2000, 20, 0.2].map((x) => expect.closeTo(x, 9)),
    );
  });

  it('correct final metrics for their number, and only these', () => {
    const metrics = [metric('a'), metric('b'), metric('c', 'difference', false)];
    const found = compare(
      metrics,
      runsOf(
        raised.map((value, i) => [value, base[i] + (i % 2), value]),
        base.map((value) => [value, value, value]),
      ),
      20,
    );
    expect(found.map(({ verdict }) => verdict)).toEqual(['raised', 'raised', 'exploratory']);
    const sorted = found.slice(0, 2).sort((x, y) => x.pValue - y.pValue);
    expect(sorted[0].adjustedPValue).toBe(2 * sorted[0].pValue);
    expect(found[2].adjustedPValue).toBeNaN();
    expect(found[2].pValue).toBe(found[0].pValue);
  });

  it('leave out what is missing, count it, and give no verdict above 5 %', () => {
    const runs = runsOf(one(raised), one(base));
    const without = (...seeds: string[]) =>
      compare(
        [metric('a')],
        runs.filter(({ arm, seed }) => arm === 'placebo' || !seeds.includes(seed)),
        20,
      )[0];
    expect(without('s3')).toMatchObject({ pairs: 19, missing: 1, verdict: 'raised' });
    const two = without('s3', 's4');
    expect(two).toMatchObject({
      pairs: 18,
      missing: 2,
      verdict: 'too many missing',
      adjustedPValue: Number.NaN,
    });
    expect(two.low).toBeLessThan(two.difference);
    const noValue = runs.map((run) =>
      run.seed === 's0' && run.arm === 'drug' ? { ...run, values: [Number.NaN] } : run,
    );
    expect(compare([metric('a')], noValue, 20)[0]).toMatchObject({ pairs: 19, missing: 1 });
    expect(compare([metric('a')], [], 20)[0]).toMatchObject({
      pairs: 0,
      missing: 20,
      verdict: 'too many missing',
    });
  });

  it('count what is missing among the hypotheses', () => {
    const runs = runsOf(
      raised.map((value, i) => [value, i < 9 ? value : Number.NaN]),
      base.map((value) => [value, value]),
    );
    const [a] = compare([metric('a'), metric('b')], runs, 20);
    expect(a.adjustedPValue).toBe(2 * a.pValue);
  });

  it('know differences that do not vary, even when rounding makes them', () => {
    const rates = base.map((value) => value / 30);
    const cut = rates.map((rate) => rate - 0.0025);
    expect(new Set(cut.map((rate, i) => rate - rates[i])).size).toBeGreaterThan(1);
    const [found] = compare([metric('rate', 'basis points')], runsOf(one(cut), one(rates)), 20);
    expect(found).toMatchObject({ standardError: 0, verdict: 'lowered', effectSize: Number.NaN });
    expect(found.varianceReduction).toBeNaN();
    expect(found.difference).toBeCloseTo(-25, 9);
    expect([found.low, found.high]).toEqual([found.difference, found.difference]);
    const [same] = compare([metric('rate', 'percent')], runsOf(one(rates), one(rates)), 20);
    expect(same).toMatchObject({ difference: 0, low: 0, high: 0, pValue: 1, verdict: 'identical' });
    // Twenty times 21/97, divided by twenty, is not 21/97 in doubles.
    const [constant] = compare([metric('c')], runsOf(one(base), one(base.map(() => 21 / 97))), 20);
    expect(constant.correlation).toBeNaN();
    expect(constant.varianceReduction).toBeCloseTo(1, 12);
  });

  it('say when so few pairs could show nothing', () => {
    const first = (count: number) => runsOf(one(raised.slice(0, count)), one(base.slice(0, count)));
    expect(compare([metric('a')], first(5), 5)[0]).toMatchObject({
      pValue: 1 / 16,
      verdict: 'too few pairs',
    });
    expect(compare([metric('a')], first(6), 6)[0].verdict).toBe('raised');
    expect(compare([metric('a')], first(1), 1)[0]).toMatchObject({ pairs: 1, low: Number.NaN, pValue: 1 });
  });

  it('of a large family draw as many patterns as its correction needs', () => {
    // All but two have no value: they count in the correction, and cost no time.
    const metrics = Array.from({ length: 5000 }, (_, m) => metric(`m${m}`));
    const known = (...values: number[]) => metrics.map((_, m) => values[m] ?? Number.NaN);
    const runs = runsOf(
      raised.map((value, i) => known(value, base[i] + Math.sin(i))),
      base.map((value) => known(value, value)),
    );
    const [clear, noise] = compare(metrics, runs, 20);
    expect(clear).toMatchObject({ exact: false, verdict: 'raised' });
    expect(clear.pValue).toBeLessThan(1e-5);
    expect(clear.adjustedPValue).toBe(5000 * clear.pValue);
    expect(noise.verdict).toBe('no clear difference');
    const [alone] = compare(
      metrics.slice(0, 1),
      runs.map((run) => ({ ...run, values: run.values.slice(0, 1) })),
      20,
    );
    expect(alone.pValue).toBe(1e-5);
  });

  it('of arms that differ by chance alone are clear in 5 of 100 cases', () => {
    const metrics = Array.from({ length: 400 }, (_, m) => metric(`m${m}`, 'difference', false));
    const stream = randomStream('philox', 'chance', 'metrics');
    const noise = (arm: number) =>
      Array.from({ length: 20 }, (_, seed) => metrics.map((_m, m) => stream.normal(arm, 1000 * seed + m)));
    const found = compare(metrics, runsOf(noise(1), noise(2)), 20);
    const share = (holds: (one: MetricComparison) => boolean) => found.filter(holds).length / 400;
    expect(Math.abs(share(({ pValue }) => pValue < 0.05) - 0.05)).toBeLessThan(0.025);
    expect(Math.abs(share(({ pValue }) => pValue < 0.5) - 0.5)).toBeLessThan(0.075);
    expect(Math.abs(share(({ low, high }) => low > 0 || high < 0) - 0.07)).toBeLessThan(0.03);
    expect(Math.abs(found.reduce((sum, { correlation }) => sum + correlation, 0) / 400)).toBeLessThan(0.04);
  });
});

describe('who is compared with whom', () => {
  const arms = [{ name: 'hold' }, { name: 'cut', against: 'hold' }, { name: 'rise', against: 'hold' }];

  it('is what the arms say, or every other arm with the baseline', () => {
    expect(armPairs(arms)).toEqual([
      { arm: 'cut', against: 'hold' },
      { arm: 'rise', against: 'hold' },
    ]);
    expect(armPairs(arms, 'cut')).toEqual([
      { arm: 'hold', against: 'cut' },
      { arm: 'rise', against: 'cut' },
    ]);
  });
});

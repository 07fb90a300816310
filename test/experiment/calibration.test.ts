import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  CalibrationSearch,
  momentDistance,
  momentsOf,
  type ResolvedCalibration,
  reflected,
  type Target,
  valuesAt,
} from '../../src/experiment/calibration.js';
import type { Input } from '../../src/experiment/inputs.js';
import { neighbours, shareErrors } from '../../src/experiment/moment-errors.js';
import type { ResolvedExperiment, ResolvedMetric } from '../../src/experiment/resolved.js';
import type { PointRuns } from '../../src/experiment/responses.js';
import { randomStream } from '../../src/maths/random.js';
import { problemsOf, resolveText } from './small-model.js';

const SEEDS = ['1', '2', '3', '4', '5', '6', '7', '8'];
const METRICS = ['mean', 'spread', 'drift'].map(
  (name) => ({ name, unit: 'ratio', final: true, compare: 'difference', needs: [] }) as ResolvedMetric,
);
const EXPERIMENT: ResolvedExperiment = {
  ...resolveText('extends: base\n').experiment,
  seeds: SEEDS,
  metrics: METRICS,
};

/** A small model: 200 draws with a level, a scale and a drift; its moments by seed. The draws hang on the seed alone. */
function simulate([level, scale, drift]: readonly number[]): PointRuns {
  return [
    SEEDS.map((seed) => {
      const z = new Float64Array(200);
      randomStream('philox', seed, 'test').normals(0, 0, z, 0, z.length);
      const x = z.map((value, t) => level + scale * value + drift * (t / z.length - 0.5));
      const mean = x.reduce((sum, value) => sum + value, 0) / x.length;
      const spread = Math.sqrt(x.reduce((sum, value) => sum + (value - mean) ** 2, 0) / x.length);
      const slope = x.reduce((sum, value, t) => sum + value * (t / x.length - 0.5), 0) / x.length;
      return [mean, spread, slope];
    }),
  ];
}

function input(name: string, from: number, to: number, start: number, scale: 'linear' | 'log'): Input {
  return { name, unit: 'ratio', from, to, start, scale };
}

const TRUTH = [2.5, 0.3, -1];
const INPUTS = [
  input('level', 0, 10, 0.5, 'linear'),
  input('scale', 0.01, 10, 0.5, 'log'),
  input('drift', -3, 3, 0.5, 'linear'),
];

function calibration(
  inputs: readonly Input[],
  truth: readonly number[],
  metrics = METRICS,
): ResolvedCalibration {
  const bare = metrics.map((metric) => ({ metric, arm: 'base', value: 0, tolerance: 0.01 }));
  const plain = {
    inputs,
    targets: bare as Target[],
    population: 8,
    generations: 200,
    step: 0.3,
    precision: 1e-6,
  };
  const moments = momentsOf({ ...plain, seed: 'a' }, EXPERIMENT, simulate(truth));
  return { ...plain, seed: 'a', targets: bare.map((target, i) => ({ ...target, value: moments[i] })) };
}

function searched(asked: ResolvedCalibration, model = simulate): CalibrationSearch {
  const search = new CalibrationSearch(asked);
  while (search.end === undefined)
    search.tell(search.ask().map((values) => momentsOf(asked, EXPERIMENT, model(values))));
  return search;
}

describe('a calibration', () => {
  it('recovers the parameters from which the targets were made', () => {
    const search = searched(calibration(INPUTS, TRUTH));
    expect(search.end).toBe('precision reached');
    for (const [index, value] of (search.best?.values ?? []).entries())
      expect(value).toBeCloseTo(TRUTH[index], 3);
    expect(search.best?.distance).toBeLessThan(1e-6);
  });

  it('finds a value at the end of its range, and one that lies beyond it there', () => {
    const narrow = [INPUTS[0], INPUTS[1], input('drift', -1, 3, 0.5, 'linear')];
    expect(searched(calibration(narrow, TRUTH)).best?.values[2]).toBeCloseTo(-1, 3);
    const beyond = [INPUTS[0], INPUTS[1], input('drift', -0.5, 3, 0.5, 'linear')];
    expect(searched(calibration(beyond, TRUTH)).best?.values[2]).toBeCloseTo(-0.5, 3);
  });

  it('gets round candidates whose runs fail', () => {
    const failing = (values: readonly number[]): PointRuns =>
      values[0] > 4 ? [SEEDS.map((seed) => (seed === '3' ? undefined : [0, 0, 0]))] : simulate(values);
    const search = searched(calibration(INPUTS, TRUTH), failing);
    expect(search.tried.some(({ distance }) => distance === Number.POSITIVE_INFINITY)).toBe(true);
    expect(search.best?.values[0]).toBeCloseTo(TRUTH[0], 3);
  });

  it('ends after the most generations, with the best so far', () => {
    const search = searched({ ...calibration(INPUTS, TRUTH), generations: 3 });
    expect([search.end, search.generation, search.tried.length]).toEqual(['most generations', 3, 24]);
    const least = Math.min(...search.tried.map(({ distance }) => distance));
    expect(search.best?.distance).toBe(least);
  });
});

describe('the key calibration', () => {
  const TEXT = `extends: base
arms:
  calm:
  wave: { against: calm, parameters: { fed.purchases: 10 } }
metrics:
  broad: { series: index.broad, statistic: last }
calibration:
  parameters: { funds.leverage: , funds.count: { from: 10, to: 30 } }
  targets:
    - { metric: broad, value: 1.1, tolerance: 0.1, source: somewhere }
    - { metric: broad, arm: wave, against: calm, value: -2, tolerance: 0.5 }
`;

  it('reads targets and says how it searches', () => {
    const { calibration: read } = resolveText(TEXT);
    expect(read).toMatchObject({
      population: 6,
      generations: 60,
      step: 0.3,
      precision: 0.001,
      seed: 'calibration',
    });
    expect(read?.inputs.map(({ name, start }) => [name, start])).toEqual([
      ['funds.leverage', 1 / 3],
      ['funds.count', 0.5],
    ]);
    expect(
      read?.targets.map(({ metric, arm, against, value }) => [metric.name, arm, against, value]),
    ).toEqual([
      ['broad', 'calm', undefined, 1.1],
      ['broad', 'wave', 'calm', -2],
    ]);
  });

  it.each([
    [
      'metric: broad, value',
      'metric: broat, value',
      "question.yaml:10:17: calibration: there is no metric 'broat'; did you mean 'broad'?",
    ],
    [
      'arm: wave',
      'arm: wove',
      "question.yaml:11:29: calibration: there is no arm 'wove'; did you mean 'wave'?",
    ],
    [
      'against: calm, value',
      'against: clam, value',
      "question.yaml:11:44: calibration: there is no arm 'clam'; did you mean 'calm'?",
    ],
    [
      'arm: wave, against: calm, value',
      'arm: calm, value',
      'question.yaml:11:7: calibration: there are two targets for broad[calm]',
    ],
    [
      'calibration:\n',
      'calibration:\n  precision: 0.3\n',
      'question.yaml:8:14: calibration: the search begins with a spread (step) of 0.3, and would end at once at 0.3 (precision)',
    ],
    [
      'tolerance: 0.1',
      'tolerance: 0',
      'question.yaml:10:47: calibration.targets[0].tolerance: Too small: expected number to be >0',
    ],
  ])('refuses %s -> %s', (from, to, problem) => {
    expect(problemsOf(TEXT.replace(from, to))).toEqual([problem]);
  });
});

describe('the distance of moments', () => {
  const targets = [
    { value: 1, tolerance: 0.5 },
    { value: -2, tolerance: 2 },
  ] as Target[];

  it('is the sum of squared gaps in tolerances', () => {
    expect(momentDistance(targets, [2, -5])).toBe(4 + 2.25);
    expect(momentDistance(targets, [1, -2])).toBe(0);
  });

  it('is infinite if a moment is missing', () => {
    expect(momentDistance(targets, [Number.NaN, -2])).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('reflection', () => {
  it('leaves the range alone and folds what lies outside into it, without a jump', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: -3, max: 3 }), (x, turns) => {
        expect(reflected(x)).toBe(x);
        expect(reflected(-x)).toBe(x);
        expect(reflected(x + 2 * turns)).toBeCloseTo(x, 12);
        expect(reflected(2 * turns - x)).toBeCloseTo(x, 12);
      }),
      { seed: 1 },
    );
    expect([-0.2, 1.3, 2.25].map(reflected).map((x) => Number(x.toFixed(12)))).toEqual([0.2, 0.7, 0.25]);
  });
});

describe('standard errors', () => {
  it('of a linear model are those of weighted least squares, plus the noise of the simulation', () => {
    // moments: level + noise, 2 level + scale + noise of the seeds, with weights 1/0.1^2 and 1/0.5^2
    const noise = [0.3, -0.1, 0.05, -0.25, 0.1, -0.1, 0.2, -0.2];
    const linear = ([a, b]: readonly number[]): PointRuns => [noise.map((e) => [a + e, 2 * a + b - e, 0])];
    const inputs = [input('a', 0, 4, 0.5, 'linear'), input('b', 0, 2, 0.5, 'linear')];
    const targets = [
      { metric: METRICS[0], arm: 'base', value: 0, tolerance: 0.1 },
      { metric: METRICS[1], arm: 'base', value: 0, tolerance: 0.5 },
    ];
    const asked = { ...calibration(inputs, [1, 1]), inputs, targets };
    const best = [0.5, 0.5];
    const valuesOf = ([a, b]: readonly number[]) => [4 * a, 2 * b];
    const around = neighbours(inputs, best).map((shares) => linear(valuesOf(shares)));
    const errors = shareErrors(asked, EXPERIMENT, best, linear(valuesOf(best)), around);
    // As many moments as parameters: a = m1, b = m2 - 2 m1, and the mean of the noise has variance v.
    const v = noise.reduce((sum, e) => sum + e * e, 0) / 7 / 8;
    const varianceA = 0.01 + v;
    const varianceB = 0.25 + v + 4 * (0.01 + v) + 4 * v;
    expect(errors?.[0]).toBeCloseTo(Math.sqrt(varianceA) / 4, 10);
    expect(errors?.[1]).toBeCloseTo(Math.sqrt(varianceB) / 2, 10);
  });

  it('do not exist where the targets leave a parameter open, or a run failed', () => {
    const asked = calibration(INPUTS, TRUTH, METRICS.slice(0, 1));
    const best = [0.25, 0.5, 0.3];
    const at = (shares: readonly number[]) => simulate([10 * shares[0], 1, 0]);
    expect(shareErrors(asked, EXPERIMENT, best, at(best), neighbours(INPUTS, best).map(at))).toBeUndefined();
    // Two parameters that all moments see as one sum, but for rounding
    const inputs = INPUTS.slice(0, 2);
    const alike = ([a, b]: readonly number[]) => [SEEDS.map(() => [a + b, 2 * a + (2 + 1e-7) * b, 0])];
    const near = neighbours(inputs, [0.5, 0.5]).map(alike);
    const two = { ...calibration(inputs, TRUTH), inputs };
    expect(shareErrors(two, EXPERIMENT, [0.5, 0.5], alike([0.5, 0.5]), near)).toBeUndefined();
    const failed: PointRuns = [SEEDS.map(() => undefined)];
    const one = { ...asked, inputs: INPUTS.slice(0, 1) };
    expect(shareErrors(one, EXPERIMENT, [0.25], at(best), [failed, at(best)])).toBeUndefined();
  });

  it('look within the ranges', () => {
    expect(neighbours(INPUTS, [0, 1])).toEqual([
      [0, 1],
      [0.05, 1],
      [0, 0.95],
      [0, 1],
    ]);
  });

  it('step by whole numbers where a parameter counts, and divide by these steps', () => {
    const count = { ...input('a', 10, 14, 0.5, 'linear'), whole: true };
    const inputs = [count, { ...count, from: 1, to: 41 }];
    // 12 of 10 … 14, and 21 of 1 … 41, at shares that no whole number has.
    const best = [0.55, 0.51];
    const places = neighbours(inputs, best);
    expect(places.map((shares) => valuesAt({ ...calibration([], []), inputs }, shares))).toEqual([
      [11, 21],
      [13, 21],
      [12, 19],
      [12, 23],
    ]);
    const targets = [0, 1].map((index) => ({
      metric: METRICS[index],
      arm: 'base',
      value: 0,
      tolerance: 0.1,
    }));
    const asked = { ...calibration(inputs, [1, 1]), inputs, targets };
    const exact = (shares: readonly number[]) => [SEEDS.map(() => [...valuesAt(asked, shares), 0])];
    const errors = shareErrors(asked, EXPERIMENT, best, exact(best), places.map(exact));
    expect(errors?.[0]).toBeCloseTo(0.1 / 4, 10);
    expect(errors?.[1]).toBeCloseTo(0.1 / 40, 10);
  });
});

import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { atPoints } from '../../src/experiment/point-arms.js';
import { resolveExperiment } from '../../src/experiment/resolve.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import {
  allResponses,
  meanResponse,
  type PointRuns,
  responseBySeed,
} from '../../src/experiment/responses.js';
import {
  analyseSensitivity,
  type ResolvedSensitivity,
  sensitivityPoints,
} from '../../src/experiment/sensitivity.js';
import { CATALOGUE, ROOT } from '../engine/economy.js';
import { problemsOf, resolveText } from './small-model.js';

const TEXT = `extends: base
arms:
  calm:
  wave: { against: calm, parameters: { fed.purchases: 10 } }
metrics:
  broad: { series: index.broad, statistic: last }
  crypto: { series: price.crypto, statistic: max }
sensitivity:
  parameters:
    funds.leverage:
    funds.callRate: { from: 25 $bn/month, to: 1200 }
    opening.cash: { from: 0.01 $tn, to: 1 $tn, scale: log }
  trajectories: 30
  rows: 512
`;

function resolved(text = TEXT): { study: ResolvedSensitivity; experiment: ResolvedExperiment } {
  const { sensitivity, experiment } = resolveText(text);
  return { study: sensitivity as ResolvedSensitivity, experiment };
}

/** Runs at the points of a study, from a formula for the two metrics; `wave` adds twice the first share. */
function runAll(
  study: ResolvedSensitivity,
  f: (row: readonly number[], seed: number) => number[] | undefined,
): PointRuns[] {
  return sensitivityPoints(study).rows.map((row) => {
    const values = row as number[];
    return ['calm', 'wave'].map((arm) =>
      ['a', '7'].map((_, seed) => {
        const found = f(values, seed);
        return arm === 'calm' ? found : found?.map((value) => value + 2 * ((values[0] - 1) / 3));
      }),
    );
  });
}

describe('the key sensitivity', () => {
  it('reads units, ranges beside values and groups', () => {
    const { study } = resolved();
    expect(study.inputs).toEqual([
      { name: 'funds.leverage', unit: 'ratio', from: 1, to: 4, scale: 'linear', start: 1 / 3 },
      { name: 'funds.callRate', unit: '$bn/yr', from: 300, to: 1200, scale: 'linear', start: 0 },
      { name: 'opening.cash', unit: '$bn', from: 10, to: 1000, scale: 'log', start: 1 },
    ]);
    expect(study).toMatchObject({
      method: 'morris',
      metrics: ['broad', 'crypto'],
      levels: 4,
      trajectories: 30,
    });
    const group = TEXT.replace('funds.leverage:\n', 'funds:\n    funds.count: { from: 5, to: 9 }\n');
    expect(resolved(group).study.inputs.map(({ name, whole }) => [name, whole])).toEqual([
      ['funds.leverage', undefined],
      ['funds.count', true],
      ['funds.callRate', undefined],
      ['opening.cash', undefined],
    ]);
    // A name of its own wins over its group, before or after it; a range of one value varies nothing.
    const both = resolved(
      TEXT.replace('funds.leverage:\n', 'funds.leverage: { from: 2, to: 3 }\n    funds:\n').replace(
        'arms:',
        'parameters: { funds.count: { value: 20, range: [20, 20] } }\narms:',
      ),
    );
    expect(both.study.inputs.map(({ name, from }) => [name, from])).toEqual([
      ['funds.leverage', 2],
      ['funds.callRate', 300],
      ['opening.cash', 10],
    ]);
    expect(
      resolved(TEXT.replace('funds.leverage:', 'market.haircut: { from: 0, to: 0.5 }'))
        .study.inputs.slice(0, 2)
        .map(({ name }) => name),
    ).toEqual(['market.haircut.treasuryBonds', 'market.haircut.crypto']);
  });

  it.each([
    [
      'funds.leverage:',
      'funds.leverag:',
      "question.yaml:10:5: funds.leverag: unknown parameter; did you mean 'funds.leverage'?",
    ],
    ['funds.leverage:', 'fed.rule:', 'question.yaml:10:5: fed.rule: is no number; only numbers are varied'],
    [
      'funds.leverage:',
      'funds.notice:',
      'question.yaml:10:5: funds.notice: has no range beside its value; write { from: …, to: … }',
    ],
    [
      'funds.leverage:',
      'opening:',
      'question.yaml:10:5: opening: no member is a number with a range; write { from: …, to: … }',
    ],
    [
      'funds.leverage:',
      'fed.purchases: { from: 0, to: 9 }',
      "question.yaml:10:5: fed.purchases: arm 'wave' has its own value, which no point would change",
    ],
    ['0.01 $tn', '0', 'question.yaml:12:5: opening.cash: a logarithmic range lies above zero'],
    ['1200 }', '300 }', 'question.yaml:11:5: funds.callRate: the range from 300 to 300 is empty'],
    [
      '1200 }',
      '1200 bp }',
      "question.yaml:11:47: funds.callRate: '1200 bp' has the wrong unit; expected a flow of money, such as 300 $bn/yr or 25 $bn/month",
    ],
    [
      'rows: 512',
      'metrics: [broat]',
      "question.yaml:14:13: sensitivity: there is no metric 'broat'; did you mean 'broad'?",
    ],
    ['rows: 512', 'levels: 5', 'question.yaml:14:11: sensitivity.levels: expected an even number'],
    ['rows: 512', 'row: 5', "question.yaml:14:3: unknown key 'sensitivity.row'; did you mean 'rows'?"],
  ])('refuses %s -> %s', (from, to, problem) => {
    expect(problemsOf(TEXT.replace(from, to))).toEqual([problem]);
  });

  it('refuses levels between which a count does not move', () => {
    const text = TEXT.replace('funds.leverage:', 'funds.count: { from: 1, to: 2, scale: log }');
    const fine = text.replace('rows: 512', 'levels: 100');
    expect(problemsOf(text)).toEqual([]);
    expect(problemsOf(fine)).toEqual([
      'question.yaml:9:3: sensitivity: funds.count: from 1 to 2 some steps of 100 levels end at the same whole number; give it a wider range, or fewer levels',
    ]);
    expect(problemsOf(fine.replace('sensitivity:\n', 'sensitivity:\n  method: sobol\n'))).toEqual([]);
  });

  it('takes no more parameters by sobol than its sequence has room for', () => {
    const library = join(ROOT, 'experiments');
    const resolve = (method: string) => {
      const text = `extends: base\nsensitivity: { method: ${method}, parameters: { market: , hedgeFunds: } }\n`;
      const readFile = (path: string) => (path === 'many.yaml' ? text : readFileSync(path, 'utf8'));
      const source = { file: 'many.yaml', library, readFile };
      return resolveExperiment(
        { ...source, readFile: (path) => (path === 'base.yaml' ? undefined : readFile(path)) },
        CATALOGUE,
      );
    };
    expect(resolve('morris').sensitivity?.inputs.length).toBeGreaterThan(80);
    expect(() => resolve('sobol')).toThrow(/sobol takes up to 80, screen them by morris first/);
  });

  it('is not inherited', () => {
    const plain = resolveText('extends: parent.yaml\n', { files: { 'parent.yaml': TEXT } });
    expect(plain.sensitivity).toBeUndefined();
  });
});

describe('the points of a study', () => {
  it('become arms that keep only what metrics need', () => {
    const { study, experiment } = resolved();
    const { names, rows } = sensitivityPoints(study);
    expect(rows).toHaveLength(30 * 4);
    const { arms, record, forkAt } = atPoints(
      { ...experiment, forkAt: 5 },
      { names, rows: rows.slice(7, 9), first: 7, count: rows.length },
    );
    expect(arms.map(({ name }) => name)).toEqual([
      'p0000008-calm',
      'p0000008-wave',
      'p0000009-calm',
      'p0000009-wave',
    ]);
    expect(arms[1].parameters).toEqual({
      'fed.purchases': 10,
      'funds.leverage': rows[7][0],
      'funds.callRate': rows[7][1],
      'opening.cash': rows[7][2],
    });
    // A fork stays: the arms of a point have a trunk in common.
    expect([record.seriesEvery, record.events, forkAt]).toEqual([40, false, 5]);
  });
});

describe('responses', () => {
  it('are metrics of arms and differences of arms, missing if any run is', () => {
    const { experiment } = resolved();
    const runs: PointRuns = [
      [
        [100, 1],
        [200, 2],
      ],
      [[110, 5], undefined],
    ];
    const all = allResponses(experiment, experiment.metrics);
    const found = all.map((response) => meanResponse(response, experiment, runs));
    expect(all.map(({ metric, arm, against }) => [metric.name, arm, against])).toEqual([
      ['broad', 'calm', undefined],
      ['broad', 'wave', undefined],
      ['broad', 'wave', 'calm'],
      ['crypto', 'calm', undefined],
      ['crypto', 'wave', undefined],
      ['crypto', 'wave', 'calm'],
    ]);
    expect(found).toEqual([150, Number.NaN, Number.NaN, 1.5, Number.NaN, Number.NaN]);
    const whole: PointRuns = [runs[0], [runs[1][0], [240, 6]]];
    expect(responseBySeed(all[1], experiment, runs)).toBeUndefined();
    expect(responseBySeed(all[0], experiment, runs)).toEqual([100, 200]);
    const fromNothing: PointRuns = [
      [
        [0, 1],
        [200, 2],
      ],
      whole[1],
    ];
    expect(meanResponse(all[2], experiment, fromNothing)).toBeNaN();
    // Index levels are compared in percent: 10 % and 20 %.
    expect(meanResponse(all[2], experiment, whole)).toBeCloseTo(15, 12);
  });
});

describe('a study', () => {
  const model = ([leverage, calls]: readonly number[], seed: number) => [
    100 + ((leverage - 1) / 3) * 4 + ((calls - 300) / 900) * 2 + seed,
    7,
  ];

  it('by morris gives the slopes of a linear model over the whole ranges', () => {
    const { study, experiment } = resolved();
    const rows = analyseSensitivity(study, experiment, runAll(study, model));
    const of = (arm: string, against: string, index: string) =>
      rows.filter(
        (row) => row.metric === 'broad' && row.arm === arm && row.against === against && row.index === index,
      );
    const means = of('calm', '', 'mean effect').map(({ estimate }) => estimate);
    for (const [input, slope] of [4, 2, 0].entries()) expect(means[input]).toBeCloseTo(slope, 9);
    expect(of('wave', '', 'mean effect')[0].estimate).toBeCloseTo(6, 9);
    expect(of('wave', 'calm', 'mean absolute effect')[0].unit).toBe('%');
    expect(rows.every(({ used, missing }) => used === 30 && missing === 0)).toBe(true);
    expect(rows).toHaveLength(2 * 3 * 3 * 3);
  });

  it('by morris divides by the step that was made where a parameter counts', () => {
    const { study, experiment } = resolved(
      TEXT.replace('funds.leverage:\n', 'funds.count: { from: 10, to: 12 }\n'),
    );
    const perFund = ([count]: readonly number[]) => [100 + 3 * count, 7];
    const rows = analyseSensitivity(study, experiment, runAll(study, perFund));
    const own = rows.filter(
      ({ metric, arm, parameter }) => metric === 'broad' && arm === 'calm' && parameter === 'funds.count',
    );
    // Two funds more are the whole range: 6. By the steps of the levels it would be 4.5 or 9.
    expect(own.map(({ index }) => index)).toEqual([
      'mean absolute effect',
      'mean effect',
      'standard deviation of effects',
    ]);
    for (const [index, expected] of [6, 6, 0].entries()) expect(own[index].estimate).toBeCloseTo(expected, 9);
  });

  it('by sobol gives shares of the variance, and none of what does not vary', () => {
    const { study, experiment } = resolved(TEXT.replace('sensitivity:\n', 'sensitivity:\n  method: sobol\n'));
    const rows = analyseSensitivity(study, experiment, runAll(study, model));
    const of = (metric: string, arm: string, index: string) =>
      rows.filter(
        (row) => row.metric === metric && row.arm === arm && row.against === '' && row.index === index,
      );
    const totals = of('broad', 'calm', 'total').map(({ estimate }) => estimate);
    for (const [input, share] of [0.8, 0.2, 0].entries())
      expect(Math.abs(totals[input] - share)).toBeLessThan(0.01);
    expect(of('crypto', 'calm', 'first order').map(({ estimate }) => estimate)).toEqual([NaN, NaN, NaN]);
    // wave adds 2 to the slope of 4
    expect(Math.abs(of('broad', 'wave', 'total')[0].estimate - 36 / 40)).toBeLessThan(0.01);
  });

  it('counts what failed runs cost, and stands', () => {
    const { study, experiment } = resolved();
    let runs = 0;
    const failing = (row: readonly number[], seed: number) =>
      runs++ % 97 === 50 ? undefined : model(row, seed);
    const rows = analyseSensitivity(study, experiment, runAll(study, failing));
    const own = rows.filter(
      ({ metric, arm, against, index }) =>
        metric === 'broad' && arm === 'calm' && against === '' && index === 'mean effect',
    );
    for (const [input, { estimate, used, missing }] of own.entries()) {
      expect(estimate).toBeCloseTo([4, 2, 0][input], 9);
      expect(used + missing).toBe(30);
    }
    // Two runs of this arm failed, each inside a trajectory: two effects each.
    expect(own.reduce((sum, { missing }) => sum + missing, 0)).toBe(4);
  });
});

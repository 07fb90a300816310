import { beforeAll, describe, expect, it } from 'vitest';
import { loadFormulas, type ReadFormula } from '../../src/experiment/formula.js';
import { FormulasNeeded } from '../../src/experiment/formula-source.js';
import { metricEvaluator } from '../../src/experiment/metrics.js';
import { asYaml, configurationHash } from '../../src/experiment/resolved.js';
import { problemsOf, resolveText } from './small-model.js';

let formulas: ReadFormula;
beforeAll(async () => {
  formulas = await loadFormulas();
});

const schedule = (entry: string) => `extends: base\nticks: 8\nschedule:\n  - ${entry}\n`;
const changes = (entry: string) => resolveText(schedule(entry), { formulas }).experiment.schedule;
const problems = (entry: string) => problemsOf(schedule(entry), { formulas });

describe('a formula in a schedule', () => {
  it('becomes a path of numbers from its tick to the end', () => {
    expect(changes('{ from: 3, set: { fed.rate: { formula: "0.04 - 0.005 * t" } } }')).toEqual([
      {
        from: 3,
        path: { 'fed.rate': [0.04, 0.035, 0.03, 0.025, 0.02, 0.015].map((rate) => expect.closeTo(rate, 15)) },
        set: {},
      },
    ]);
  });

  it('ends at until, and leaves out what stays', () => {
    const formula = 'set: { fed.rate: { formula: "max(0.04 - 0.01 * t, 0.02)" } }';
    expect(changes(`{ from: 1, until: 3, ${formula} }`)[0].path).toEqual({ 'fed.rate': [0.04, 0.03] });
    expect(changes(`{ from: 1, ${formula} }`)[0].path).toEqual({ 'fed.rate': [0.04, 0.03, 0.02] });
    const constant = '{ from: 1, set: { fed.rate: { formula: "0.04" } } }';
    expect(changes(constant)[0].path).toEqual({ 'fed.rate': [0.04] });
  });

  it('knows the tick, dates and years', () => {
    const [tick] = changes(
      `{ from: 2, set: { fed.purchases: { formula: "tick >= '2026-01-07' ? tick : 0" } } }`,
    );
    expect(tick.path).toEqual({ 'fed.purchases': [0, 3, 4, 5, 6, 7, 8] });
    const [years] = changes('{ from: 2, until: 4, set: { fed.purchases: { formula: "252 * years" } } }');
    expect(years.path).toEqual({ 'fed.purchases': [0, 1] });
  });

  it('stands beside values', () => {
    expect(
      changes('{ from: 8, set: { fed: { rate: { formula: tick / 100 }, standingRepo: false } } }'),
    ).toEqual([{ from: 8, path: { 'fed.rate': [0.08] }, set: { 'fed.standingRepo': false } }]);
  });

  it('is written out, so that the resolved file needs no formulas and has the same hash', () => {
    const text = schedule('{ from: 2, set: { fed.rate: { formula: "0.05 * exp(-t / 3)" } } }');
    const { experiment } = resolveText(text, { formulas });
    const again = resolveText(asYaml(experiment)).experiment;
    expect(again.schedule).toEqual(experiment.schedule);
    expect(configurationHash(again)).toBe(configurationHash(experiment));
  });

  it.each([
    [
      'unknown name',
      '{ from: 2, set: { fed.rate: { formula: "0.01 * tic" } } }',
      ":4:52: fed.rate: unknown name 'tic'; did you mean 'tick'?",
    ],
    [
      'out of range',
      '{ from: 2, set: { fed.rate: { formula: "t / 10" } } }',
      ':4:44: fed.rate: at tick 5 0.3 is out of range; allowed: -0.01 /yr to 0.2 /yr',
    ],
    ['no number', '{ from: 2, set: { fed.rate: { formula: "log(-t)" } } }', ':4:44: fed.rate: at tick 2 '],
    [
      'series',
      '{ from: 2, set: { fed.rate: { formula: "last(index.broad)" } } }',
      ":4:50: fed.rate: unknown name 'index.broad'",
    ],
    [
      'bare date',
      '{ from: 2, set: { fed.rate: { formula: "tick > 2026-02-02" } } }',
      ':4:52: fed.rate: write the date as "2026-02-02", with quotes',
    ],
    ['no date', `{ from: 2, set: { fed.rate: { formula: "tick > '2026-13-02'" } } }`, ':4:52: fed.rate: '],
    [
      'switch',
      '{ from: 2, set: { fed.standingRepo: { formula: "1" } } }',
      ':4:23: fed.standingRepo: is a switch; a formula gives a number',
    ],
    [
      'over',
      '{ from: 2, over: 3, set: { fed.rate: { formula: "t / 100" } } }',
      ":4:53: fed.rate: is a formula, which gives every step itself; leave out 'over'",
    ],
    [
      'when',
      '{ when: { series: index.broad, below: 1 }, set: { fed.rate: { formula: "0" } } }',
      "fed.rate: a formula goes with 'from', not with 'when'",
    ],
    [
      'start of the world',
      '{ from: 2, set: { funds.leverage: { formula: "1" } } }',
      ':4:23: funds.leverage: belongs to the start of the world',
    ],
    [
      'a unit beside it',
      '{ from: 2, set: { fed.rate: { formula: "1", unit: bp } } }',
      ":4:49: fed.rate: 'unit' does not go with a formula",
    ],
    [
      'a number',
      '{ from: 2, set: { fed.rate: { formula: 1 } } }',
      ':4:23: fed.rate: a formula is a text in quotes',
    ],
  ])('is refused: %s', (_, entry, problem) => {
    const found = problems(entry);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it('is refused among the parameters', () => {
    expect(problemsOf('extends: base\nparameters: { fed.rate: { formula: "0.04" } }', { formulas })).toEqual([
      'question.yaml:2:15: fed.rate: a formula belongs into a schedule',
    ]);
  });

  it('asks for what reads it', () => {
    expect(() => resolveText(schedule('{ from: 2, set: { fed.rate: { formula: "0.04" } } }'))).toThrow(
      FormulasNeeded,
    );
  });
});

describe('a path in a file', () => {
  it('has values with units', () => {
    expect(changes('{ from: 2, path: { fed.rate: [4 %, 375 bp, 0.03] } }')).toEqual([
      { from: 2, path: { 'fed.rate': [0.04, 0.0375, 0.03] }, set: {} },
    ]);
  });

  it.each([
    ['{ from: 2, path: { fed.rat: [4 %] } }', ":4:33: fed.rat: unknown parameter; did you mean 'fed.rate'?"],
    ['{ from: 2, path: { fed.rate: [4 %, 4 days] } }', ":4:40: fed.rate: '4 days' has the wrong unit"],
    [
      '{ from: 2, path: { funds.leverage: [1] } }',
      ':4:40: funds.leverage: belongs to the start of the world',
    ],
    [
      '{ from: 2, path: { fed.standingRepo: [1] } }',
      ':4:42: fed.standingRepo: is a switch; a path holds numbers',
    ],
    [
      '{ from: 2, path: { fed.rate: [1 %] }, set: { fed.rate: 2 % } }',
      ':4:34: fed.rate: has both a path and a value',
    ],
    ['{ from: 2, over: 2, path: { fed.rate: [1 %] } }', ":4:22: over: does not go with 'path'"],
    ['{ when: { series: index.broad, below: 1 }, path: { fed.rate: [1 %] } }', "path: goes with 'from'"],
    ['{ from: 2 }', ':4:5: set: at least one parameter is required'],
  ])('%s is refused', (entry, problem) => {
    const found = problems(entry);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });
});

describe('a formula as a metric', () => {
  const metrics = (formula: string) =>
    `extends: base\nticks: 8\nmetrics:\n  rise: { formula: "${formula}", unit: "%" }\n`;

  it('is evaluated over all ticks of the series it needs', async () => {
    const { experiment } = resolveText(
      metrics("100 * (last(index.broad) / at(index.broad, '2026-01-06') - 1)"),
      { formulas },
    );
    expect(experiment.metrics).toEqual([
      {
        name: 'rise',
        formula: '100 * (last(index.broad) / at(index.broad, 2) - 1)',
        unit: '%',
        final: true,
        compare: 'difference',
        needs: ['index.broad'],
      },
    ]);
    const evaluate = await metricEvaluator(experiment.metrics);
    expect(evaluate(new Map([['index.broad', Float64Array.of(1, 2, 5, 3)]]))).toEqual([50]);
    expect(evaluate(new Map([['index.broad', Float64Array.of(1)]]))).toEqual([Number.NaN]);
    expect(evaluate(new Map())).toEqual([Number.NaN]);
    expect(resolveText(asYaml(experiment), { formulas }).experiment.metrics).toEqual(experiment.metrics);
  });

  it.each([
    ['last(index.brod)', ":4:26: metrics.rise: unknown name 'index.brod'; did you mean 'index.broad'?"],
    ['at(index.broad, 9)', ':4:21: metrics.rise: at: 9 is no tick of it; it has ticks 1 to 8'],
    [
      'last(movingMean(index.broad, 9))',
      ':4:26: metrics.rise: movingMean: needs 9 values, and the series has 8',
    ],
    ['sum(changes(index.broad, 8))', ':4:25: metrics.rise: changes: needs 9 values, and the series has 8'],
    ['t', ":4:21: metrics.rise: unknown name 't'"],
    ['1 + 1', ':4:20: metrics.rise: is the same in every run; it uses no series'],
  ])('%s is refused', (formula, problem) => {
    const found = problemsOf(metrics(formula), { formulas });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });
});

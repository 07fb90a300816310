import { beforeAll, describe, expect, it } from 'vitest';
import { loadFormulas, type ReadFormula } from '../../src/experiment/formula.js';
import { asFile, asYaml, configurationHash } from '../../src/experiment/resolved.js';
import { plannedRuns } from '../../src/experiment/runs.js';
import { BASE, problemsOf, resolveText } from './small-model.js';

const QUESTION = `title: A wave of calls
extends: base
seeds: { count: 3, base: wave }
ticks: 60
parameters:
  fed.rate: 425 bp
  market:
    haircut: { crypto: 0.5 }
schedule:
  - { from: 2026-02-02, until: 40, set: { fed.purchases: 240 $bn/yr } }
arms:
  calm:
  wave:
    description: commitments are called
    against: calm
    parameters: { funds: { leverage: 3 } }
    schedule:
      - { from: 10, over: 5, set: { funds.callRate: 25 $bn/month } }
      - { when: { series: index.broad, below: 0.9 }, hold: 5, once: true, set: { fed: { rate: 2 % } } }
metrics:
  broad: { series: index.broad, statistic: last }
`;

let formulas: ReadFormula;
beforeAll(async () => {
  formulas = await loadFormulas();
});

describe('resolving an experiment', () => {
  it('takes from base what the file does not say', () => {
    const { experiment } = resolveText(QUESTION);
    expect(experiment.name).toBe('question');
    expect(experiment.start).toBe('2026-01-02');
    expect(experiment.ticks).toBe(60);
    expect(experiment.seeds).toEqual(['wave/1', 'wave/2', 'wave/3']);
    expect(experiment.parameters['fed.rate']).toEqual({
      value: 0.0425,
      unit: 'per year',
      source: 'set in question',
    });
    expect(experiment.parameters['opening.cash']).toEqual({ value: 1500, unit: '$bn', source: 'test' });
    expect(experiment.parameters['market.haircut.crypto'].value).toBe(0.5);
    expect(experiment.parameters['market.haircut.treasuryBonds']).toEqual({
      value: 0.02,
      unit: 'ratio',
      source: 'test',
    });
    expect(experiment.parameters['funds.leverage'].range).toEqual([1, 4]);
    expect(experiment.record).toMatchObject({
      seriesEvery: 1,
      balanceEvery: 21,
      attributionEvery: 21,
      eventThreshold: 0.5,
    });
  });

  it('turns dates into ticks and keeps the arms as differences', () => {
    const { experiment } = resolveText(QUESTION);
    expect(experiment.schedule).toEqual([{ from: 21, until: 40, set: { 'fed.purchases': 20 } }]);
    expect(experiment.arms[1].parameters).toEqual({ 'funds.leverage': 3 });
    expect(experiment.arms[1].schedule).toEqual([
      { from: 10, over: 5, set: { 'funds.callRate': 300 } },
      { when: { series: 'index.broad', below: 0.9, hold: 5, once: true }, set: { 'fed.rate': 0.02 } },
    ]);
  });

  it('plans every seed with every arm, all arms of a seed first', () => {
    const runs = plannedRuns(resolveText(QUESTION).experiment);
    expect(runs.map(({ run, arm, seed }) => `${run} ${arm} ${seed}`)).toEqual([
      '1 calm wave/1',
      '2 wave wave/1',
      '3 calm wave/2',
      '4 wave wave/2',
      '5 calm wave/3',
      '6 wave wave/3',
    ]);
    expect(runs[3].configuration.parameters['funds.leverage']).toBe(3);
    expect(runs[3].configuration.schedule).toHaveLength(3);
    expect(runs[0].configuration.schedule).toHaveLength(1);
  });

  it('finds what is extended from any folder', () => {
    expect(resolveText('extends: base', { path: '/home/a/b/mine.yaml' }).experiment.ticks).toBe(40);
    const files = { 'deep/common.yaml': 'extends: base\nticks: 9' };
    expect(resolveText('extends: common', { path: 'deep/mine.yaml', files }).experiment.ticks).toBe(9);
    expect(
      resolveText('extends: ../common', {
        path: 'deep/x/mine.yaml',
        files: { 'deep/x/../common.yaml': BASE },
      }),
    ).toBeDefined();
    expect(
      resolveText('extends: more/common.yaml', { files: { 'library/more/common.yaml': BASE } }),
    ).toBeDefined();
  });

  it('writes a resolved file that is itself runnable and has the same hash', () => {
    const { experiment } = resolveText(QUESTION, { set: ['opening.horizon=0.1'] });
    const text = asYaml(experiment);
    const again = resolveText(text, { path: 'elsewhere/configuration.yaml' }).experiment;
    expect(again).toEqual(experiment);
    expect(asYaml(again)).toBe(text);
    expect(configurationHash(again)).toBe(configurationHash(experiment));
    const json = JSON.stringify(asFile(experiment));
    expect(resolveText(json, { path: 'manifest' }).experiment).toEqual(experiment);
  });

  it('hashes what decides the results and nothing else', () => {
    const hash = (text: string, set: string[] = []) =>
      configurationHash(resolveText(text, { set }).experiment);
    const own = hash(QUESTION);
    expect(hash(QUESTION.replace('A wave of calls', 'Another title'))).toBe(own);
    expect(hash(QUESTION.replace('425 bp', '4.25 %'))).toBe(own);
    expect(hash(QUESTION, ['fed.rate=0.0425'])).toBe(own);
    for (const change of [
      'ticks=61',
      'fed.rate=426 bp',
      'generator=alea',
      'start=2026-01-05',
      'record.series=weekly',
    ])
      expect(hash(QUESTION, [change]), change).not.toBe(own);
    expect(configurationHash(resolveText(QUESTION, { seeds: ['1'] }).experiment)).not.toBe(own);
    const formula = (unit: string) =>
      configurationHash(
        resolveText(`extends: base\nmetrics: { f: { formula: "last(index.broad)", unit: "${unit}" } }\n`, {
          formulas,
        }).experiment,
      );
    expect(formula('%')).not.toBe(formula('USD bn'));
    const metric = (words: string) => hash(QUESTION.replace('statistic: last', words));
    expect(metric('statistic: last, label: the market')).toBe(own);
    for (const words of [
      'statistic: max',
      'statistic: last, final: false',
      'statistic: last, compare: difference',
    ])
      expect(metric(words), words).not.toBe(own);
    expect(hash(QUESTION.replace('    against: calm\n', ''))).not.toBe(own);
  });

  it('applies --set in the same words as a file', () => {
    const set = [
      'market.haircut=10 %',
      'ticks=5',
      'start=2026-03-02',
      'seeds=[x]',
      'arms.wave.funds.leverage=4',
      'record.balance=weekly',
    ];
    const { experiment } = resolveText(QUESTION.replace('- { from: 2026-02-02, until: 40', '- { from: 2'), {
      set,
    });
    expect(experiment.parameters['market.haircut.crypto']).toEqual({
      value: 0.1,
      unit: 'ratio',
      source: 'set by option',
    });
    expect(experiment.parameters['market.haircut.treasuryBonds'].value).toBe(0.1);
    expect(experiment.ticks).toBe(5);
    expect(experiment.start).toBe('2026-03-02');
    expect(experiment.seeds).toEqual(['x']);
    expect(experiment.arms[1].parameters['funds.leverage']).toBe(4);
    expect(experiment.record.balanceEvery).toBe(5);
  });

  it('keeps seeds as texts, the large ones exactly', () => {
    expect(resolveText('extends: base\nseeds: ["12345678901234567890", 3]').experiment.seeds).toEqual([
      '12345678901234567890',
      '3',
    ]);
    expect(problemsOf('extends: base\nseeds: [12345678901234567890]')[0]).toMatch(
      /^question.yaml:2:9: seeds\[0\]: a seed is .*quotes/,
    );
  });

  it('notes a change that lies after the end', () => {
    const { notes } = resolveText('extends: base\nschedule:\n  - { from: 41, set: { fed.rate: 1 % } }');
    expect(notes).toEqual(['question.yaml:3: the change at tick 41 lies after the end, tick 40']);
  });
});

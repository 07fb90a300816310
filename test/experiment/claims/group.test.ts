import { describe, expect, it } from 'vitest';
import { drawBlocks, seedBlocks, valuesOfClaim } from '../../../src/experiment/claims/blocks.js';
import { type Claim, groupClaims } from '../../../src/experiment/claims/group.js';
import { drawnParameters, robustnessDraws } from '../../../src/experiment/claims/robustness.js';
import { partsToMake, plannedRuns, runConfiguration } from '../../../src/experiment/runs.js';
import * as economy from '../../engine/economy.js';
import { CATALOGUE, resolveText } from '../small-model.js';

const BASE = resolveText('extends: base\n').experiment;

function claim(id: string, more = '', metric = 'broad', ticks = 40): Claim {
  const text = `extends: base
ticks: ${ticks}
seeds: { count: 20, base: claims }
${more}
arms:
  calm:
  wave: { schedule: [{ from: 4, set: { funds.callRate: 300 } }] }
  wave-off: { parameters: { funds.leverage: 0 }, schedule: [{ from: 4, set: { funds.callRate: 300 } }] }
  never-used:
metrics:
  ${metric}: { series: index.broad, statistic: last }
  other: { series: price.crypto, statistic: last }
claim:
  sentence: It falls.
  effects:
    falls: { metric: ${metric}, contrast: wave - calm, expected: negative, smallest: 0.01, reason: test, ablations: { leverage: wave-off - calm } }
`;
  const resolution = resolveText(text, { path: `${id}.yaml` });
  return { id, experiment: resolution.experiment, claim: resolution.claim as Claim['claim'] };
}

describe('claims in groups', () => {
  it('share equal runs and equal metrics, and leave out what no effect needs', () => {
    const [group, ...none] = groupClaims([claim('a'), claim('b', '', 'wide')], BASE);
    expect(none).toEqual([]);
    const { experiment } = group;
    expect(experiment.arms.map(({ name }) => name)).toEqual(
      ['a', 'b'].flatMap((id) => ['calm', 'wave', 'wave-off'].map((arm) => `${id}--${arm}`)),
    );
    expect(experiment.metrics.map(({ name }) => name)).toEqual(['a.broad']);
    expect(group.metricOf(group.claims[1], 'wide')).toBe('a.broad');
    // Six arms of two claims are three runs a seed.
    expect(partsToMake(plannedRuns(experiment))).toHaveLength(3 * 20);
  });

  it('leave out what is reported only, with its arms, where draws are made', () => {
    const [effect] = claim('a').claim.effects;
    const contrast = [{ arm: 'never-used', weight: 1 as const }];
    const reported = { ...effect, name: 'more', decides: false, contrast, ablations: [] };
    const crossing = { ...reported, contrast: [], crossing: [{ level: 1, contrast }] };
    for (const more of [reported, crossing]) {
      const both = { ...claim('a'), claim: { ...claim('a').claim, effects: [effect, more] } };
      const armsIn = (all: boolean) =>
        groupClaims([both], BASE, all)[0].experiment.arms.map(({ name }) => name.replace('a--', ''));
      expect(armsIn(true)).toEqual(['calm', 'wave', 'wave-off', 'never-used']);
      expect(armsIn(false)).toEqual(['calm', 'wave']);
    }
  });

  it('run what the files say, whatever else is in the group', () => {
    const own = claim(
      'b',
      'parameters: { funds.notice: 31 }\nschedule: [{ from: 2, set: { fed.rate: 5 % } }]',
    );
    const [{ experiment }] = groupClaims([claim('a'), own], BASE);
    const arm = experiment.arms.find(
      ({ name }) => name === 'b--wave-off',
    ) as (typeof experiment.arms)[number];
    const alone = own.experiment.arms.find(({ name }) => name === 'wave-off') as typeof arm;
    const { record: _1, ...together } = runConfiguration(experiment, arm, 's');
    const { record: _2, ...apart } = runConfiguration(own.experiment, alone, 's');
    expect(together).toEqual(apart);
    expect(partsToMake(plannedRuns(experiment))).toHaveLength(6 * 20);
  });

  it('keep claims of other lengths, and claims without effects, apart', () => {
    const missing = { ...claim('c'), claim: { sentence: 'x', missing: 'y', effects: [] } };
    const groups = groupClaims([claim('a'), claim('b', '', 'broad', 30), missing], BASE);
    expect(groups.map(({ claims }) => claims.map(({ id }) => id))).toEqual([['a'], ['b']]);
  });

  it('keep claims whose seeds live in draws of their own apart', () => {
    const drawn = { ...claim('c'), claim: { ...claim('c').claim, draws: true } };
    const groups = groupClaims([claim('a'), drawn, claim('b')], BASE);
    expect(groups.map(({ claims, draws }) => [claims.map(({ id }) => id), draws])).toEqual([
      [['a', 'b'], false],
      [['c'], true],
    ]);
  });

  it('split seeds into blocks and put them together again in order', () => {
    const [group] = groupClaims([claim('a')], BASE);
    const blocks = seedBlocks(group, 0);
    expect(blocks.map(({ experiment }) => experiment.seeds.length)).toEqual([8, 8, 4]);
    expect(blocks.flatMap(({ experiment }) => experiment.seeds)).toEqual(group.experiment.seeds);
    const runs = blocks.map(({ experiment: { arms, seeds } }) =>
      arms.map((_, arm) =>
        seeds.map((seed) => (seed === 'claims/3' ? undefined : [100 * arm + Number(seed.slice(7))])),
      ),
    );
    const values = valuesOfClaim(group, group.claims[0], runs)('wave', 'broad');
    expect(values).toEqual(Array.from({ length: 20 }, (_, i) => (i === 2 ? Number.NaN : 101 + i)));
  });
});

describe('draws of the parameters', () => {
  it('vary what has a range of its own and a source, half below its value', () => {
    const drawn = drawnParameters(BASE, CATALOGUE);
    expect(drawn).toEqual([{ name: 'funds.leverage', from: 1, value: 2, to: 4, whole: false }]);
    const draws = robustnessDraws(drawn, 64).map(([value]) => value);
    expect(Math.min(...draws)).toBeGreaterThanOrEqual(1);
    expect(Math.max(...draws)).toBeLessThanOrEqual(4);
    expect(draws.filter((value) => value < 2)).toHaveLength(32);
    expect(new Set(draws).size).toBe(64);
  });

  it('leave out shocks, stocks that must tie, and tables with one range', () => {
    const text = `extends: base
parameters:
  funds.callRate: { value: 0, source: "assumption: neutral: a wave", range: [0, 10] }
  fed.purchases: { value: 0, source: neutral, range: [0, 10] }
  opening.cash: { value: 1500, source: test, range: [1, 9000] }
  market: { haircut: { value: { treasuryBonds: 0.02, crypto: 60 % }, source: test, range: [0, 0.7] } }
  funds.count: { value: 20, source: test, range: [10, 30] }
`;
    const drawn = drawnParameters(resolveText(text).experiment, CATALOGUE);
    expect(drawn.map(({ name }) => name)).toEqual(['funds.count', 'funds.leverage']);
    for (const [count] of robustnessDraws(drawn, 16)) expect(Number.isInteger(count)).toBe(true);
  });

  it('leave out how the opening books of perpetual futures are shared', () => {
    const names = drawnParameters(economy.resolved('base'), economy.CATALOGUE).map(({ name }) => name);
    expect(names.filter((name) => /^cryptoPerpetuals\..*\.(share|leverage)$/.test(name))).toEqual([]);
    expect(names).toContain('cryptoPerpetuals.maintenanceMargin');
  });

  it('reach all arms but for what an arm sets itself, with one seed a draw', () => {
    const [bare] = groupClaims([claim('a', 'parameters: { funds.notice: 31 }'), claim('b')], BASE, false);
    const blocks = drawBlocks(
      bare,
      'draws1',
      ['funds.leverage', 'funds.notice'],
      [
        [3, 40],
        [1.5, 50],
      ],
    );
    expect(blocks.map(({ name }) => name)).toEqual(['draws1-p00001', 'draws1-p00002']);
    expect(blocks.map(({ experiment: { seeds } }) => seeds)).toEqual([['claims/1'], ['claims/2']]);
    const [{ experiment: first }] = blocks;
    expect(first.arms.map(({ name }) => name)).toEqual(['a--calm', 'a--wave', 'b--calm', 'b--wave']);
    expect(first.arms[0].parameters).toEqual({ 'funds.leverage': 3, 'funds.notice': 31 });
    expect(first.arms[3].parameters).toEqual({ 'funds.leverage': 3, 'funds.notice': 40 });
  });
});

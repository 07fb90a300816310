import { describe, expect, it } from 'vitest';
import { designTable } from '../../src/experiment/design-reader.js';
import { asYaml, configurationHash, type ResolvedDesign } from '../../src/experiment/resolved.js';
import { problemsOf, resolveText } from './small-model.js';

const GRID = `extends: base
design:
  type: grid
  parameters:
    opening.cash: [1 $tn, 2 $tn]
    funds.leverage: { from: 1, to: 4, steps: 3, scale: log }
arms:
  calm:
  calls: { description: called, against: calm, schedule: [{ from: 5, set: { funds.callRate: 100 } }] }
`;

const design = (text: string) => `extends: base\ndesign: ${text}\n`;

describe('a design', () => {
  it('makes an arm of every arm at every point, compared within its point', () => {
    const { arms } = resolveText(GRID).experiment;
    expect(arms.map(({ name }) => name)).toEqual(
      ['p001', 'p002', 'p003', 'p004', 'p005', 'p006'].flatMap((point) => [
        `${point}-calm`,
        `${point}-calls`,
      ]),
    );
    expect(arms[3]).toEqual({
      name: 'p002-calls',
      description: 'called',
      against: 'p002-calm',
      parameters: { 'opening.cash': 1000, 'funds.leverage': expect.closeTo(2, 12) },
      schedule: [{ from: 5, set: { 'funds.callRate': 100 } }],
    });
  });

  it('without arms makes one for each point', () => {
    const { arms } = resolveText(
      design('{ type: list, rows: [{ fed.rule: taylor }, { fed.rule: hold }] }'),
    ).experiment;
    expect(arms).toEqual([
      { name: 'p001', parameters: { 'fed.rule': 'taylor' }, schedule: [] },
      { name: 'p002', parameters: { 'fed.rule': 'hold' }, schedule: [] },
    ]);
  });

  it.each(['sobol', 'latinHypercube'])('%s stays within its ranges; counts are whole', (type) => {
    const parameters = '{ funds.count: { from: 10, to: 50 }, fed.rate: { from: 1 %, to: 500 bp } }';
    const { arms } = resolveText(
      design(`{ type: ${type}, points: 32, parameters: ${parameters} }`),
    ).experiment;
    expect(arms).toHaveLength(32);
    for (const { parameters: own } of arms) {
      expect(Number.isInteger(own['funds.count'])).toBe(true);
      expect(own['fed.rate']).toBeGreaterThanOrEqual(0.01);
      expect(own['fed.rate']).toBeLessThanOrEqual(0.05);
    }
    expect(new Set(arms.map(({ parameters: own }) => own['fed.rate'])).size).toBe(32);
  });

  it('is written out point by point, and runs from there', () => {
    const { experiment } = resolveText(GRID);
    const again = resolveText(asYaml(experiment)).experiment;
    expect(again.arms).toEqual(experiment.arms);
    expect(again.design).toEqual(experiment.design);
    expect(asYaml(again)).toBe(asYaml(experiment));
    expect(configurationHash(again)).toBe(configurationHash(experiment));
  });

  it('is a table', () => {
    const { columns, rows } = designTable(resolveText(GRID).experiment.design as ResolvedDesign);
    expect(columns).toEqual(['arm', 'point', 'fileArm', 'opening.cash', 'funds.leverage']);
    expect(rows).toHaveLength(12);
    expect(rows[1]).toEqual(['p001-calls', 'p001', 'calls', 1000, 1]);
    expect(rows[11].slice(0, 4)).toEqual(['p006-calls', 'p006', 'calls', 2000]);
  });

  it.each([
    ['{ type: grid }', ':2:9: design.parameters: is required for the type grid'],
    [
      '{ type: grid, points: 3, parameters: { fed.rate: [1 %] } }',
      ':2:31: design.points: does not go with the type grid',
    ],
    ['{ type: sobol, parameters: { fed.rate: { from: 1 %, to: 2 % } } }', ':2:9: design.points: is required'],
    [
      '{ type: grid, parameters: { fed.rat: [1 %] } }',
      ":2:46: design: unknown parameter 'fed.rat'; did you mean 'fed.rate'?",
    ],
    ['{ type: grid, parameters: { fed.rate: [1 %, 30 %] } }', ":2:53: fed.rate: '30 %' is out of range"],
    [
      '{ type: grid, parameters: { fed.rate: { from: 1 %, to: 2 % } } }',
      ":2:47: fed.rate: a range of a grid needs 'steps'",
    ],
    [
      '{ type: grid, parameters: { fed.rule: { from: 1, to: 2, steps: 2 } } }',
      'fed.rule: is a choice; expected a list of values',
    ],
    ['{ type: sobol, points: 2, parameters: { fed.rate: [1 %] } }', 'fed.rate: expected { from, to }'],
    [
      '{ type: sobol, points: 2, parameters: { fed.rate: { from: 0, to: 2 %, scale: log } } }',
      'fed.rate: a logarithmic range lies above zero',
    ],
    [
      '{ type: list, rows: [{ fed.rate: 1 % }, { fed.rule: hold }] }',
      'design: every row of a list names the same parameters: fed.rate',
    ],
    ['{ type: latin }', "design.type: 'latin' is not one of grid, latinHypercube, sobol, list"],
    [
      '{ type: sobol, points: 600000, parameters: { fed.rate: { from: 1 %, to: 2 % } } }',
      'design: makes 1200000 runs',
    ],
    // Its points alone would not fit into memory.
    [
      `{ type: grid, parameters: { ${['fed.rate', 'opening.cash', 'funds.leverage'].map((name) => `${name}: { from: 1 %, to: 2 %, steps: 1000 }`).join(', ')} } }`,
      'design: makes 2000000000 runs',
    ],
  ])('%s is refused', (text, problem) => {
    const found = problemsOf(design(text));
    expect(found.join('\n')).toContain(problem);
  });

  it('does not overrule an arm or an option', () => {
    const text = GRID.replace('  calm:\n', '  calm: { parameters: { funds.leverage: 3 } }\n');
    expect(problemsOf(text)).toEqual(['question.yaml:8:41: funds.leverage: the design gives its values']);
    expect(problemsOf(GRID, { set: ['opening.cash=3'] })).toEqual([
      '--set opening.cash=3: opening.cash: the design gives its values',
    ]);
  });
});

describe('a fork', () => {
  const fork = (arm: string, at = '10') =>
    `extends: base\nfork: { at: ${at} }\narms:\n  calm:\n  other: ${arm}\n`;

  it('is a tick at which arms begin to differ, and decides no byte', () => {
    const arm = '{ schedule: [{ from: 2026-01-16, set: { fed.rate: 1 % } }] }';
    const { experiment } = resolveText(fork(arm, '2026-01-16'));
    expect(experiment.forkAt).toBe(10);
    const unforked = resolveText(fork(arm).replace(/fork.*\n/, '')).experiment;
    expect(unforked.forkAt).toBeUndefined();
    expect(configurationHash(experiment)).toBe(configurationHash(unforked));
    expect(asYaml(experiment)).toBe(asYaml(unforked));
  });

  it('goes with a design, whose points have starts of their own', () => {
    expect(resolveText(`${GRID}fork: { at: 5 }\n`).experiment.forkAt).toBe(5);
  });

  it.each([
    [
      '{ parameters: { fed.rate: 1 % } }',
      '10',
      ':5:36: fed.rate: belongs to the start of the world, which the arms of a fork share',
    ],
    [
      '{ schedule: [{ from: 9, set: { fed.rate: 1 % } }] }',
      '10',
      ':5:31: from: tick 9 is before the fork at tick 10',
    ],
    [
      '{ schedule: [{ when: { series: index.broad, below: 1 }, set: { fed.rate: 1 % } }] }',
      '10',
      ':5:31: when: a rule of one arm may fire before the fork',
    ],
    ['{}', '1', ':2:13: fork.at: tick 1 leaves nothing to share; expected 2 to 40'],
    ['{}', '41', ':2:13: fork.at: tick 41 leaves nothing to share'],
  ])('of %s at %s is refused', (arm, at, problem) => {
    const found = problemsOf(fork(arm, at));
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(problem);
  });

  it('refuses an option that changes the start of one arm', () => {
    expect(problemsOf(fork('{}'), { set: ['arms.other.fed.rate=1 %'] })[0]).toContain(
      'fed.rate: belongs to the start',
    );
  });
});

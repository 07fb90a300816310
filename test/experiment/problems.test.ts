import { describe, expect, it } from 'vitest';
import { BASE, problemsOf, resolveText } from './small-model.js';

/** Every class of error: the text, and the one problem that it gives. */
const CASES: [title: string, text: string, problem: string][] = [
  ['syntax', 'extends: base\nticks: [1', 'question.yaml:2:10: not valid YAML'],
  [
    'duplicate key',
    'extends: base\nticks: 1\nticks: 2',
    'question.yaml:3:1: not valid YAML: Map keys must be unique',
  ],
  ['empty file', '# nothing', 'question.yaml:1:1: the file is empty'],
  ['not a map', '- 1', 'question.yaml:1:1: the file: expected object'],
  ['unknown key', 'extends: base\ntick: 4', "question.yaml:2:1: unknown key 'tick'; did you mean 'ticks'?"],
  [
    'unknown key in a list',
    'extends: base\nschedule:\n  - { from: 3, untill: 4, set: { fed.rate: 0.01 } }',
    "question.yaml:3:16: unknown key 'schedule[0].untill'; did you mean 'until'?",
  ],
  [
    'unknown key in an arm',
    'extends: base\narms:\n  one: { parameter: {} }',
    "question.yaml:3:10: unknown key 'arms.one.parameter'; did you mean 'parameters'?",
  ],
  [
    'unknown key in seeds',
    'extends: base\nseeds: { count: 3, bas: x }',
    "question.yaml:2:20: unknown key 'seeds.bas'; did you mean 'base'?",
  ],
  ['wrong type', 'extends: base\nticks: soon', 'question.yaml:2:8: ticks: expected number, received string'],
  ['too small', 'extends: base\nticks: 0', 'question.yaml:2:8: ticks: Too small: expected number to be >=1'],
  ['no value', 'extends: base\nticks:', 'question.yaml:2:1: ticks: a value is required'],
  [
    'bad choice',
    'extends: base\ngenerator: philix',
    "question.yaml:2:12: generator: 'philix' is not one of philox, alea, tychei, xor4096; did you mean 'philox'?",
  ],
  [
    'bad arm name',
    'extends: base\narms: { "a b": {} }',
    'question.yaml:2:9: arms.a b: the name of an arm has letters',
  ],
  [
    'bad ticks per year',
    'extends: base\ncalendar: { ticksPerYear: 12 }',
    'question.yaml:2:27: calendar.ticksPerYear: expected 252',
  ],
  ['bad start', 'extends: base\nstart: 2026-02-30', 'question.yaml:2:8: start: "2026-02-30" is no date'],
  [
    'unknown parameter',
    'extends: base\nparameters:\n  fed: { rat: 4 % }',
    "question.yaml:3:10: fed.rat: unknown parameter; did you mean 'fed.rate'?",
  ],
  [
    'dotted unknown parameter',
    'extends: base\nparameters:\n  funds.leverge: 4',
    "question.yaml:3:3: funds.leverge: unknown parameter; did you mean 'funds.leverage'?",
  ],
  [
    'unknown group',
    'extends: base\nparameters:\n  fund: { count: 4 }',
    "question.yaml:3:3: fund: unknown parameter; did you mean 'funds'?",
  ],
  [
    'unknown asset',
    'extends: base\nparameters:\n  market: { haircut: { value: { cripto: 1 } } }',
    "question.yaml:3:33: market.haircut.cripto: unknown parameter; did you mean 'market.haircut.crypto'?",
  ],
  [
    'wrong unit',
    'extends: base\nparameters:\n  fed:\n    purchases: 4 %',
    "question.yaml:4:16: fed.purchases: '4 %' has the wrong unit; expected a flow of money",
  ],
  [
    'out of range',
    'extends: base\nparameters: { fed.rate: 30 % }',
    "question.yaml:2:25: fed.rate: '30 %' is out of range; allowed: -0.01 /yr to 0.2 /yr",
  ],
  [
    'bad parameter choice',
    'extends: base\nparameters: { fed.rule: tailor }',
    "question.yaml:2:25: fed.rule: 'tailor' is not one of path, taylor, hold; did you mean 'taylor'?",
  ],
  [
    'no parameter value',
    'extends: base\nparameters:\n  fed.rate:',
    'question.yaml:3:3: fed.rate: a value is required',
  ],
  [
    'value left out',
    'extends: base\nparameters:\n  fed.rate: { unit: per year }',
    "question.yaml:3:3: fed.rate: 'value' is required",
  ],
  [
    'wrong declared unit',
    'extends: base\nparameters:\n  fed.rate: { value: 1 %, unit: ratio }',
    "question.yaml:3:33: fed.rate: its unit is 'per year'",
  ],
  [
    'unknown note',
    'extends: base\nparameters:\n  fed.rate: { value: 1 %, sauce: x }',
    "question.yaml:3:27: fed.rate: unknown key 'sauce'; did you mean 'source'?",
  ],
  [
    'range wider than allowed',
    'extends: base\nparameters:\n  fed.rate: { value: 1 %, range: [0, 1] }',
    'question.yaml:3:34: fed.rate: the range is wider than what is allowed (-0.01 /yr to 0.2 /yr)',
  ],
  [
    'range of three',
    'extends: base\nparameters:\n  fed.rate: { value: 1 %, range: [0, 1, 2] }',
    'question.yaml:3:34: fed.rate: a range is [smallest, largest]',
  ],
  [
    'twice',
    'extends: base\nparameters:\n  fed: { rate: 1 % }\n  fed.rate: 2 %',
    'question.yaml:4:3: fed.rate: is given twice in this file',
  ],
  [
    'group as value',
    'extends: base\nparameters:\n  fed: 3',
    'question.yaml:3:3: fed: is a group of parameters',
  ],
  ['parameters as list', 'extends: base\nparameters: [1]', 'question.yaml:2:13: expected parameters by name'],
  [
    'extends nothing known',
    'extends: bass',
    "question.yaml:1:10: extends: no file 'bass'; looked for bass.yaml and library/bass.yaml",
  ],
  [
    'not schedulable',
    'extends: base\nschedule:\n  - { from: 3, set: { funds.leverage: 3 } }',
    'question.yaml:3:23: funds.leverage: belongs to the start of the world and cannot change in a schedule',
  ],
  [
    'too many changes',
    `extends: base\nschedule:\n${'  - { from: 3, set: { fed.rate: 1 % } }\n'.repeat(100)}arms:\n  calm:\n  calls:\n    schedule:\n${'      - { from: 3, set: { fed.rate: 1 % } }\n'.repeat(29)}`,
    "question.yaml:135:9: a schedule has at most 128 changes, not 129, those of the experiment among them; values that change often are a 'path'",
  ],
  [
    'empty set',
    'extends: base\nschedule:\n  - { from: 3, set: {} }',
    'question.yaml:3:5: set: at least one parameter is required',
  ],
  [
    'neither from nor when',
    'extends: base\nschedule:\n  - { set: { fed.rate: 1 % } }',
    "question.yaml:3:5: a change has either 'from' or 'when'",
  ],
  [
    'until before from',
    'extends: base\nschedule:\n  - { from: 9, until: 9, set: { fed.rate: 1 % } }',
    "question.yaml:3:23: until: tick 9 is not after 'from', tick 9",
  ],
  [
    'ramp longer than the change',
    'extends: base\nschedule:\n  - { from: 9, until: 12, over: 4, set: { fed.rate: 1 % } }',
    "question.yaml:3:33: over: the value is not reached before 'until'",
  ],
  [
    'ramp of a switch',
    'extends: base\nschedule:\n  - { from: 9, over: 4, set: { fed.standingRepo: off } }',
    'question.yaml:3:50: fed.standingRepo: cannot be reached in steps',
  ],
  [
    'before the start',
    'extends: base\nschedule:\n  - { from: 2025-12-31, set: { fed.rate: 1 % } }',
    'question.yaml:3:13: from: 2025-12-31 is not after the opening',
  ],
  [
    'no such day',
    'extends: base\nschedule:\n  - { from: 2026-02-30, set: { fed.rate: 1 % } }',
    'question.yaml:3:13: from: "2026-02-30" is no date',
  ],
  [
    'unknown series in a rule',
    'extends: base\nschedule:\n  - { when: { series: index.brod, below: 1 }, set: { fed.rate: 1 % } }',
    "question.yaml:3:23: when: unknown series 'index.brod'; did you mean 'index.broad'?",
  ],
  [
    'rule without level',
    'extends: base\nschedule:\n  - { when: { series: index.broad }, set: { fed.rate: 1 % } }',
    "question.yaml:3:13: when: expected either 'below' or 'above'",
  ],
  [
    'hold without rule',
    'extends: base\nschedule:\n  - { from: 3, hold: 4, set: { fed.rate: 1 % } }',
    "question.yaml:3:22: hold: goes with 'when'",
  ],
  [
    'arm against none',
    'extends: base\narms:\n  one:\n  two: { against: on }',
    "question.yaml:4:19: against: 'on' is no other arm; did you mean 'one'?",
  ],
  [
    'seeds as a number',
    'extends: base\nseeds: 48',
    'question.yaml:2:8: seeds: expected a list of seeds, or { count: 16, base: a text }: for 48 seeds { count: 48, base: a }, for the seed 48 [48]',
  ],
  [
    'mistyped interval',
    'extends: base\nrecord: { series: dayly }',
    "question.yaml:2:19: record.series: expected daily, weekly, monthly, quarterly, yearly or a number of ticks; did you mean 'daily'?",
  ],
  [
    'unknown key like none',
    'extends: base\nrecord: { colums: [index.broad] }',
    "question.yaml:2:11: unknown key 'record.colums'; keys: series, balance, attribution, only, events, parquet, eventThreshold",
  ],
  ['extends itself', 'extends: question', "question.yaml:1:10: extends: 'question' is this file itself"],
  [
    'extends nothing, says little',
    'ticks: 4\nparameters: { fed.rate: 3 % }',
    "question.yaml:1:1: 1 of 12 parameters have a value; add 'extends: base', which says the rest",
  ],
  ['seed twice', 'extends: base\nseeds: [1, "1"]', "question.yaml:2:8: seeds: '1' stands there twice"],
  [
    'unknown recorded series',
    'extends: base\nrecord: { only: [index.broad, price.cripto] }',
    "question.yaml:2:31: record.only: unknown series 'price.cripto'; did you mean 'price.crypto'?",
  ],
  [
    'bad threshold',
    'extends: base\nrecord: { eventThreshold: 3 % }',
    "question.yaml:2:27: record.eventThreshold: '3 %' has the wrong unit",
  ],
  [
    'daily in weeks',
    'extends: base\ncalendar: { ticksPerYear: 52 }',
    'question.yaml:2:27: a tick is a week: record.series, daily so far, must be weekly or longer',
  ],
  [
    'unknown series in a metric',
    'extends: base\nmetrics: { broad: { series: broad, statistic: last } }',
    "question.yaml:2:29: metrics.broad: unknown series 'broad'",
  ],
  [
    'statistic without series',
    'extends: base\nmetrics: { broad: { statistic: last } }',
    "question.yaml:2:19: metrics.broad: expected either 'series' and 'statistic', or 'formula' and 'unit'",
  ],
  [
    'formula without unit',
    'extends: base\nmetrics: { broad: { formula: last(index.broad) } }',
    "question.yaml:2:19: metrics.broad: expected either 'series' and 'statistic', or 'formula' and 'unit'",
  ],
  ...['run', 'arm', 'seed', 'Status', 'point'].map((name): [string, string, string] => [
    `metric named ${name}`,
    `extends: base\nmetrics: { ${name}: { series: index.broad, statistic: last } }`,
    `question.yaml:2:12: metrics.${name}: a column of the tables of results has this name; others taken: `,
  ]),
  [
    'metric named like another but for case',
    'extends: base\nmetrics:\n  one: { series: index.broad, statistic: last }\n  One: { series: index.broad, statistic: max }',
    "question.yaml:4:3: metrics.One: differs from 'one' in case alone; columns of tables are not told apart by case",
  ],
  [
    'metric named like a parameter',
    'extends: base\nmetrics: { fed.rate: { series: index.broad, statistic: last } }',
    'question.yaml:2:12: metrics.fed.rate: a parameter has this name; tables of studies have columns of both',
  ],
  [
    'metric named like a parameter but for case',
    'extends: base\nmetrics: { fed.Rate: { series: index.broad, statistic: last } }',
    'question.yaml:2:12: metrics.fed.Rate: a parameter has this name; tables of studies have columns of both',
  ],
  [
    'arm of digits',
    'extends: base\narms:\n  one:\n  10: { against: one }',
    'question.yaml:4:3: arms.10: an arm of digits alone would lose its place among the others; add a letter',
  ],
  [
    'empty point of a design',
    'extends: base\ndesign: { type: list, rows: [{ fed.rate: 1 % }, {}] }',
    'question.yaml:2:49: design.rows[1]: expected at least one value',
  ],
  [
    'metric with a name of JavaScript',
    'extends: base\nmetrics: { toString: { series: index.broad, statistic: last } }',
    'question.yaml:2:12: metrics.toString: JavaScript has a meaning for this name; choose another',
  ],
  [
    'arm with a name of JavaScript',
    'extends: base\narms: { constructor: {} }',
    'question.yaml:2:9: arms.constructor: JavaScript has a meaning for this name; choose another',
  ],
  [
    'name of a metric that no column can have',
    'extends: base\nmetrics: { 7 days: { series: index.broad, statistic: last } }',
    'question.yaml:2:12: metrics.7 days: the name of a metric has letters, digits, -, _ and dots',
  ],
];

describe('problems have a place, a reason and a hint', () => {
  it.each(CASES)('%s', (_, text, problem) => {
    const problems = problemsOf(text);
    expect(problems[0]).toContain(problem);
    expect(problems[0].startsWith(problem)).toBe(true);
    expect(problems).toHaveLength(1);
  });

  it('reports what is wrong with names, values and dates together', () => {
    const text = `extends: base
seedz: 3
arms:
  hold:
  cut:
    agianst: hold
    schedule: [{ from: 2026-13-02, set: { fed.policyRateChnge: 4 } }]
metrics:
  a: { series: index.broad, statistic: lst }
  b: { series: index.brod, statistic: last }
parameters: { fed.rate: 4 $bn }
`;
    expect(problemsOf(text)).toEqual(
      [
        "6:5: unknown key 'arms.cut.agianst'; did you mean 'against'?",
        "9:40: metrics.a.statistic: 'lst' is not one of last, first, min, max, mean, standard deviation, max drawdown; did you mean 'last'?",
        "2:1: unknown key 'seedz'; did you mean 'seeds'?",
        "11:25: fed.rate: '4 $bn' has the wrong unit; expected an annual rate, such as 4 %, 25 bp or 0.04",
        '7:43: fed.policyRateChnge: unknown parameter',
        '7:24: from: "2026-13-02" is no date of the form 2026-01-31',
        "10:16: metrics.b: unknown series 'index.brod'; did you mean 'index.broad'?",
      ].map((problem) => `question.yaml:${problem}`),
    );
  });

  it('stops at what decides the meaning of the rest', () => {
    const rest = 'arms: { one: { against: two } }\nmetrics: { a: { series: index.brod, statistic: last } }\n';
    for (const key of ['extend: base', 'ticks: soon', 'calender: { ticksPerYear: 52 }'])
      expect(problemsOf(`${key}\n${key.startsWith('extend') ? '' : 'extends: base\n'}${rest}`)).toHaveLength(
        1,
      );
  });

  // Text that is no YAML is not read any further; an empty set may be one whose parameter is wrong.
  const CHECKED = CASES.filter(([title]) => !['syntax', 'duplicate key', 'empty set'].includes(title));
  it.each(CHECKED.filter(([, text]) => text.startsWith('extends: base\n')))(
    'reports %s beside an unknown key, and nothing that only follows from it',
    (_, text, problem) => {
      const found = problemsOf(`${text}\nseedz: 3\n`);
      expect(found).toHaveLength(2);
      expect(found.filter((one) => one.includes("unknown key 'seedz'; did you mean 'seeds'?"))).toHaveLength(
        1,
      );
      expect(found.filter((one) => one.startsWith(problem))).toHaveLength(1);
    },
  );

  it('reports all problems of a file at once', () => {
    const text = 'extends: base\ntick: 4\nparameters:\n  fed.rat: 1 %\n  fed.rule: x\n';
    expect(problemsOf(text).map((problem) => problem.split(': ')[0])).toEqual([
      'question.yaml:2:1',
      'question.yaml:4:3',
      'question.yaml:5:13',
    ]);
  });

  it('refuses a base with a parameter missing, or one that nobody declares', () => {
    expect(problemsOf(BASE.replace('    rule: path\n', ''))).toEqual([
      'question.yaml:7:1: fed.rule: has no value here, and this file extends no other',
    ]);
    expect(problemsOf(`${BASE}  fed2: 3\n`)[0]).toMatch(/^question.yaml:\d+:3: fed2: unknown parameter/);
    expect(problemsOf(BASE.replace('ticks: 40\n', ''))).toEqual(['question.yaml:1:1: ticks: is required']);
  });

  it.each(['  __proto__:', '  "__proto__": {}', "  '__proto__': { parameters: {} }"])('refuses %s', (arm) => {
    expect(problemsOf(`extends: base\narms:\n  one:\n${arm}\n`)).toEqual([
      'question.yaml:4:3: nothing can have the name __proto__',
    ]);
  });

  it('refuses circles of extends', () => {
    const files = { 'other.yaml': 'extends: question' };
    expect(problemsOf('extends: other', { files })).toEqual([
      "other.yaml:1:10: extends: 'question' extends this file in turn",
    ]);
  });

  it('blames a seed that is there twice on the option', () => {
    expect(problemsOf('extends: base', { seeds: ['1', '1'] })).toEqual([
      "--seed: seeds: '1' stands there twice",
    ]);
    expect(problemsOf('extends: base', { seeds: [''] })).toEqual([
      '--seed: seeds: one is empty; expected a number or a name',
    ]);
  });

  it('points into the file that is wrong, also when it is extended', () => {
    const files = { 'other.yaml': 'extends: base\nparameters: { fed.rate: 4 $bn }' };
    expect(problemsOf('extends: other', { files })[0]).toMatch(
      /^other.yaml:2:25: fed.rate: '4 \$bn' has the wrong unit/,
    );
  });

  it('follows aliases', () => {
    const text =
      'extends: base\narms:\n  one: { parameters: &p { fed.rate: 99 % } }\n  two: { parameters: *p }';
    expect(problemsOf(text)).toHaveLength(2);
    expect(problemsOf(text)[1]).toMatch(/^question.yaml:3:37: fed.rate/);
  });

  it.each([
    ['fed.rat=1 %', "--set fed.rat=1 %: fed.rat: unknown parameter; did you mean 'fed.rate'?"],
    ['tics=5', "--set tics=5: tics: unknown parameter; did you mean 'ticks'?"],
    ['fed.rate', '--set fed.rate: expected path=value'],
    ['fed.rate=1 $bn', "--set fed.rate=1 $bn: fed.rate: '1 $bn' has the wrong unit"],
    ['ticks=x', '--set ticks=x: ticks: expected number, received string'],
    ['record.serie=daily', "--set record.serie=daily: unknown key 'record.serie'; did you mean 'series'?"],
    [
      'metrics={}',
      '--set metrics={}: metrics cannot be given by an option; write a file that extends this one',
    ],
    ['extends=base', '--set extends=base: extends cannot be given by an option'],
    ['arms.two={}', '--set arms.two={}: arms.two cannot be given by an option'],
    ['arms.two.schedule=[]', '--set arms.two.schedule=[]: arms.two.schedule cannot be given by an option'],
    ['arms.two.against=one', '--set arms.two.against=one: arms.two.against cannot be given by an option'],
    ['arms.tow.fed.rate=1 %', "--set arms.tow.fed.rate=1 %: there is no arm 'tow'; did you mean 'two'?"],
    [
      'fed.purchases=3',
      "--set fed.purchases=3: arm 'two' has its own fed.purchases; use --set arms.two.fed.purchases=…",
    ],
  ])('--set %s', (option, problem) => {
    const text = 'extends: base\narms:\n  one:\n  two: { parameters: { fed.purchases: 1 } }';
    const problems = problemsOf(text, { set: [option] });
    expect(problems).toHaveLength(1);
    expect(problems[0].startsWith(problem), problems[0]).toBe(true);
  });
});

it('says how to choose the number of seeds by option', () => {
  expect(() => resolveText('extends: base\n', { set: ['seeds.count=8'] })).toThrow(
    /--set seeds\.count=8: one option says all seeds: --set "seeds=\{ count: 8, base: a \}"; rqe batch has --seeds 8/,
  );
});

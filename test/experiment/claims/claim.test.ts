import { describe, expect, it } from 'vitest';
import { problemsOf, resolveText } from '../small-model.js';

const HEAD = `extends: base
arms:
  calm:
  wave: { against: calm }
metrics:
  broad: { series: index.broad, statistic: last }
claim:
  sentence: It falls.
`;

const EFFECT = `  effects:
    falls:
      metric: broad
      contrast: wave - calm
      expected: negative
      smallest: 0.01
      reason: test
`;

describe('the key claim', () => {
  it('is read', () => {
    const { claim } = resolveText(
      `${HEAD}${EFFECT}      ablations: { calls: calm - calm, news: { contrast: wave - calm, decides: false } }\n`,
    );
    expect(claim?.effects[0]).toMatchObject({
      name: 'falls',
      contrast: [
        { arm: 'wave', weight: 1 },
        { arm: 'calm', weight: -1 },
      ],
      expected: 'negative',
      ablations: [
        { mechanism: 'calls', decides: true },
        { mechanism: 'news', decides: false },
      ],
    });
    expect(resolveText(`${HEAD}  missing: There are no miners.\n`).claim).toEqual({
      sentence: 'It falls.',
      missing: 'There are no miners.',
      effects: [],
    });
  });

  it('may hold effects that are reported only, and the level of a crossing', () => {
    const more = `    turns:
      metric: broad
      crossing: { unit: $bn, at: { "20": wave - calm, "3": calm - wave } }
      expected: positive
      smallest: 3
      reason: test
      decides: false
`;
    const [falls, turns] = resolveText(HEAD + EFFECT + more).claim?.effects ?? [];
    expect(falls.decides).toBeUndefined();
    expect(turns).toMatchObject({
      decides: false,
      metric: { name: 'broad', unit: '$bn' },
      crossing: [{ level: 3 }, { level: 20 }],
    });
    const wrong = (text: string, fault: RegExp) =>
      expect(problemsOf(text)).toEqual([expect.stringMatching(fault)]);
    wrong(HEAD + EFFECT + more.replace('      decides: false\n', ''), /is reported only/);
    wrong(`${HEAD}${EFFECT}      decides: false\n`, /at least one effect must decide/);
    wrong(HEAD + EFFECT.replace('      contrast: wave - calm\n', ''), /either 'contrast' or 'crossing'/);
  });

  it.each([
    ['metric: broad', 'metric: brood', "11:15: claim: there is no metric 'brood'; did you mean 'broad'?"],
    ['wave - calm', 'waves - calm', "12:17: claim: there is no arm 'waves'; did you mean 'wave'?"],
    [
      'wave - calm',
      'wave calm',
      "12:17: claim: 'wave calm' is no contrast; expected arms with + or - between them, such as a - b",
    ],
    ['wave - calm', 'wave@wide - calm', "12:17: claim: there is no metric 'wide'"],
    ['smallest: 0.01', 'smallest: -1', '14:17: claim.effects.falls.smallest'],
    ['expected: negative', 'expected: down', '13:17: claim.effects.falls.expected'],
  ])('says where %s is wrong', (right, wrong, problem) => {
    const problems = problemsOf(HEAD + EFFECT.replace(right, wrong));
    expect(problems).toHaveLength(1);
    expect(problems[0]).toContain(`question.yaml:${problem}`);
  });

  it('needs effects, or what is missing, and not both', () => {
    expect(problemsOf(HEAD)[0]).toContain('needs `effects`, or `missing`');
    expect(problemsOf(`${HEAD}  missing: miners\n${EFFECT}`)[0]).toContain('what has effects is not missing');
  });

  it('takes no ablation where no effect is expected', () => {
    const text = `${HEAD}${EFFECT.replace('negative', 'equivalent')}      ablations: { calls: calm - calm }\n`;
    expect(problemsOf(text)[0]).toContain('there is nothing to take away');
  });

  it('is not inherited', () => {
    const files = { 'library/other.yaml': HEAD + EFFECT };
    expect(resolveText('extends: other\n', { files }).claim).toBeUndefined();
  });
});

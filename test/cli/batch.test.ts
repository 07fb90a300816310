import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { filesOf } from '../runner/small-run.js';
import { rqe, workFolder } from './small-cli.js';

const TEXT = `extends: base
ticks: 5
seeds: { count: 4, base: x }
metrics: { level: { series: index.broad, statistic: last } }
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
`;

let folder: string;
let file: string;
beforeAll(() => {
  folder = workFolder();
  file = join(folder, 'mine.yaml');
  writeFileSync(file, TEXT);
});
afterAll(() => rmSync(folder, { recursive: true }));

function rows(out: string, name: string): Record<string, string>[] {
  return parse(readFileSync(join(out, name)), { columns: true });
}

describe('rqe batch', () => {
  it('runs so many seeds, compares, and is reproduced with its comparison', async () => {
    const out = join(folder, 'batch');
    const { code, out: text, err } = await rqe(folder, 'batch', file, '--seeds', '6', '--out', out);
    expect(code).toBe(0);
    expect(text).toMatch(/calls/);
    expect(err).toMatch(/12 of 12 runs completed/);
    expect(rows(out, 'metrics.csv').map(({ seed }) => seed)).toContain('x/6');
    const [comparison] = rows(out, 'comparison.csv');
    expect(comparison).toMatchObject({ arm: 'calls', against: 'calm', metric: 'level', pairs: '6' });
    expect(comparison.sampling).toBe('fixed');
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    expect(Object.keys(manifest.files)).toEqual(expect.arrayContaining(['comparison.csv', 'metrics.csv']));
    const again = await rqe(folder, 'reproduce', out);
    expect(again.out).toMatch(/comparison\.csv .*same/);
    expect(again.code).toBe(0);
  });

  it('leaves the cell of a metric without a value empty, seeds added later or not', async () => {
    const lacking = join(folder, 'lacking.yaml');
    const formula = 'last(index.broad) / (last(index.broad) - last(index.broad)) - last(index.broad) / 0';
    writeFileSync(
      lacking,
      TEXT.replace('metrics: {', `metrics: { lacking: { formula: "${formula}", unit: "%" },`),
    );
    const [whole, grown] = ['wholeWithout', 'grownWithout'].map((name) => join(folder, name));
    await rqe(folder, 'batch', lacking, '--seeds', '6', '--out', whole);
    await rqe(folder, 'batch', lacking, '--seeds', '4', '--out', grown);
    await rqe(folder, 'batch', lacking, '--seeds', '6', '--resume', '--out', grown);
    expect(rows(whole, 'metrics.csv').map((row) => row.lacking)).toEqual(Array(12).fill(''));
    for (const name of ['metrics.csv', 'comparison.csv', 'manifest.json'])
      expect(readFileSync(join(grown, name), 'utf8'), name).toBe(readFileSync(join(whole, name), 'utf8'));
    const compared = await rqe(folder, 'compare', whole);
    expect(compared.out).toMatch(/lacking .*calls +0 of 6 .*too many missing/);
  });

  it('adds seeds until an interval is narrow enough, and labels the result', async () => {
    const out = join(folder, 'sequential');
    const options = ['--until-width', 'level=0.006', '--seeds', '8', '--max-seeds', '40', '--out', out];
    const { code, err } = await rqe(folder, 'batch', file, ...options);
    expect(code).toBe(0);
    expect(err).toMatch(/^8 seeds: the widest interval of level is 0\.\d+; asked for: 0\.006$/m);
    expect(err).toMatch(/24 seeds were needed|40 seeds were needed|40 seeds were not enough/);
    const { sequential } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    const [{ low, high, sampling, pairs }] = rows(out, 'comparison.csv');
    expect(sampling).toBe('sequential');
    expect(pairs).toBe(String(sequential.seeds));
    expect(sequential.width).toBeCloseTo(Number(high) - Number(low), 12);
    expect((await rqe(folder, 'reproduce', out)).code).toBe(0);
  });

  it('adds no seeds where a metric has no value, and says so', async () => {
    const failing = join(folder, 'failing.yaml');
    const fails = '  failing: { against: calm, parameters: { funds.count: 13 } }\n';
    writeFileSync(failing, TEXT.replace('ticks: 5', 'ticks: 8') + fails);
    const out = join(folder, 'without values');
    const options = ['--until-width', 'level=0.006', '--seeds', '8', '--out', out];
    const { code, err } = await rqe(folder, 'batch', failing, ...options);
    expect(code).toBe(1);
    expect(err).toContain('8 seeds: the widest interval of level is not known with 8 pairs missing');
    expect(err).toContain('error: --until-width: in a comparison no seed of 8 has a value of level');
    expect(rows(out, 'runs.csv')).toHaveLength(3 * 8);
    expect(JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8')).sequential).toMatchObject({
      seeds: 8,
      width: null,
      isReached: false,
      missing: 8,
    });
  });

  it('adds seeds to a finished result when asked to: the bytes of one made at once', async () => {
    // A seed in quotes, equal arms, and an arm that fails: 13 funds do.
    const text = TEXT.replace('{ count: 4, base: x }', '["a", "b, \\"c\\""]').replace('ticks: 5', 'ticks: 8');
    const more = `${text}  same:\n  failing: { parameters: { funds.count: 13 } }\n`;
    const [few, many] = ['few', 'many'].map((name) => join(folder, `${name}.yaml`));
    writeFileSync(few, `name: grown\n${more}`);
    writeFileSync(many, `name: grown\n${more.replace('["a", ', '["new", "a", ')}`);
    const [grown, whole] = ['grown', 'whole'].map((name) => join(folder, name));
    await rqe(folder, 'batch', few, '--out', grown);
    const before = filesOf(grown);
    for (const command of ['batch', 'run']) {
      const refused = await rqe(folder, command, many, '--out', grown);
      expect([refused.code, refused.err]).toEqual([
        3,
        `error: ${grown}: holds these runs with 2 seeds; rqe batch with --resume keeps them and adds the others, --force starts again\n`,
      ]);
    }
    expect(filesOf(grown)).toEqual(before);
    const { code, err } = await rqe(folder, 'batch', many, '--out', grown, '--resume');
    expect([code, err]).toEqual([1, expect.stringContaining('Resumed: 6 runs were finished already.')]);
    await rqe(folder, 'batch', many, '--out', whole);
    expect(filesOf(grown)).toEqual(filesOf(whole));
    const fewer = await rqe(folder, 'batch', few, '--out', grown, '--resume');
    expect(fewer.err).toContain('holds the result of another configuration');
  });

  it('does not add seeds to a damaged result', async () => {
    const out = join(folder, 'damaged');
    await rqe(folder, 'batch', file, '--out', out);
    writeFileSync(join(out, 'series.csv'), 'junk');
    const { code, err } = await rqe(folder, 'batch', file, '--seeds', '6', '--out', out, '--resume');
    expect([code, err]).toEqual([3, expect.stringContaining('series.csv: is damaged')]);
  });

  it.each([
    [['--until-width', 'level'], /expected METRIC=W/],
    [['--until-width', 'level=0'], /expected METRIC=W/],
    [['--until-width', 'levle=1'], /no metric is named 'levle'; did you mean 'level'\?/],
    [['--until-width', 'level=1', '--seeds', '7'], /at least 8 seeds/],
    [['--max-seeds', '9'], /--max-seeds belongs to --until-width/],
    [['--seed', 'a', '--seeds', '2'], /--seed names all seeds/],
    [['--until-width', 'level=1', '--set', 'arms.calls.against=null'], /no arm is compared|against/],
  ])('refuses %j', async (options, message) => {
    const { code, err } = await rqe(folder, 'batch', file, ...options, '--out', join(folder, 'none'));
    expect(code).toBe(2);
    expect(err).toMatch(message);
  });
});

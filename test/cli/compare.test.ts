import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { rqe, workFolder } from './small-cli.js';

const EXPERIMENT = `title: Calls and calm
extends: base
seeds: { count: 8, base: pair }
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 $bn/yr } }
  more: { against: calm, parameters: { funds.callRate: 600 $bn/yr } }
metrics:
  broad: { series: index.broad, statistic: last, label: broad index }
  crypto: { series: price.crypto, statistic: mean, final: false }
`;

let folder: string;
let before: string;
beforeAll(async () => {
  folder = workFolder();
  before = process.cwd();
  process.chdir(folder);
  writeFileSync(join(folder, 'mine.yaml'), EXPERIMENT);
  expect((await rqe(folder, 'run', 'mine.yaml')).code).toBe(0);
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true, force: true });
});

describe('rqe compare', () => {
  it('prints a table with what its columns mean', async () => {
    const { code, out, err } = await rqe(folder, 'compare', 'results/mine');
    expect([code, err]).toEqual([0, '']);
    expect(out).toMatch(
      /^Arms against calm, 8 seeds, seed by seed:\n\nmetric +arm +difference +95 % interval +p /,
    );
    // Two digits of half the interval's width.
    const number = String.raw`-0\.\d{4}`;
    expect(out).toMatch(
      new RegExp(`\nbroad index +calls +${number} % +${number} … ${number} +0.008 +0.016 +-\\d.* +lowered\n`),
    );
    expect(out).toMatch(
      new RegExp(`\n +more +${number} % +${number} … ${number} +0.008 +0.016 .* +lowered\n`),
    );
    expect(out).toMatch(/\ncrypto +calls +0.00 % +0.00 … 0.00 +1.000 +– +– +1.00 +– +identical\n/);
    expect(out).toMatch(/corrected for 2 comparisons of\n/);
    expect(out.split('\n').every((line) => line.length <= 130)).toBe(true);
  });

  it('prints one metric, another baseline, and the same as JSON', async () => {
    const one = await rqe(folder, 'compare', 'results/mine', '--metric', 'broad', '--baseline', 'more');
    expect(one.out).toMatch(/^Arms against more/);
    expect(one.out).toMatch(/\nbroad index +calm .* raised\n +calls .* raised\n\n/);
    const { out } = await rqe(folder, 'compare', 'results/mine', '--json');
    const { seeds, sampling, comparisons } = JSON.parse(out);
    expect([seeds, sampling, comparisons.length]).toEqual([8, 'fixed', 4]);
    expect(comparisons[0]).toMatchObject({
      metric: 'broad',
      arm: 'calls',
      against: 'calm',
      unit: '%',
      pairs: 8,
    });
    expect(comparisons[0].low).toBeLessThan(comparisons[0].difference);
    expect(comparisons[1].effectSize).toBeNull();
    expect((await rqe(folder, 'compare', 'results/mine/manifest.json', '--json')).out).toBe(out);
    const crypto = await rqe(folder, 'compare', 'results/mine', '--metric', 'crypto', '--json');
    expect(JSON.parse(crypto.out).comparisons).toEqual([comparisons[1], comparisons[3]]);
  });

  it('writes the comparison into another folder', async () => {
    const { err } = await rqe(folder, 'compare', 'results/mine', '--baseline', 'calls', '--out', 'compared');
    expect(err).toBe('Written: compared/comparison.csv, compared/comparison-bands.csv\n');
    expect(readFileSync(join(folder, 'compared/comparison.csv'), 'utf8')).toMatch(
      /\ncalm,calls,broad,true,percent,%,8,0,/,
    );
    const refused = await rqe(folder, 'compare', 'results/mine', '--out', 'results/mine');
    expect([refused.code, refused.out, refused.err]).toEqual([
      3,
      '',
      expect.stringMatching(/holds a result/),
    ]);
  });

  it.each([
    [['results/none'], 3, /there is no such result/],
    [['results/mine', '--baseline', 'calms'], 2, /no arm is named 'calms'; did you mean 'calm'\?/],
    [['results/mine', '--metric', 'brod'], 2, /no metric is named 'brod'; did you mean 'broad'\?/],
  ])('%j is refused', async (args, code, message) => {
    const ran = await rqe(folder, 'compare', ...args);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toMatch(message);
  });

  it('names the arms that a design has made of one of the file', async () => {
    const design = 'design: { type: grid, parameters: { fed.rate: [1 %, 2 %, 3 %, 4 %] } }\n';
    writeFileSync(
      join(folder, 'grid.yaml'),
      `ticks: 3\n${EXPERIMENT.replace('count: 8', 'count: 2')}${design}`,
    );
    expect((await rqe(folder, 'run', 'grid.yaml')).code).toBe(0);
    const { code, err } = await rqe(folder, 'compare', 'results/grid', '--baseline', 'calm');
    expect([code, err]).toEqual([
      2,
      "error: no arm is named 'calm'; the design has one at each of 4 points: p001-calm, p002-calm, p003-calm …\n",
    ]);
  });

  it('says what it lacks', async () => {
    const text = readFileSync(join(folder, 'results/mine/manifest.json'), 'utf8');
    const lacking = async (change: (configuration: Record<string, unknown>) => void) => {
      const manifest = JSON.parse(text);
      change(manifest.configuration);
      writeFileSync(join(folder, 'changed.json'), JSON.stringify(manifest));
      const { code, err } = await rqe(folder, 'compare', 'changed.json');
      expect(code).toBe(2);
      return err;
    };
    const arm = { parameters: {}, schedule: [] };
    const alone = await lacking((configuration) => Object.assign(configuration, { arms: { one: arm } }));
    expect(alone).toMatch(/one arm: there is nothing to compare/);
    const apart = await lacking((configuration) =>
      Object.assign(configuration, { arms: { one: arm, two: arm } }),
    );
    expect(apart).toMatch(/no arm says 'against'; .*--baseline one/);
    const bare = await lacking((configuration) => Object.assign(configuration, { metrics: {} }));
    expect(bare).toMatch(/no metrics to compare/);
  });
});

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { compareResult, type Sampling, writeComparison } from '../../src/runner/comparison-files.js';
import { ResultFolder } from '../../src/runner/result-folder.js';
import type { ResultInMaking } from '../../src/runner/run-experiment.js';
import { CATALOGUE, resolveText } from '../experiment/small-model.js';
import { InProcess } from './in-process.js';
import { passingFolders } from './passing-folders.js';
import { run } from './small-run.js';

const TEXT = `name: compared
extends: base
seeds: { count: 8, base: pair }
ticks: 12
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
  same: { against: calm }
  more: { against: calls, parameters: { funds.callRate: 900 } }
metrics:
  broad: { series: index.broad, statistic: last }
  crypto: { series: price.crypto, statistic: last, compare: difference }
  depth: { series: index.broad, statistic: max drawdown, final: false }
`;

const folder = passingFolders();

function withComparison(sampling: Sampling = 'fixed') {
  return ({ experiment, folder }: ResultInMaking) =>
    writeComparison({ experiment, path: folder.path, sampling }, CATALOGUE, folder);
}

async function make(path: string, text = TEXT, sampling?: Sampling) {
  const options = { text, addFiles: withComparison(sampling), executor: new InProcess() };
  return (await run(path, options)).manifest;
}

function tableOf(path: string, name: string): Record<string, string>[] {
  return parse(readFileSync(join(path, name)), { columns: true });
}

describe('a result with a comparison', () => {
  let path: string;
  let rows: Record<string, string>[];
  let bands: Record<string, string>[];
  beforeAll(async () => {
    path = folder();
    const manifest = await make(path);
    expect(Object.keys(manifest.files)).toEqual(
      expect.arrayContaining(['comparison.csv', 'comparison-bands.csv']),
    );
    rows = tableOf(path, 'comparison.csv');
    bands = tableOf(path, 'comparison-bands.csv');
  });

  it('has a row for each arm and metric, with all digits', async () => {
    const { experiment } = resolveText(TEXT);
    const compared = await compareResult({ experiment, path, sampling: 'fixed' });
    expect(rows.map(({ arm, metric }) => `${arm} ${metric}`)).toEqual([
      'calls broad',
      'calls crypto',
      'calls depth',
      'same broad',
      'same crypto',
      'same depth',
      'more broad',
      'more crypto',
      'more depth',
    ]);
    for (const [index, one] of compared.entries()) {
      expect(Number(rows[index].difference)).toBe(one.difference);
      expect(Number(rows[index].low)).toBe(one.low);
      expect(rows[index]).toMatchObject({
        verdict: one.verdict,
        pairs: '8',
        missing: '0',
        sampling: 'fixed',
      });
    }
    expect(rows[0]).toMatchObject({
      compare: 'percent',
      unit: '%',
      final: 'true',
      test: 'exact',
      verdict: 'lowered',
    });
    expect(rows[3]).toMatchObject({
      verdict: 'identical',
      difference: '0',
      effectSize: '',
      varianceReduction: '',
    });
    expect(rows[2]).toMatchObject({ final: 'false', adjustedPValue: '' });
  });

  it('has bands of the series that metrics are made of, which end where the last values are compared', () => {
    const pairs = ['calls', 'same', 'more'].flatMap((arm) => [`${arm} index.broad`, `${arm} price.crypto`]);
    expect([...new Set(bands.map(({ arm, series }) => `${arm} ${series}`))]).toEqual(pairs);
    const own = bands.filter(({ arm, series }) => arm === 'calls' && series === 'index.broad');
    expect(own.map(({ tick }) => Number(tick))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
    const { difference, pointwiseLow, pointwiseHigh, armMean, compare } = own[11];
    expect([difference, pointwiseLow, pointwiseHigh]).toEqual([
      rows[0].difference,
      rows[0].low,
      rows[0].high,
    ]);
    expect([armMean, compare]).toEqual([rows[0].armMean, 'percent']);
    const last = (arm: string, series: string) =>
      bands.find((band) => band.arm === arm && band.series === series && band.tick === '12');
    expect(last('more', 'index.broad')).toMatchObject({ against: 'calls', difference: rows[6].difference });
    expect(rows[6].difference).not.toBe(rows[0].difference);
    expect(last('calls', 'price.crypto')?.compare).toBe('difference');
    for (const band of bands) {
      expect(Number(band.simultaneousLow)).toBeLessThanOrEqual(Number(band.pointwiseLow));
      expect(Number(band.simultaneousHigh)).toBeGreaterThanOrEqual(Number(band.pointwiseHigh));
      if (band.arm === 'same') expect([band.difference, band.simultaneousHigh]).toEqual(['0', '0']);
    }
  });

  it('compares with another baseline', async () => {
    const { experiment } = resolveText(TEXT);
    const compared = await compareResult({ experiment, path, sampling: 'fixed', baseline: 'calls' });
    expect(compared.map(({ arm, against }) => `${arm} ${against}`)[0]).toBe('calm calls');
    expect(compared[0].difference).toBeGreaterThan(0);
  });
});

describe('a comparison', () => {
  it('leaves failed runs out, says how many and gives no verdict', async () => {
    const path = folder();
    await make(path);
    const metrics = readFileSync(join(path, 'metrics.csv'), 'utf8');
    const failed = metrics.replace(/^(\d+),calls,(pair.[1-8]),completed,.*$/gm, '$1,calls,$2,failed,,,');
    expect(failed.match(/,failed,/g)).toHaveLength(8);
    const oneMore = failed.replace(/^1,calm,(pair.1),completed,.*$/m, '1,calm,$1,failed,,,');
    writeFileSync(join(path, 'metrics.csv'), oneMore);
    const { experiment } = resolveText(TEXT);
    const out = new ResultFolder(folder());
    await writeComparison({ experiment, path, sampling: 'fixed' }, CATALOGUE, out);
    const [first] = tableOf(out.path, 'comparison.csv');
    expect(first).toMatchObject({ pairs: '0', missing: '8', difference: '', verdict: 'too many missing' });
    const bands = tableOf(out.path, 'comparison-bands.csv');
    expect(new Set(bands.map(({ arm, pairs, missing }) => `${arm} ${pairs} ${missing}`))).toEqual(
      new Set(['same 7 1']),
    );
  });

  it('is not made where nothing is compared, and says when seeds were added on the way', async () => {
    const text = TEXT.replaceAll(/against: cal\w+/g, 'description: alone');
    expect((await make(folder(), text)).files['comparison.csv']).toBeUndefined();
    const sequential = folder();
    await make(sequential, TEXT, 'sequential');
    expect(tableOf(sequential, 'comparison.csv')[0].sampling).toBe('sequential');
  });
});

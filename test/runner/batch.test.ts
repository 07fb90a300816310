import {
  existsSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { loadFormulas } from '../../src/experiment/formula.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { firstSeeds, lookAtIntervals } from '../../src/experiment/sequential.js';
import type { RunSummary } from '../../src/experiment/summary.js';
import { evaluatePart, hasMetrics, readPartMetrics } from '../../src/runner/part-metrics.js';
import { resolveText } from '../experiment/small-model.js';
import { InProcess } from './in-process.js';
import { passingFolders } from './passing-folders.js';
import { filesOf, run } from './small-run.js';

const folder = passingFolders();

function rowsOf(out: string, file: string): Record<string, string>[] {
  return parse(readFileSync(join(out, file)), { columns: true });
}

const METRICS = `metrics:
  level: { series: index.broad, statistic: mean }
  crypto: { series: price.crypto, statistic: last }
`;
const ARMS = `arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
  same: { against: calm, parameters: { funds.callRate: 300 } }
`;
const TEXT = `name: small\nextends: base\nticks: 9\nseeds: [a, b]\n${METRICS}${ARMS}`;

describe('runs of a batch', () => {
  it('start seed by seed, equal ones once; rows are those of every run', async () => {
    const [out, alone] = [folder(), folder()];
    const executor = new InProcess();
    await run(out, { text: TEXT, executor });
    expect(executor.made).toEqual(['calm a', 'calls a', 'calm b', 'calls b']);
    const only = TEXT.replace(/ {2}(calm|calls):.*\n/g, '').replace('against: calm, ', '');
    await run(alone, { text: only, executor: new InProcess() });
    const withoutRun = (rows: Record<string, string>[]) => rows.map(({ run: _, ...row }) => row);
    for (const file of ['series.csv', 'events.csv', 'metrics.csv', 'runs.csv']) {
      const same = rowsOf(out, file).filter(({ arm }) => arm === 'same');
      expect(same.length).toBeGreaterThan(0);
      expect(withoutRun(same)).toEqual(withoutRun(rowsOf(alone, file)));
    }
  });
});

describe('metrics', () => {
  it('are made of all ticks, whatever is recorded, and change no other file', async () => {
    const [daily, rare, none] = [folder(), folder(), folder()];
    await run(daily, { text: TEXT, executor: new InProcess() });
    const record = ['record.series=20'];
    await run(rare, { text: TEXT, set: [...record, 'record.only=[price.crypto]'] });
    await run(none, { text: TEXT.replace(METRICS, ''), set: [...record, 'record.only=[price.crypto]'] });
    const series = rowsOf(daily, 'series.csv');
    const values = rowsOf(daily, 'metrics.csv').map(({ run: number, level, crypto }) => {
      const own = series.filter((row) => row.run === number);
      const sum = own.reduce((total, row) => total + Number(row['index.broad']), 0);
      expect(Number(level)).toBeCloseTo(sum / 9, 12);
      expect(crypto).toBe(own[8]['price.crypto']);
      return level;
    });
    expect(values).toHaveLength(6);
    expect(Object.keys(rowsOf(daily, 'metrics.csv')[0])).toEqual([
      'run',
      'arm',
      'seed',
      'status',
      'level',
      'crypto',
    ]);
    // The engine of the worker threads is another one: what counts is that the rows are there, and alike.
    expect(rowsOf(rare, 'series.csv')).toHaveLength(6);
    expect(rowsOf(rare, 'metrics.csv').map(({ crypto }) => crypto)).toEqual(
      rowsOf(rare, 'series.csv').map((row) => row['price.crypto']),
    );
    for (const file of ['series.csv', 'events.csv', 'balance.csv'])
      expect(filesOf(none)[file]).toBe(filesOf(rare)[file]);
    expect(existsSync(join(none, 'metrics.csv'))).toBe(false);
  });

  it('of failed runs are empty cells', async () => {
    const out = folder();
    await run(out, { text: TEXT, set: ['arms.calls.funds.count=13'] });
    const rows = rowsOf(out, 'metrics.csv');
    expect(rows.map(({ arm, status }) => `${arm} ${status}`)).toEqual([
      'calm completed',
      'calls failed',
      'same completed',
      'calm completed',
      'calls failed',
      'same completed',
    ]);
    expect([rows[1].level, rows[1].crypto]).toEqual(['', '']);
  });

  it('are empty cells where they are no finite numbers', async () => {
    const out = folder();
    const text = TEXT.replace(
      METRICS,
      'metrics:\n  none: { formula: "log(0 * last(index.broad))", unit: x }\n',
    );
    const { experiment } = resolveText(text, { formulas: await loadFormulas() });
    await run(out, { experiment, executor: new InProcess() });
    const rows = rowsOf(out, 'metrics.csv');
    expect(rows.map(({ none }) => none)).toEqual(rows.map(() => ''));
  });

  it('are made once, then their series go; numbers that JSON lacks stay', () => {
    const part = folder();
    const bytes = Buffer.from(Float64Array.of(1, 10, 2, 20).buffer);
    writeFileSync(join(part, 'metric-series.f64'), bytes);
    let calls = 0;
    const metrics = {
      names: ['a', 'b', 'c'],
      needs: ['x', 'y'],
      evaluate(series: ReadonlyMap<string, Float64Array>) {
        calls++;
        expect([...series].map(([name, values]) => [name, ...values])).toEqual([
          ['x', 1, 2],
          ['y', 10, 20],
        ]);
        return [Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2];
      },
    };
    expect(hasMetrics(part, metrics)).toBe(true);
    evaluatePart(part, metrics);
    evaluatePart(part, metrics);
    expect(calls).toBe(1);
    expect(existsSync(join(part, 'metric-series.f64'))).toBe(false);
    expect(readPartMetrics(part)).toEqual([Number.NaN, Number.POSITIVE_INFINITY, 0.1 + 0.2]);
    rmSync(join(part, 'metrics.json'));
    expect(hasMetrics(part, metrics)).toBe(false);
  });
});

describe('a sequential batch', () => {
  const seeds = (count: number) => firstSeeds(resolveText(TEXT).experiment, count);
  const search = (width: number, maximumSeeds = 40) => ({
    rule: { metric: 'level', width, firstSeeds: 2, block: 8, maximumSeeds },
    seeds,
    look: (experiment: ResolvedExperiment, runs: readonly RunSummary[]) =>
      lookAtIntervals(experiment, runs, 'level'),
  });
  const batch = (out: string, width: number, executor = new InProcess()) =>
    run(out, { text: TEXT, executor, sequential: search(width) });

  it('adds seeds until the interval is narrow enough, and says so', async () => {
    const out = folder();
    const executor = new InProcess();
    const { manifest } = await batch(out, 0.0022, executor);
    expect(manifest.sequential).toMatchObject({ seeds: 18, isReached: true });
    expect(manifest.sequential?.width).toBeGreaterThan(0.002);
    expect(manifest.sequential?.width).toBeLessThan(0.0022);
    expect(executor.made).toHaveLength(2 * 18);
    expect(rowsOf(out, 'runs.csv')).toHaveLength(3 * 18);
    expect((await batch(out, 0.0022)).wasThere).toBe(true);
    await expect(batch(out, 0.0021)).rejects.toThrow(/another rule for its seeds/);
    // Its configuration asks for as many seeds from the start and gives the same rows.
    const fixed = folder();
    const text = readFileSync(join(out, 'configuration.yaml'), 'utf8');
    await run(fixed, { text, executor: new InProcess() });
    const { 'manifest.json': one, ...files } = filesOf(out);
    const { 'manifest.json': other, ...again } = filesOf(fixed);
    expect(again).toEqual(files);
    expect(JSON.parse(other).configurationHash).toBe(JSON.parse(one).configurationHash);
  });

  it('says when the most seeds were not enough', async () => {
    const { manifest } = await run(folder(), {
      text: TEXT,
      executor: new InProcess(),
      sequential: search(1e-9, 12),
    });
    expect(manifest.sequential).toMatchObject({ seeds: 12, isReached: false });
  });

  it('says so too when it was interrupted, and goes on', async () => {
    const [out, whole] = [folder(), folder()];
    await batch(whole, 0.0022);
    const cut = new InProcess();
    const inner = cut.execute.bind(cut);
    cut.execute = async (runs, hooks) => {
      if (cut.made.length === 0) return inner(runs, hooks);
      await inner(runs.slice(0, 3), hooks);
      return [];
    };
    const { manifest } = await batch(out, 0.0022, cut);
    expect(manifest.status).toBe('interrupted');
    expect(manifest.sequential).toEqual({
      rule: search(0.0022).rule,
      startedFrom: expect.stringMatching(/^[0-9a-f]{64}$/),
      seeds: 10,
      width: null,
      isReached: false,
    });
    await batch(out, 0.0022);
    expect(filesOf(out)).toEqual(filesOf(whole));
  });

  it('goes on in its second stage after a kill', async () => {
    const [out, whole] = [folder(), folder()];
    await batch(whole, 0.0022);
    const stop = new InProcess();
    const limited: InProcess = Object.assign(new InProcess(), {
      execute: (runs: Parameters<InProcess['execute']>[0], hooks: Parameters<InProcess['execute']>[1]) => {
        if (stop.made.length === 4) throw new Error('killed');
        return stop.execute(runs, hooks);
      },
    });
    await expect(batch(out, 0.0022, limited)).rejects.toThrow('killed');
    const rest = new InProcess();
    expect((await batch(out, 0.0022, rest)).resumed).toBe(4);
    expect(rest.made).toHaveLength(2 * 16);
    expect(filesOf(out)).toEqual(filesOf(whole));
  });
});

describe('an unfinished batch', () => {
  it.runIf(existsSync('/dev/full'))('that found the disk full loses nothing', async () => {
    const [out, whole] = [folder(), folder()];
    // Only the table meets the full disk, when the first run is added to it.
    const executor = new InProcess();
    const inner = executor.execute.bind(executor);
    executor.execute = (runs, hooks) => {
      symlinkSync('/dev/full', join(out, 'series.csv.unfinished'));
      return inner(runs, hooks);
    };
    await expect(run(out, { text: TEXT, executor })).rejects.toThrow(/series\.csv: the disk is full/);
    expect(executor.made).toHaveLength(1);
    expect(readdirSync(out).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
    const again = new InProcess();
    await run(out, { text: TEXT, executor: again });
    expect(again.made).toHaveLength(3);
    await run(whole, { text: TEXT, executor: new InProcess() });
    expect(filesOf(out)).toEqual(filesOf(whole));
  });

  it('is an error unless it is to be resumed', async () => {
    const out = folder();
    const executor = new InProcess();
    executor.execute = () => Promise.reject(new Error('killed'));
    await expect(run(out, { text: TEXT, executor })).rejects.toThrow('killed');
    await expect(run(out, { text: TEXT, resume: false })).rejects.toThrow(
      /holds an unfinished result of this configuration \(0 of 6 runs are made\); --resume goes on/,
    );
    await run(out, { text: TEXT, resume: true, executor: new InProcess() });
    expect((await run(out, { text: TEXT, resume: false })).wasThere).toBe(true);
  });

  it('is not taken for a finished one where its runs are gone', async () => {
    const out = folder();
    const executor = new InProcess();
    const inner = executor.execute.bind(executor);
    executor.execute = async (runs, hooks) => {
      await inner(runs.slice(0, 2), hooks);
      return [];
    };
    expect((await run(out, { text: TEXT, executor })).manifest.status).toBe('interrupted');
    rmSync(join(out, '.parts'), { recursive: true });
    await expect(run(out, { text: TEXT, executor: new InProcess() })).rejects.toThrow(
      /holds an interrupted result without its finished runs \(\.parts\), and cannot go on; --force starts again/,
    );
  });

  it('makes a run again whose file a power cut has left shorter', async () => {
    const [out, whole] = [folder(), folder()];
    const executor = new InProcess();
    const inner = executor.execute.bind(executor);
    executor.execute = async (runs, hooks) => {
      await inner(runs, hooks);
      truncateSync(join(out, '.parts', '000004', 'series.csv'), 20);
      throw new Error('killed');
    };
    await expect(run(out, { text: TEXT, executor })).rejects.toThrow('killed');
    const again = new InProcess();
    await run(out, { text: TEXT, executor: again });
    expect(again.made).toEqual(['calm b']);
    await run(whole, { text: TEXT, executor: new InProcess() });
    expect(filesOf(out)).toEqual(filesOf(whole));
  });
});

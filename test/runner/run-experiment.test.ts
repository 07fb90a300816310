import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, it } from 'vitest';
import { asYaml } from '../../src/experiment/resolved.js';
import { resolveText } from '../experiment/small-model.js';
import { passingFolders } from './passing-folders.js';
import { EXPERIMENT, filesOf, run } from './small-run.js';

const folder = passingFolders();

describe('a finished result', () => {
  let out: string;
  beforeAll(async () => {
    out = folder();
    await run(out);
  });

  it('has all files, and no left-overs', () => {
    expect(readdirSync(out).sort()).toEqual([
      'attribution.csv',
      'balance.csv',
      'configuration.yaml',
      'contracts.csv',
      'datapackage.json',
      'events.csv',
      'flows.csv',
      'manifest.json',
      'provenance.json',
      'runs.csv',
      'series.csv',
    ]);
  });

  it('has rows in the order of the runs, whole and readable', () => {
    const rows = parse(readFileSync(join(out, 'series.csv')), { columns: true }) as Record<string, string>[];
    expect(Object.keys(rows[0])).toEqual([
      'run',
      'arm',
      'seed',
      'tick',
      'date',
      'index.broad',
      'price.crypto',
    ]);
    expect(rows).toHaveLength(6 * 40);
    expect(rows.map((row) => row.run)).toEqual(rows.map((_, index) => String(1 + Math.floor(index / 40))));
    expect(rows[160]).toMatchObject({ run: '5', arm: 'calm', seed: 'c,d', tick: '1', date: '2026-01-05' });
    // Numbers read back to the same double.
    const events = parse(readFileSync(join(out, 'events.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    const [series, event] = [rows[0], events[0]];
    const state = Math.round((Number(series['index.broad']) - 1) * 99730);
    expect(Number(series['price.crypto'])).toBe(0.1 + 0.2 * state);
    expect(Number(event.amount)).toBe(state / 3);
    expect(event.subject).toBe('a,b');
  });

  it('writes balances and attribution with dates, and no rows of zero', () => {
    const balance = readFileSync(join(out, 'balance.csv'), 'utf8').split('\n');
    expect(balance[0]).toBe('run,arm,seed,tick,date,kind,instrument,opening,postings,revaluation,closing');
    expect(balance[1]).toBe('1,calm,a,21,2026-02-02,funds,crypto,1,0.5,0.25,1.75');
    const attribution = readFileSync(join(out, 'attribution.csv'), 'utf8');
    expect(attribution).toMatch(/^run,arm,seed,tick,date,asset,kind,cause,lnPrice\n/);
    expect(attribution).not.toMatch(/policy/);
  });

  it('has a manifest whose fingerprints are those of the files', () => {
    const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
    expect(manifest.status).toBe('completed');
    expect(manifest.runs).toHaveLength(6);
    expect(Object.keys(manifest.files)).toHaveLength(9);
    for (const [name, hash] of Object.entries(manifest.files))
      expect(
        createHash('sha256')
          .update(readFileSync(join(out, name)))
          .digest('hex'),
      ).toBe(hash);
    expect(Object.keys(manifest.configuration.arms)).toEqual(['calm', 'calls']);
  });

  it('holds a configuration that gives the same result', async () => {
    const text = readFileSync(join(out, 'configuration.yaml'), 'utf8');
    expect(asYaml(resolveText(text).experiment)).toBe(text);
    const again = folder();
    await run(again, { text });
    expect(filesOf(again)).toEqual(filesOf(out));
  });

  it('is the same to the byte for one worker and for three', async () => {
    for (const workers of [1, 3]) {
      const again = folder();
      await run(again, { workers });
      expect(filesOf(again)).toEqual(filesOf(out));
    }
  });

  it('is reported instead of run again', async () => {
    const before = readFileSync(join(out, 'provenance.json'), 'utf8');
    const result = await run(out);
    expect(result.wasThere).toBe(true);
    expect(readFileSync(join(out, 'provenance.json'), 'utf8')).toBe(before);
  });

  it('is not overwritten by another configuration or engine unless forced', async () => {
    const other = folder();
    await run(other);
    await expect(run(other, { set: ['fed.rate=1 %'] })).rejects.toThrow(
      /holds the result of another configuration.*--force/,
    );
    await expect(run(other, { engineVersion: '1' })).rejects.toThrow(
      'was made by another engine (0, this is 1): the same command with --force replaces it',
    );
    writeFileSync(join(other, 'notes.txt'), 'mine');
    const forced = await run(other, { set: ['fed.rate=1 %'], force: true });
    expect(forced.wasThere).toBe(false);
    expect(readFileSync(join(other, 'notes.txt'), 'utf8')).toBe('mine');
    rmSync(join(other, 'series.csv'));
    await expect(run(other, { set: ['fed.rate=1 %'] })).rejects.toThrow(
      /series.csv: is gone from the result/,
    );
  });
});

describe('folders that cannot be used', () => {
  it('refuses a folder with something else in it', async () => {
    const out = folder();
    writeFileSync(join(out, 'thesis.tex'), 'x');
    await expect(run(out)).rejects.toThrow(/not empty and holds no result/);
    expect(readdirSync(out)).toEqual(['thesis.tex']);
  });

  it('says so when a file is in the way', async () => {
    const out = join(folder(), 'file');
    writeFileSync(out, '');
    await expect(run(out)).rejects.toMatchObject({ name: 'FileError', message: `${out}: is in the way` });
  });

  it('refuses a folder that another process is writing', async () => {
    const out = folder();
    mkdirSync(join(out, '.parts'));
    const hash = await import('../../src/experiment/resolved.js').then(({ configurationHash }) =>
      configurationHash(resolveText('name: small\nextends: base\nseeds: [a]').experiment),
    );
    writeFileSync(
      join(out, '.parts', 'identity.json'),
      JSON.stringify({ configurationHash: hash, engineVersion: '0' }),
    );
    writeFileSync(join(out, '.parts', 'lock'), String(process.ppid));
    await expect(run(out, { text: 'name: small\nextends: base\nseeds: [a]' })).rejects.toThrow(
      /is being written by process/,
    );
  });

  it('ends with the reason when the disk is full in the middle of a run', async () => {
    const out = folder();
    const full = run(out, { set: ['arms.calls.funds.count=15'] });
    await expect(full).rejects.toMatchObject({ name: 'FileError', message: 'series.csv: the disk is full' });
    // What was finished before is kept for when there is room again.
    const { manifest } = await run(folder(), {});
    expect(manifest.status).toBe('completed');
    expect(readdirSync(out).sort()).toEqual(['.parts', 'configuration.yaml']);
  });

  // A superuser may write anywhere.
  it.runIf(process.getuid?.() !== 0)('says that a folder is read-only', async () => {
    const parent = folder();
    chmodSync(parent, 0o555);
    await expect(run(join(parent, 'out'))).rejects.toThrow(/out: permission denied/);
    chmodSync(parent, 0o755);
  });

  it.runIf(existsSync('/dev/full'))('reports a full disk as one', async () => {
    const { withFile } = await import('../../src/runner/file-error.js');
    expect(() => withFile('/dev/full', () => writeFileSync('/dev/full', 'x'))).toThrow(
      '/dev/full: the disk is full',
    );
  });
});

describe('runs that do not end well', () => {
  it('keeps a failed run as a row with its reason', async () => {
    const out = folder();
    const failures: string[] = [];
    const { manifest } = await run(out, {
      set: ['arms.calls.funds.count=13'],
      onFailure: ({ reason }) => failures.push(reason),
    });
    expect(manifest.status).toBe('failed');
    const reason = 'tick 5: no price, "quoted", clears\nthe market';
    expect(failures).toEqual([reason, reason, reason]);
    const rows = parse(readFileSync(join(out, 'runs.csv')), { columns: true }) as Record<string, string>[];
    expect(rows.map(({ status }) => status)).toEqual([
      'completed',
      'failed',
      'completed',
      'failed',
      'completed',
      'failed',
    ]);
    expect(rows[3]).toEqual({ run: '4', arm: 'calls', seed: 'b', status: 'failed', ticks: '4', reason });
    const series = parse(readFileSync(join(out, 'series.csv')), { columns: true }) as Record<
      string,
      string
    >[];
    expect(series.filter((row) => row.run === '4')).toHaveLength(4);
  });

  it('tries a run whose thread dies twice, and goes on with the others', async () => {
    const out = folder();
    const { manifest } = await run(out, { set: ['arms.calls.funds.count=14'] });
    expect(manifest.runs.map(({ status }) => status)).toEqual([
      'completed',
      'failed',
      'completed',
      'failed',
      'completed',
      'failed',
    ]);
    expect(manifest.runs[3].reason).toMatch(/its thread died 2 times: .*exit code 3/);
    const { runs } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
    expect(runs.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2, 1, 2, 1, 2]);
  });

  it('tries a run again whose thread died, and loses nothing', async () => {
    const [out, whole] = [folder(), folder()];
    const text = EXPERIMENT.replace('"c,d"', 'c');
    await run(out, { text, set: ['arms.calls.funds.count=16'] });
    const { runs } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
    expect(runs.map(({ attempt }: { attempt: number }) => attempt)).toEqual([1, 2, 1, 2, 1, 2]);
    await run(whole, { text });
    for (const name of ['runs.csv', 'series.csv'])
      expect(readFileSync(join(out, name), 'utf8')).toBe(readFileSync(join(whole, name), 'utf8'));
  });

  it('says so when no thread can be started', async () => {
    const entry = new URL('./no-such-file.mjs', import.meta.url);
    await expect(run(folder(), { entry })).rejects.toThrow(/a worker thread did not start/);
  });

  it('leaves whole rows and a manifest when it is interrupted, and is then resumed', async () => {
    const [out, whole] = [folder(), folder()];
    const stop = new SharedArrayBuffer(4);
    const set = ['funds.notice=35'];
    const text = 'name: small\nextends: base\nseeds: { count: 5, base: x }\n';
    const first = await run(out, {
      set,
      text,
      stop,
      workers: 1,
      onProgress({ runsDone, ticksDone }) {
        if (runsDone === 1 && ticksDone > 50) Atomics.store(new Int32Array(stop), 0, 1);
      },
    });
    expect(first.manifest.status).toBe('interrupted');
    expect(first.manifest.runs.map(({ status }) => status)).toEqual([
      'completed',
      'interrupted',
      'interrupted',
      'interrupted',
      'interrupted',
    ]);
    const rows = parse(readFileSync(join(out, 'series.csv')), { columns: true }) as Record<string, string>[];
    const { ticks } = first.manifest.runs[1];
    expect(ticks).toBeGreaterThan(5);
    expect(ticks).toBeLessThan(40);
    expect(rows).toHaveLength(40 + ticks);
    const second = await run(out, { set, text, workers: 1 });
    expect(second.resumed).toBe(1);
    expect(second.manifest.status).toBe('completed');
    await run(whole, { set, text });
    expect(filesOf(out)).toEqual(filesOf(whole));
    expect(existsSync(join(out, '.parts'))).toBe(false);
  });
});

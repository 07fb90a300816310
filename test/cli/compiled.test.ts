import { spawn, spawnSync } from 'node:child_process';
import { closeSync, existsSync, mkdtempSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';

const ROOT = join(import.meta.dirname, '../..');
const MAIN = join(ROOT, 'dist/src/main.js');
const folder = mkdtempSync(join(tmpdir(), 'rqe-compiled-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs the compiled program as a person would, in an empty folder. */
function rqe(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
  });
  return { code: status, out: stdout, err: stderr };
}

describe('the compiled program', () => {
  it('knows its version', () => {
    const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
    const { code, out } = rqe('--version');
    expect([code, out.replace(/[0-9a-f]{8}/, 'FINGERPRINT')]).toEqual([0, `${version}+FINGERPRINT\n`]);
  });

  it.each([
    [['rnu'], 2, /Did you mean run\?/],
    [['run', 'nowhere'], 2, /there is no experiment 'nowhere'/],
    [['explain', 'nowhere', '--asset', 'crypto'], 3, /there is no such result/],
  ])('%j ends with %i', (args, code, message) => {
    const ran = rqe(...args);
    expect([ran.code, ran.out]).toEqual([code, '']);
    expect(ran.err).toMatch(message);
  });

  it.runIf(existsSync('/dev/full'))('says it in a line when what takes its output is full', () => {
    const full = openSync('/dev/full', 'w');
    const { status, stderr } = spawnSync(process.execPath, [MAIN, 'list', 'parameters'], {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', full, 'pipe'],
    });
    closeSync(full);
    expect([status, stderr]).toEqual([3, 'error: standard output: the disk is full\n']);
  });

  it('lists its experiments from any folder', () => {
    const { code, out } = rqe('list', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out).map(({ name }: { name: string }) => name)).toEqual(
      expect.arrayContaining(['base', 'bathtub-sweep']),
    );
  });

  it('resolves experiments that come with it', () => {
    // Each is resolved by tests of their own; here stands one of each shape.
    const names: string[] = JSON.parse(rqe('list', '--json').out).map(({ name }: { name: string }) => name);
    const shapes = [
      /^base$/,
      /^fed-rate-moves$/,
      /^phase-diagram$/,
      /^what-matters$/,
      /^claims\//,
      /^replications\//,
    ];
    for (const shape of shapes) {
      const name = names.find((each) => shape.test(each));
      expect(rqe('check', name ?? `${shape}`), `${shape}`).toMatchObject({ code: 0, err: '' });
    }
  });

  it('writes a new experiment that is valid as it stands', () => {
    expect(rqe('new', 'fresh').code).toBe(0);
    expect(rqe('check', 'fresh.yaml')).toMatchObject({ code: 0, err: '' });
  });

  it('runs the real market in worker threads, explains and reproduces it', () => {
    writeFileSync(
      join(folder, 'short.yaml'),
      'extends: base\nticks: 4\nseeds: [1, 2]\nrecord: { attribution: daily }\n',
    );
    const ran = rqe('run', 'short.yaml', '--workers', '2');
    expect(ran.err).toMatch(/2 of 2 runs completed/);
    expect(ran.code).toBe(0);
    expect(existsSync(join(folder, 'results/short/series.csv'))).toBe(true);
    expect(rqe('reproduce', 'results/short', '--workers', '1').code).toBe(0);
    const held = (file: string) => JSON.parse(readFileSync(join(folder, 'results/short', file), 'utf8'));
    const { engineVersion } = held('manifest.json');
    expect(`${engineVersion}\n`).toBe(rqe('--version').out);
    expect(held('provenance.json').engine.version).toBe(engineVersion);
    const { out } = rqe('explain', 'results/short', '--asset', 'crypto', '--json');
    const { explained, remainder, total, recorded, rows } = JSON.parse(out);
    expect(rows.length).toBeGreaterThan(3);
    expect(total).toBe(explained + remainder);
    expect(total).toBeCloseTo(recorded, 9);
  });

  it('starts, ends early with one line after Ctrl-C, and draws no report of nothing', async () => {
    const args = [MAIN, 'start', '--seeds', '2', '--workers', '1', '--out', 'started'];
    const child = spawn(process.execPath, args, { cwd: folder });
    const said = { out: '', err: '' };
    child.stdout.on('data', (data) => (said.out += data));
    child.stderr.on('data', (data) => (said.err += data));
    const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
    while (!existsSync(join(folder, 'started/.parts')) && child.exitCode === null)
      await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill('SIGINT');
    expect([await ended, said.out]).toEqual([130, '']);
    expect(said.err).toMatch(/interrupted\. Results: started\nThe same command goes on from there, .*\n$/);
  });

  it('prints books in which every instrument is owed by somebody', () => {
    const rows = JSON.parse(rqe('balance', 'base', '--json').out) as { instrument: string; sum: number }[];
    const unequal = rows.filter(({ sum }) => Math.abs(sum) > 1e-6).map(({ instrument }) => instrument);
    expect(unequal).toEqual(['crypto', 'gold', 'net worth']);
  });
});

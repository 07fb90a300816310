/** The bundle that `rqe` runs is the program of dist/src: the same bytes, and the licences of what it contains. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');
/** As deep in the package as the one that is shipped. */
const BUNDLE = join(ROOT, 'dist', 'rqe-test');
const folder = mkdtempSync(join(tmpdir(), 'rqe-bundle-'));
const SMALL = [
  'ticks=3',
  'retail=10',
  'hedgeFunds=4',
  'assetManagers=4',
  'insurers=4',
  'sovereignFunds=4',
].map((set) => (set.startsWith('ticks') ? set : `population.${set}`));

function node(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: folder });
  return { status, stdout, stderr };
}

/** SHA-256 of every file of a run by this program, but for the times of the machine. */
function filesOf(main: string, name: string): Map<string, string> {
  const sets = SMALL.flatMap((set) => ['--set', set]);
  expect(node(main, 'run', 'base', ...sets, '--out', name)).toMatchObject({ status: 0 });
  const files = readdirSync(join(folder, name)).filter((file) => file !== 'provenance.json');
  const hash = (file: string) => createHash('sha256').update(readFileSync(join(folder, name, file)));
  return new Map(files.map((file) => [file, hash(file).digest('hex')]));
}

beforeAll(() => {
  expect(node(join(ROOT, 'scripts/bundle.mjs'), BUNDLE)).toMatchObject({ status: 0, stderr: '' });
});
afterAll(() => {
  rmSync(BUNDLE, { recursive: true, force: true });
  rmSync(folder, { recursive: true, force: true });
});

describe('the bundle', () => {
  it('runs in worker threads and writes the bytes of the unbundled program', () => {
    const bundled = filesOf(join(BUNDLE, 'main.js'), 'bundled');
    expect(bundled.size).toBeGreaterThan(8);
    expect(bundled).toEqual(filesOf(join(ROOT, 'dist/src/main.js'), 'unbundled'));
  });

  it('draws reports, and has the messages and codes of its errors', () => {
    const main = join(BUNDLE, 'main.js');
    expect(node(main, 'report', 'bundled', '--figures', 'balance-sheet')).toMatchObject({ status: 0 });
    const wrong = node(main, 'run', 'base', '--set', 'tcks=1');
    expect([wrong.status, wrong.stderr]).toEqual([2, expect.stringContaining('tcks: unknown parameter')]);
  });

  it('needs its packs alone for a run, and compiles nothing of them anew', () => {
    const told = `
      const loader = require(${JSON.stringify(join(BUNDLE, 'loader.js'))});
      process.on('exit', () => process.stdout.write(
        'files ' + Object.keys(require.cache).length + ' ' + loader.usesByteCode()));
      loader.start();`;
    const sets = SMALL.flatMap((set) => ['--set', set]);
    const args = ['main.js', 'run', 'base', ...sets, '--out', 'told'];
    expect(node('-e', told, ...args)).toMatchObject({
      status: 0,
      stdout: expect.stringMatching(/files 1 true$/),
    });
  });

  it('does without its byte code, and with that of another V8', () => {
    const files = readdirSync(BUNDLE).filter((name) => name.endsWith('.bytecode'));
    expect(files).toHaveLength(2);
    const check = () =>
      expect(node(join(BUNDLE, 'main.js'), 'check', 'base')).toMatchObject({ status: 0, stderr: '' });
    const each = (change: (path: string) => void) => {
      for (const name of files) change(join(BUNDLE, name));
      check();
    };
    each((path) => writeFileSync(path, readFileSync(path).fill(255, 4, 12)));
    each((path) => rmSync(path));
  });

  it('has the licences of what it contains', () => {
    const text = readFileSync(join(BUNDLE, 'LICENCES.txt'), 'utf8');
    for (const name of ['commander', 'mathjs', 'yaml', 'zod'])
      expect(text).toMatch(new RegExp(`^${name} \\d[\\d.]*, `, 'm'));
    expect(text).toContain('THE SOFTWARE IS PROVIDED "AS IS"');
  });
});

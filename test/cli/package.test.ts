/** What `npm pack` puts into the package is what `rqe` needs, and no more of the build. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it, vi } from 'vitest';

vi.setConfig({ testTimeout: 120_000 });

const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'rqe-package-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function output(cwd: string, command: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

it('holds the bundle and its kernel alone of the build, and runs from those files', () => {
  const [{ files }] = JSON.parse(output(ROOT, 'npm', 'pack', '--dry-run', '--ignore-scripts', '--json')) as {
    files: { path: string }[];
  }[];
  const paths = files.map(({ path }) => path);
  const built = paths.filter((path) => path.startsWith('dist/') && !path.startsWith('dist/rqe/'));
  expect(built).toEqual(['dist/src/market/market-kernel.wasm']);
  expect(paths).toEqual(
    expect.arrayContaining(['dist/rqe/main.js', 'dist/rqe/worker.js', 'dist/rqe/LICENCES.txt']),
  );
  for (const path of paths) cpSync(join(ROOT, path), join(folder, 'package', path));
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'package/node_modules'));
  output(folder, process.execPath, 'package/dist/rqe/main.js', 'run', 'base', '--set', 'ticks=2');
  expect(existsSync(join(folder, 'results/base/series.csv'))).toBe(true);
});

import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { recordFile } from './record.js';

const record = recordFile('installation');
const ROOT = join(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'rqe-install-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function command(cwd: string, name: string, ...args: string[]): string {
  const { status, stdout, stderr } = spawnSync(name, args, { cwd, encoding: 'utf8' });
  expect(status, stderr).toBe(0);
  return stdout;
}

it('the package installs in an empty folder and runs there', () => {
  const [{ filename, size }] = JSON.parse(
    command(ROOT, 'npm', 'pack', '--ignore-scripts', '--json', '--pack-destination', folder),
  ) as { filename: string; size: number }[];
  command(folder, 'npm', 'init', '--yes');
  command(folder, 'npm', 'install', '--no-audit', '--no-fund', `./${filename}`);
  expect(command(folder, 'npx', 'rqe', 'list')).toContain('bathtub-sweep');
  command(folder, 'npx', 'rqe', 'run', 'base', '--set', 'ticks=5');
  expect(existsSync(join(folder, 'results/base/series.csv'))).toBe(true);
  record(`${(size / 1e6).toFixed(2)} MB packed, lists and runs`);
});

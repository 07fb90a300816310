/** Results of the experiments that come with the program, made small: few agents, two seeds. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const LIBRARY = join(ROOT, 'experiments');

const SMALL = ['sovereignFunds=4', 'hedgeFunds=6', 'retail=10', 'assetManagers=6', 'insurers=4'].map(
  (count) => `population.${count}`,
);
export const EXPERIMENTS: readonly string[] = readdirSync(LIBRARY)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''));

/** Runs the compiled program. Runs may fail, as a market of thirty agents may that is emptied of cash: figures show the others. */
export function rqe(...options: string[]): void {
  const args = [join(ROOT, 'dist/src/main.js'), ...options];
  const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8', cwd: ROOT });
  if (status !== 0 && status !== 1) throw new Error(stderr);
}

/** Runs a batch with the compiled program into a folder. */
export function runBatch(experiment: string, out: string, ...options: string[]): void {
  rqe('batch', experiment, '--out', out, ...options);
}

/** Runs an experiment that comes with the program, made small, into a folder. */
export function makeSmall(name: string, out: string, seeds = 2, ...more: string[]): void {
  const sets = [...SMALL, 'record.series=weekly', ...more].flatMap((set) => ['--set', set]);
  runBatch(name, out, '--seeds', String(seeds), ...sets);
}

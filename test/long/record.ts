/** Puts what a file of long tests found into `docs/long-tests.md` if RECORD=1, and prints it in any case. */
import { spawnSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunnerTask } from 'vitest';
import { afterAll } from 'vitest';
import manifest from '../../package.json' with { type: 'json' };
import { withRow } from './long-tests-page.js';

const ROOT = join(import.meta.dirname, '../..');
const PAGE = join(ROOT, 'docs/long-tests.md');

function git(...args: string[]): string {
  const { status, stdout } = spawnSync('git', args, { cwd: ROOT, encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** Commit of the sources, or the version where there is no repository; the page itself may differ from the commit. */
function sources(): string {
  const commit = git('rev-parse', '--short', 'HEAD');
  if (commit === '') return manifest.version;
  const changed = git('status', '--porcelain', '--untracked-files=no', '--', '.', ':!docs/long-tests.md');
  return changed === '' ? commit : `${commit}, changed`;
}

/** Whether each test passed; a test that was not run counts for nothing. */
function outcomes(tasks: readonly RunnerTask[]): boolean[] {
  return tasks.flatMap((task) => {
    if (task.type === 'suite') return outcomes(task.tasks);
    const state = task.result?.state;
    return state === 'pass' || state === 'fail' ? [state === 'pass'] : [];
  });
}

/**
 * A row for the file `test/long/<name>.test.ts`, written when its tests have ended: date, commit, how many passed in what
 * time, and what they measured.
 *
 * @returns takes what a test measured
 */
export function recordFile(name: string): (measured: string) => void {
  const startedAt = performance.now();
  const found: string[] = [];
  // biome-ignore lint/correctness/noEmptyPattern: Vitest reads the names of fixtures from the pattern; there are none.
  afterAll(({}, file) => {
    const passed = outcomes(file.tasks);
    const seconds = ((performance.now() - startedAt) / 1000).toFixed(0);
    const verdict = `${passed.filter(Boolean).length} of ${passed.length} tests pass in ${seconds} s`;
    const row = [name, new Date().toISOString().slice(0, 10), sources(), [verdict, ...found].join('; ')];
    process.stdout.write(`\n${row.join(' | ')}\n`);
    if (process.env.RECORD === '1') writeFileSync(PAGE, withRow(readFileSync(PAGE, 'utf8'), row));
  });
  return (measured) => found.push(measured);
}

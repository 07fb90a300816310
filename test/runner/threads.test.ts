/** Worker threads are never idle while there are runs to make. */
import { existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { plannedRuns } from '../../src/experiment/runs.js';
import type { WaitingRun } from '../../src/runner/executor.js';
import { Threads } from '../../src/runner/threads.js';
import { resolveText } from '../experiment/small-model.js';
import { ENTRY, EXPERIMENT, temporaryFolder } from './small-run.js';

const out = temporaryFolder();
afterAll(() => rmSync(out, { recursive: true }));

function waiting(): WaitingRun[] {
  return plannedRuns(resolveText(EXPERIMENT).experiment)
    .slice(0, 2)
    .map(({ run, arm, seed, part, configuration }) => {
      const folder = join(out, String(part));
      return { run, arm, seed, part, job: () => ({ run, arm, seed, configuration, folder, watched: [] }) };
    });
}

/** Blocks this thread until a file is there. */
function waitFor(path: string, milliseconds: number): boolean {
  const clock = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; waited < milliseconds && !existsSync(path); waited += 5) Atomics.wait(clock, 0, 0, 5);
  return existsSync(path);
}

it('go on with the next run while the one before is looked at', async () => {
  const threads = new Threads({ entry: ENTRY, workers: 1, stop: new SharedArrayBuffer(4) });
  const runs = waiting();
  let isNextMade: boolean | undefined;
  const outcomes = await threads.execute(runs, {
    onEnd: () => {
      isNextMade ??= waitFor(runs[1].job().folder, 5000);
    },
  });
  await threads.close();
  expect(outcomes.map(({ status }) => status)).toEqual(['completed', 'completed']);
  expect(isNextMade).toBe(true);
});

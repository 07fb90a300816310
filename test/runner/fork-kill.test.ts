import { spawn } from 'node:child_process';
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { FORKED, WHOLE } from './forked-run.js';
import { filesOf, run, temporaryFolder } from './small-run.js';

/** Every tick takes this many milliseconds beyond 30. */
const SET = ['funds.notice=34'];

const whole = temporaryFolder();
beforeAll(async () => void (await run(whole, { text: WHOLE, set: SET })));
afterAll(() => rmSync(whole, { recursive: true }));

/** Starts the experiment in a process, and kills it when a folder of its parts begins so. */
async function killedAt(out: string, name: RegExp): Promise<void> {
  const program = fileURLToPath(new URL('./run-in-process.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', program, out, FORKED, ...SET], {
    stdio: 'ignore',
  });
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const parts = join(out, '.parts');
  const isThere = () => existsSync(parts) && readdirSync(parts).some((part) => name.test(part));
  while (!isThere() && child.exitCode === null) await new Promise((resolve) => setTimeout(resolve, 5));
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect(existsSync(join(out, 'manifest.json'))).toBe(false);
}

it.each([
  ['a trunk is made', /trunk\.unfinished$/, 0],
  ['runs go on from it', /^000005$/, 4],
])('goes on after kill -9 while %s', async (_when, name, atLeast) => {
  const out = temporaryFolder();
  await killedAt(out, name);
  const { resumed } = await run(out, { text: FORKED, set: SET });
  expect(resumed).toBeGreaterThanOrEqual(atLeast);
  expect(resumed).toBeLessThan(9);
  expect(filesOf(out)).toEqual(filesOf(whole));
  rmSync(out, { recursive: true });
});

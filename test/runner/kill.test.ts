import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { filesOf, run, temporaryFolder } from './small-run.js';

const SET = ['funds.notice=33'];
const TEXT = 'name: small\nextends: base\nseeds: { count: 6, base: x }\n';

/** Starts the experiment in a process of its own. */
function start(out: string) {
  const program = fileURLToPath(new URL('./run-in-process.ts', import.meta.url));
  return spawn(process.execPath, ['--import', 'tsx', program, out, TEXT, ...SET], { stdio: 'ignore' });
}

it('goes on after kill -9 where the finished runs ended', async () => {
  const [out, whole] = [temporaryFolder(), temporaryFolder()];
  const child = start(out);
  const ended = new Promise((resolve) => child.once('exit', (_, signal) => resolve(signal)));
  const second = join(out, '.parts', '000002');
  while (!existsSync(second) && child.exitCode === null)
    await new Promise((resolve) => setTimeout(resolve, 10));
  child.kill('SIGKILL');
  expect(await ended).toBe('SIGKILL');
  expect(existsSync(join(out, 'manifest.json'))).toBe(false);
  const finished = readFileSync(join(second, 'series.csv'), 'utf8');
  expect(finished.trimEnd().split('\n')).toHaveLength(40);

  const result = await run(out, { set: SET, text: TEXT });
  expect(result.resumed).toBeGreaterThanOrEqual(2);
  expect(result.resumed).toBeLessThan(6);
  await run(whole, { set: SET, text: TEXT });
  expect(filesOf(out)).toEqual(filesOf(whole));
  rmSync(out, { recursive: true });
  rmSync(whole, { recursive: true });
});

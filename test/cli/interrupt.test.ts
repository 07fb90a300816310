import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { rqe, workFolder } from './small-cli.js';

const PROGRAM = fileURLToPath(new URL('./small-process.ts', import.meta.url));

function start(folder: string, ...args: string[]) {
  const child = spawn(process.execPath, ['--import', 'tsx', PROGRAM, folder, ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let err = '';
  child.stderr.on('data', (data) => {
    err += data;
  });
  const ended = new Promise<{ code: number | null; err: string }>((resolve) =>
    child.once('close', (code) => resolve({ code, err })),
  );
  return { child, ended, said: () => err };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 10));
}

it('leaves complete rows and an honest manifest after Ctrl-C, and goes on from there', async () => {
  const folder = workFolder();
  const out = join(folder, 'results', 'base');
  const args = ['run', 'base', '--set', 'funds.notice=60', '--workers', '1', '--out', out];
  const { child, ended } = start(folder, ...args);
  await until(() => existsSync(join(out, '.parts', '000001')) || child.exitCode !== null);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect(code).toBe(130);
  expect(err).toMatch(/Interrupted: writing what is complete/);
  const manifest = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  expect(manifest.status).toBe('interrupted');
  expect(manifest.runs.map(({ status }: { status: string }) => status)).toEqual(['completed', 'interrupted']);
  const lines = readFileSync(join(out, 'series.csv'), 'utf8').split('\n');
  expect(lines.at(-1)).toBe('');
  for (const line of lines.slice(0, -1)) expect(line.split(',')).toHaveLength(7);
  expect(lines).toHaveLength(2 + 40 + manifest.runs[1].ticks);
  const again = await rqe(folder, ...args);
  expect(again.code).toBe(0);
  expect(again.err).toMatch(/Resumed: 1 runs were finished already/);
  rmSync(folder, { recursive: true });
});

// Signals have their own time on a busy machine: what is asked is that it works, not that it always works within 300 ms.
it('ends at once after a second Ctrl-C', { retry: 3 }, async () => {
  const folder = workFolder();
  // Ticks of ten seconds: the first signal cannot be obeyed soon.
  const out = join(folder, 'out');
  const set = ['--set', 'funds.notice=10000'];
  const { child, ended, said } = start(folder, 'run', 'base', ...set, '--out', out);
  await until(() => existsSync(join(out, '.parts', '000001.unfinished')) || child.exitCode !== null);
  child.kill('SIGINT');
  await until(() => said().includes('Interrupted') || child.exitCode !== null);
  // The echo that npm sends does not count.
  child.kill('SIGINT');
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  rmSync(folder, { recursive: true });
});

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it, vi } from 'vitest';
import type { CliContext } from '../../src/cli/context.js';
import { whileInterruptible } from '../../src/cli/interrupt.js';
import { tickMark } from '../runner/tick-mark.js';
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
  expect(err).toMatch(/runs completed; interrupted.*\nThe same command goes on from there\.\n$/);
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
  const copy = join(folder, 'copy');
  const reproducing = start(folder, 'reproduce', out, '--workers', '1', '--out', copy);
  await until(() => existsSync(join(copy, '.parts', '000001')) || reproducing.child.exitCode !== null);
  reproducing.child.kill('SIGINT');
  const cut = await reproducing.ended;
  expect([cut.code, cut.err]).toEqual([130, expect.stringMatching(/Interrupted: nothing was compared\.\n$/)]);
  rmSync(folder, { recursive: true });
});

it('says of a batch that it was sequential, and how it goes on', async () => {
  const folder = workFolder();
  const file = join(folder, 'wide.yaml');
  writeFileSync(
    file,
    `extends: base
arms: { calm: , calls: { against: calm, parameters: { funds.callRate: 300 } } }
metrics: { level: { series: index.broad, statistic: last } }
`,
  );
  const out = join(folder, 'wide');
  const width = ['--until-width', 'level=1', '--seeds', '8', '--set', 'funds.notice=20'];
  const args = ['batch', file, ...width, '--workers', '1', '--out', out];
  const { child, ended } = start(folder, ...args);
  await until(() => existsSync(join(out, '.parts', '000003')) || child.exitCode !== null);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect(code).toBe(130);
  expect(err).toMatch(/interrupted.*\nThe same command with --resume goes on from there\.\n$/);
  expect(err).not.toMatch(/not enough/);
  const read = () => JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  expect(read()).toMatchObject({ status: 'interrupted', sequential: { seeds: 8, width: null } });
  const compared = await rqe(folder, 'compare', out);
  expect(compared.err).toMatch(/was interrupted; .* \(rqe batch with --resume\)/);
  expect(compared.out).toMatch(/Sequential: seeds were added/);
  expect((await rqe(folder, ...args, '--resume')).code).toBe(0);
  expect(read()).toMatchObject({ status: 'completed', sequential: { seeds: 8, isReached: true } });
  rmSync(folder, { recursive: true });
});

it('does so where the run has no thread of its own', async () => {
  const folder = workFolder();
  const out = join(folder, 'out');
  const set = ['--set', 'funds.notice=60', '--set', 'ticks=400'];
  const { child, ended } = start(folder, 'run', 'base', '--seed', 'a', ...set, '--out', out);
  await until(() => existsSync(join(out, '.parts', '000001.unfinished')) || child.exitCode !== null);
  child.kill('SIGINT');
  const { code, err } = await ended;
  expect([code, err]).toEqual([130, expect.stringMatching(/Interrupted: writing what is complete/)]);
  const { runs } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  expect(runs).toEqual([expect.objectContaining({ status: 'interrupted' })]);
  expect(err).not.toMatch(/1\/1 runs|100 %/);
  const lines = readFileSync(join(out, 'series.csv'), 'utf8').split('\n');
  expect(lines).toHaveLength(2 + runs[0].ticks);
  rmSync(folder, { recursive: true });
});

it('ends at once after a second Ctrl-C', async () => {
  const folder = workFolder();
  // Ticks of ten seconds: the first signal cannot be obeyed soon.
  const out = join(folder, 'out');
  const set = ['--set', 'funds.notice=10000'];
  const { child, ended, said } = start(folder, 'run', 'base', ...set, '--out', out);
  // Before the tick a stop is obeyed at once: there would be nothing left to end.
  const mark = tickMark(Number(child.pid));
  await until(() => existsSync(mark) || child.exitCode !== null);
  rmSync(mark);
  child.kill('SIGINT');
  await until(() => said().includes('Interrupted') || child.exitCode !== null);
  await new Promise((resolve) => setTimeout(resolve, 600));
  expect(child.exitCode).toBeNull();
  child.kill('SIGINT');
  expect((await ended).code).toBe(130);
  rmSync(folder, { recursive: true });
});

// By a clock of its own: when a signal arrives on a busy machine is not for a test to say.
it('takes the echo of a Ctrl-C that npm passes on for the same', async () => {
  let now = 0;
  const clock = vi.spyOn(performance, 'now').mockImplementation(() => now);
  const exit = vi
    .spyOn(process, 'exit')
    .mockImplementation((() => undefined) as unknown as typeof process.exit);
  const said = vi.fn();
  const context = { stderr: said } as unknown as CliContext;
  await whileInterruptible(context, async (stop) => {
    for (now of [1000, 1001, 1299]) process.emit('SIGINT');
    expect(new Int32Array(stop)[0]).toBe(1);
    expect(said).toHaveBeenCalledTimes(1);
    expect(exit).not.toHaveBeenCalled();
    now = 1301;
    process.emit('SIGINT');
    expect(exit).toHaveBeenCalledWith(130);
  });
  expect(process.listenerCount('SIGINT')).toBe(0);
  exit.mockRestore();
  clock.mockRestore();
});

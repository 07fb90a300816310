import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { lock } from '../../src/runner/lock.js';
import { passingFolders } from './passing-folders.js';

const folder = passingFolders();
const parents: ChildProcess[] = [];
afterAll(() => {
  for (const parent of parents) parent.kill();
});

async function until(isSo: () => boolean): Promise<void> {
  for (let waited = 0; !isSo() && waited < 5000; waited += 10)
    await new Promise((resolve) => setTimeout(resolve, 10));
  expect(isSo()).toBe(true);
}

/** The state of a process as the system tells it, and when it started. */
function told(processId: number): { state: string; start: string } {
  const fields = readFileSync(`/proc/${processId}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return { state: fields[0], start: fields[19] };
}

/** The number of a process whose parent never asks how it ended: a shell that has become another program. */
async function childOf(place: string): Promise<number> {
  const file = join(place, 'number');
  parents.push(spawn('sh', ['-c', `sleep 60 & echo $! > '${file}'; exec sleep 60`], { stdio: 'ignore' }));
  await until(() => existsSync(file) && readFileSync(file, 'utf8').endsWith('\n'));
  return Number(readFileSync(file, 'utf8'));
}

it.runIf(existsSync('/proc/self/stat'))(
  'is that of a process that lives, not of one that was killed',
  async () => {
    const place = folder();
    const path = join(place, 'lock');
    const child = await childOf(place);
    for (const held of [`${child} ${told(child).start}`, String(child)]) {
      writeFileSync(path, held);
      expect(() => lock(path, place)).toThrow(`is being written by process ${child}`);
    }
    const held = readFileSync(path, 'utf8');
    process.kill(child, 'SIGKILL');
    await until(() => told(child).state === 'Z');
    for (const left of [held, `${child} ${told(child).start}`]) {
      writeFileSync(path, left);
      lock(path, place);
      expect(readFileSync(path, 'utf8')).toBe(`${process.pid} ${told(process.pid).start}`);
    }
  },
);

it('is taken over from a process that is gone, or whose number another has', () => {
  const place = folder();
  mkdirSync(join(place, 'deep'));
  const path = join(place, 'deep', 'lock');
  for (const held of [
    '999999999',
    '',
    'x',
    ...(existsSync('/proc/self/stat') ? [`${process.ppid} 1`] : []),
  ]) {
    writeFileSync(path, held);
    lock(path, place);
    expect(readFileSync(path, 'utf8')).toMatch(new RegExp(`^${process.pid} `));
  }
});

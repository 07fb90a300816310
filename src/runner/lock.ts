/** Who writes a result folder: two programs in one folder would mix their rows. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { FileError } from './file-error.js';

/** When a process started, where the system tells: numbers of processes are given again. */
function startOf(processId: number): string {
  const path = `/proc/${processId}/stat`;
  try {
    // The name of the program stands in brackets and may hold blanks; the start is the 22nd field.
    return readFileSync(path, 'utf8').split(') ')[1]?.split(' ')[19] ?? '';
  } catch {
    return '';
  }
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

function holds(lock: string): boolean {
  const [text, start] = lock.split(' ');
  const holder = Number(text);
  if (!(holder > 0) || holder === process.pid || !isAlive(holder)) return false;
  const now = startOf(holder);
  return start === undefined || start === '' || now === '' || start === now;
}

/** Takes a lock file; one that a dead process has left is taken over. */
export function lock(path: string, folder: string): void {
  const me = `${process.pid} ${startOf(process.pid)}`;
  for (;;) {
    try {
      writeFileSync(path, me, { flag: 'wx' });
      return;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
    const held = existsSync(path) ? readFileSync(path, 'utf8') : '';
    if (holds(held))
      throw new FileError(
        folder,
        `is being written by process ${held.split(' ')[0]}; if that is none of rqe, remove ${path}`,
      );
    rmSync(path, { force: true });
  }
}

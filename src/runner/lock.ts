/** Who writes a result folder: two programs in one folder would mix their rows. */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { FileError } from './file-error.js';

/** What the system says of a process, where it says it. */
interface ProcessState {
  /** One letter. */
  readonly state: string;
  /** When it started: numbers of processes are given again. */
  readonly start: string;
}

function stateOf(processId: number): ProcessState | undefined {
  try {
    const text = readFileSync(`/proc/${processId}/stat`, 'utf8');
    // The name of the program stands in brackets and may hold brackets and blanks; the state is the third field of
    // the line and the start the 22nd.
    const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
    return { state: fields[0], start: fields[19] };
  } catch {
    return undefined;
  }
}

/** A process that was killed and whose parent has not asked how it ended still has its number, and does nothing more. */
const ENDED = ['Z', 'X', 'x'];

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
  const now = stateOf(holder);
  if (now === undefined) return true;
  if (ENDED.includes(now.state)) return false;
  return start === undefined || start === '' || start === now.start;
}

/** Takes a lock file; one that a dead process has left is taken over. */
export function lock(path: string, folder: string): void {
  const me = `${process.pid} ${stateOf(process.pid)?.start ?? ''}`;
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

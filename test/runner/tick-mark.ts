import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** File that is there once a process of the small engine is within a long tick. */
export function tickMark(pid: number): string {
  return join(tmpdir(), `rqe-tick-${pid}`);
}

/** Ctrl-C: the first asks the runs to stop after their tick, the second ends the program at once. */
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';

const ECHO_MILLISECONDS = 300;

export async function whileInterruptible<T>(
  context: CliContext,
  action: (stop: SharedArrayBuffer) => Promise<T>,
): Promise<T> {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  let first: number | undefined;
  const interrupt = () => {
    const now = performance.now();
    // One Ctrl-C comes twice under `npm start`: from the terminal, and passed on by npm.
    if (first !== undefined && now - first < ECHO_MILLISECONDS) return;
    if (first !== undefined) process.exit(EXIT.interrupted);
    first = now;
    Atomics.store(flag, 0, 1);
    context.stderr('\nInterrupted: writing what is complete. Once more ends at once.\n');
  };
  process.on('SIGINT', interrupt);
  process.on('SIGTERM', interrupt);
  try {
    return await action(stop);
  } finally {
    process.off('SIGINT', interrupt);
    process.off('SIGTERM', interrupt);
  }
}

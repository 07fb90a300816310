/** Ctrl-C: the first asks the runs to stop after their tick, the second ends the program at once. */
import type { CliContext } from './context.js';
import { EXIT } from './exit-codes.js';

export async function whileInterruptible<T>(
  context: CliContext,
  action: (stop: SharedArrayBuffer) => Promise<T>,
): Promise<T> {
  const stop = new SharedArrayBuffer(4);
  const flag = new Int32Array(stop);
  const interrupt = () => {
    if (Atomics.exchange(flag, 0, 1) !== 0) process.exit(EXIT.interrupted);
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

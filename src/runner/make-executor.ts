/** Where runs are made is decided here and nowhere else: a cluster would be one more executor in this file. */
import type { Executor } from './executor.js';
import type { Simulation } from './run-job.js';
import { SameThread } from './same-thread.js';
import { Threads, type ThreadsOptions } from './threads.js';

export interface ExecutorWish extends ThreadsOptions {
  /** Loads the engine into this thread, in which the runs are then made: for one short run. */
  readonly here?: () => Promise<Simulation>;
}

/** An executor, to be closed by whoever asks for it. */
export function makeExecutor({ here, ...options }: ExecutorWish): Executor {
  if (here === undefined) return new Threads(options);
  const { stop, kernel } = options;
  return new SameThread({ stop, load: here, ...(kernel !== undefined && { kernel }) });
}

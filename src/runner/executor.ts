/** What makes runs. Threads of this process come with the program (`threads.ts`); a cluster would be another (`make-executor.ts`). */
import type { Ending, Job, Outcome } from './messages.js';

/** A run that waits for its turn: what it takes is put together then. */
export interface WaitingRun {
  /** Number of the part that it writes. */
  readonly part: number;
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  job(): Job;
}

/** A run that has ended, whatever the machine did to it. */
export interface EndedRun {
  readonly waiting: WaitingRun;
  readonly ending: Ending;
  readonly seconds: number;
  /** 2 if it was tried once more because its worker had died. */
  readonly attempt: number;
  /** Where in the program it failed. */
  readonly stack?: string;
}

export interface ExecutorHooks {
  onTick?(part: number, tick: number): void;
  /** Called once for each run, as soon as its part folder is whole. What it throws ends the execution. */
  onEnd?(ended: EndedRun): void;
}

export interface Executor {
  /** Runs that can be in hand at the same time. */
  readonly workers: number;
  /**
   * Makes all runs, starting them in their order. A run that fails in the model is an outcome; a worker that dies
   * is replaced and its run tried once more. Resolves when no run is in hand, with what has ended in the order in
   * which it did; runs that never started because of a stop are missing. Rejects if no worker starts or a file
   * cannot be written. May be called again.
   */
  execute(runs: readonly WaitingRun[], hooks: ExecutorHooks): Promise<Outcome[]>;
  /** Lets the workers go; may be called again. */
  close(): Promise<void>;
}

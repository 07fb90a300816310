/**
 * Runs in the thread that asks for them. For one run alone: a second thread would start, load the engine once more and be
 * torn down for it. The event loop turns between ticks, so that signals and progress come through.
 */
import type { Executor, ExecutorHooks, WaitingRun } from './executor.js';
import type { Done, Outcome } from './messages.js';
import { runJob, type Simulation } from './run-job.js';

export interface SameThreadOptions {
  /** Loads the engine with its agents. */
  readonly load: () => Promise<Simulation>;
  /** One Int32 that becomes 1 when the runs shall stop after the tick in hand. */
  readonly stop: SharedArrayBuffer;
  /** Compiled WebAssembly kernel; absent: the TypeScript kernel. */
  readonly kernel?: WebAssembly.Module;
}

/** Between two turns of the event loop: nobody notices so short a wait, and a turn costs next to nothing. */
const TURN_MILLISECONDS = 20;

/** Lets the event loop turn once: signals and timers that wait are heard. */
function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

/** Goes to the end of a run, with turns of the event loop on the way. */
async function withTurns(run: Generator<undefined, Done>): Promise<Done> {
  let last = performance.now();
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
    if (performance.now() - last < TURN_MILLISECONDS) continue;
    await turn();
    last = performance.now();
  }
}

export class SameThread implements Executor {
  readonly workers = 1;
  private readonly stop: Int32Array;

  constructor(private readonly options: SameThreadOptions) {
    this.stop = new Int32Array(options.stop);
  }

  async execute(runs: readonly WaitingRun[], hooks: ExecutorHooks): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const waiting of runs) {
      if (Atomics.load(this.stop, 0) !== 0) break;
      const done = await this.make(waiting, hooks);
      outcomes.push({ run: waiting.run, arm: waiting.arm, seed: waiting.seed, ...done.ending });
      hooks.onEnd?.({ waiting, attempt: 1, ...done });
    }
    return outcomes;
  }

  async close(): Promise<void> {}

  private async make(waiting: WaitingRun, hooks: ExecutorHooks): Promise<Done> {
    const { load, kernel } = this.options;
    const simulation = await load();
    const onTick = (tick: number) => hooks.onTick?.(waiting.part, tick);
    return withTurns(runJob(waiting.job(), { simulation, stop: this.stop, kernel, onTick }));
  }
}

/**
 * Runs in worker threads. worker-threads-pool is the admission gate: it starts at most `workers` threads. It is
 * asked for exactly as many as it admits, so that its own queue stays empty (a failed start in that queue would stop
 * it for good); the runs wait in a queue here. Threads live until they are let go. One that dies is replaced when it
 * has left (`exit`), not when it reports the fault (`error`): until then its memory is not free.
 */
import type { Worker } from 'node:worker_threads';
import Pool from 'worker-threads-pool';
import { collectEvery } from './collection.js';
import type { EndedRun, Executor, ExecutorHooks, WaitingRun } from './executor.js';
import { FileError } from './file-error.js';
import type { Ending, FromWorker, Outcome, ToWorker, WorkerSettings } from './messages.js';

const ATTEMPTS = 2;
/** What runs leave behind dies young: with more room it would only lie there longer. */
const YOUNG_MEGABYTES = 8;

export interface ThreadsOptions {
  /** Module that calls `serveRuns`. */
  readonly entry: URL;
  readonly workers: number;
  /** One Int32 that becomes 1 when the runs shall stop after the ticks in hand. */
  readonly stop: SharedArrayBuffer;
  /** Compiled WebAssembly kernel; absent: the TypeScript kernel. */
  readonly kernel?: WebAssembly.Module;
}

interface Attempt {
  readonly waiting: WaitingRun;
  readonly attempt: number;
}

/** A thread, and what it has in hand. */
interface Staff {
  readonly worker: Worker;
  isReady: boolean;
  inHand: Attempt | undefined;
  fault: Error | undefined;
}

/** What one call of `execute` waits for. */
interface Execution {
  readonly hooks: ExecutorHooks;
  readonly queue: Attempt[];
  next: number;
  readonly outcomes: Outcome[];
  resolve(outcomes: Outcome[]): void;
  reject(error: Error): void;
}

const RUNS_A_COLLECTION = 100;

export class Threads implements Executor {
  readonly workers: number;
  private readonly pool: Pool;
  private readonly staff = new Set<Staff>();
  private readonly collect = collectEvery(RUNS_A_COLLECTION);
  private readonly stop: Int32Array;
  private execution: Execution | undefined;
  private fault: Error | undefined;
  private gone: (() => void) | undefined;

  constructor(private readonly options: ThreadsOptions) {
    this.workers = options.workers;
    this.pool = new Pool({ max: options.workers });
    this.stop = new Int32Array(options.stop);
  }

  execute(runs: readonly WaitingRun[], hooks: ExecutorHooks): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      const queue = runs.map((waiting) => ({ waiting, attempt: 1 }));
      this.execution = { hooks, queue, next: 0, outcomes: [], resolve, reject };
      for (const staff of this.staff) this.occupy(staff);
      this.hire();
      this.endIfDone();
    });
  }

  close(): Promise<void> {
    return new Promise((resolve) => {
      this.gone = resolve;
      for (const { worker } of this.staff) worker.postMessage({ type: 'leave' } satisfies ToWorker);
      if (this.staff.size === 0) resolve();
    });
  }

  /** Starts as many threads as there is work for. A fault in doing so is thrown by `acquire`, not given to its callback. */
  private hire(): void {
    const { stop, kernel } = this.options;
    const resourceLimits = { maxYoungGenerationSizeMb: YOUNG_MEGABYTES };
    const workerData: WorkerSettings = { stop, ...(kernel !== undefined && { kernel }) };
    let open = Math.min(this.workers - this.staff.size, this.left());
    for (; open > 0 && !this.isStopping(); open--)
      try {
        this.pool.acquire(this.options.entry, { workerData, resourceLimits }, (error, worker) => {
          if (error !== null) this.fail(error);
          else this.attend(worker);
        });
      } catch (error) {
        this.fail(error as Error);
      }
  }

  /** Listens to a thread from its first moment: the pool would swallow its errors. */
  private attend(worker: Worker): void {
    const staff: Staff = { worker, isReady: false, inHand: undefined, fault: undefined };
    this.staff.add(staff);
    worker.on('message', (message: FromWorker) => this.guarded(() => this.hear(staff, message)));
    worker.on('error', (error) => {
      staff.fault = error;
    });
    worker.on('exit', (code) => this.guarded(() => this.hasLeft(staff, code)));
  }

  private hear(staff: Staff, message: FromWorker): void {
    const { inHand } = staff;
    if (message.type === 'tick') {
      if (inHand !== undefined) this.execution?.hooks.onTick?.(inHand.waiting.part, message.tick);
      return;
    }
    staff.isReady = true;
    staff.inHand = undefined;
    if (message.type === 'fileError')
      this.fail(new FileError(message.path, message.message.slice(message.path.length + 2)));
    // The next run first: the thread shall not wait until what it made has been looked at.
    this.occupy(staff);
    if (message.type === 'done' && inHand !== undefined) this.end({ ...inHand, ...message });
    if (message.type === 'done') this.collect();
    this.endIfDone();
  }

  private hasLeft(staff: Staff, code: number): void {
    this.staff.delete(staff);
    if (this.gone !== undefined) {
      if (this.staff.size === 0) this.gone();
      return;
    }
    const cause = staff.fault ?? new Error(`a worker thread ended with exit code ${code}`);
    if (!staff.isReady) this.fail(new Error(`a worker thread did not start: ${cause.message}`, { cause }));
    else if (staff.inHand !== undefined) this.died(staff.inHand, cause);
    setImmediate(() => {
      this.hire();
      this.endIfDone();
    });
  }

  /** A thread died with a run in hand: the run is tried once more. */
  private died({ waiting, attempt }: Attempt, cause: Error): void {
    const { execution } = this;
    if (attempt < ATTEMPTS) {
      execution?.queue.splice(execution.next, 0, { waiting, attempt: attempt + 1 });
      return;
    }
    const reason = `its thread died ${ATTEMPTS} times: ${cause.message}`;
    const ending: Ending = { status: 'failed', reason, ticks: 0 };
    this.end({ waiting, ending, seconds: 0, attempt, ...(cause.stack && { stack: cause.stack }) });
  }

  /** Gives a thread its next run, if there is one. */
  private occupy(staff: Staff): void {
    const { execution } = this;
    if (execution === undefined || !staff.isReady || staff.inHand !== undefined) return;
    if (this.isStopping() || this.left() === 0) return;
    staff.inHand = execution.queue[execution.next++];
    staff.worker.postMessage({ type: 'run', job: staff.inHand.waiting.job() } satisfies ToWorker);
  }

  private end(ended: EndedRun): void {
    const { run, arm, seed } = ended.waiting;
    this.execution?.outcomes.push({ run, arm, seed, ...ended.ending });
    this.execution?.hooks.onEnd?.(ended);
  }

  /** Runs that nobody has taken. */
  private left(): number {
    return this.execution === undefined ? 0 : this.execution.queue.length - this.execution.next;
  }

  private isStopping(): boolean {
    return this.fault !== undefined || Atomics.load(this.stop, 0) !== 0;
  }

  /** What is thrown while a message is handled would end the process with a stack. */
  private guarded(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.fail(error as Error);
      this.endIfDone();
    }
  }

  private fail(error: Error): void {
    this.fault ??= error;
    Atomics.store(this.stop, 0, 1);
  }

  private endIfDone(): void {
    const { execution } = this;
    if (execution === undefined || [...this.staff].some(({ inHand }) => inHand !== undefined)) return;
    if (this.left() > 0 && !this.isStopping()) return;
    this.execution = undefined;
    if (this.fault !== undefined) execution.reject(this.fault);
    else execution.resolve(execution.outcomes);
  }
}

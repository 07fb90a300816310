/**
 * Runs in worker threads. worker-threads-pool is the admission gate: it starts at most `workers` threads. It is
 * asked for exactly as many as it admits, so that its own queue stays empty (a failed start in that queue would stop
 * it for good); the runs wait in a queue here. Threads live as long as there are runs. One that dies is replaced when
 * it has left (`exit`), not when it reports the fault (`error`): until then its memory is not free.
 */
import type { Worker } from 'node:worker_threads';
import Pool from 'worker-threads-pool';
import { FileError } from './file-error.js';
import type { FromWorker, Job, Outcome, ToWorker, WorkerSettings } from './messages.js';

const ATTEMPTS = 2;

export interface ThreadsOptions {
  /** Module that calls `serveRuns`. */
  readonly entry: URL;
  readonly workers: number;
  /** One Int32 that becomes 1 when the runs shall stop. */
  readonly stop: SharedArrayBuffer;
  onTick?(run: number, tick: number): void;
  onOutcome?(outcome: Outcome, seconds: number, attempt: number, stack: string | undefined): void;
}

interface Waiting {
  readonly job: Job;
  readonly attempt: number;
}

class Threads {
  private readonly pool: Pool;
  private readonly waiting: Waiting[];
  private readonly stop: Int32Array;
  private readonly outcomes: Outcome[] = [];
  private living = 0;
  private fault: Error | undefined;
  private resolve!: (outcomes: Outcome[]) => void;
  private reject!: (error: Error) => void;

  constructor(
    jobs: readonly Job[],
    private readonly options: ThreadsOptions,
  ) {
    this.pool = new Pool({ max: options.workers });
    this.waiting = jobs.map((job) => ({ job, attempt: 1 }));
    this.stop = new Int32Array(options.stop);
  }

  run(): Promise<Outcome[]> {
    return new Promise((resolve, reject) => {
      this.resolve = resolve;
      this.reject = reject;
      const count = Math.min(this.options.workers, this.waiting.length);
      for (let index = 0; index < count && this.fault === undefined; index++) this.hire();
      this.endIfNobodyLives();
    });
  }

  /** Starts one thread. A fault in doing so is thrown by `acquire` itself, not given to its callback. */
  private hire(): void {
    const workerData: WorkerSettings = { stop: this.options.stop };
    try {
      this.pool.acquire(this.options.entry, { workerData }, (error, worker) => {
        if (error !== null) this.fail(error);
        else this.attend(worker);
      });
      this.living++;
    } catch (error) {
      this.fail(error as Error);
    }
  }

  /** Listens to a thread from its first moment: the pool would swallow its errors. */
  private attend(worker: Worker): void {
    let inHand: Waiting | undefined;
    let started = false;
    let fault: Error | undefined;
    const next = () => {
      inHand = this.take();
      const message: ToWorker = inHand === undefined ? { type: 'leave' } : { type: 'run', job: inHand.job };
      worker.postMessage(message);
    };
    worker.on('message', (message: FromWorker) => {
      if (message.type === 'tick') this.options.onTick?.(message.run, message.tick);
      else if (message.type === 'ready') {
        started = true;
        next();
      } else if (message.type === 'done') {
        this.done(message, inHand?.attempt ?? 1);
        next();
      } else {
        this.fail(new FileError(message.path, message.message.slice(message.path.length + 2)));
        inHand = undefined;
        next();
      }
    });
    worker.on('error', (error) => {
      fault = error;
    });
    worker.on('exit', (code) => {
      this.living--;
      const cause = fault ?? new Error(`a worker thread ended with exit code ${code}`);
      if (!started) this.fail(new Error(`a worker thread did not start: ${cause.message}`, { cause }));
      else if (inHand !== undefined) this.died(inHand, cause);
      if (this.waiting.length > 0 && !this.isStopping()) setImmediate(() => this.replace());
      else this.endIfNobodyLives();
    });
  }

  private replace(): void {
    if (!this.isStopping() && this.living < this.options.workers && this.waiting.length > 0) this.hire();
    this.endIfNobodyLives();
  }

  private take(): Waiting | undefined {
    return this.isStopping() ? undefined : this.waiting.shift();
  }

  private done(message: Extract<FromWorker, { type: 'done' }>, attempt: number): void {
    this.outcomes.push(message.outcome);
    this.options.onOutcome?.(message.outcome, message.seconds, attempt, message.stack);
  }

  /** A thread died with a run in hand: the run is tried once more. */
  private died({ job, attempt }: Waiting, cause: Error): void {
    if (attempt < ATTEMPTS) {
      this.waiting.unshift({ job, attempt: attempt + 1 });
      return;
    }
    const { run, arm, seed } = job;
    const reason = `its thread died ${ATTEMPTS} times: ${cause.message}`;
    const outcome: Outcome = { run, arm, seed, status: 'failed', reason, ticks: 0, series: [] };
    this.outcomes.push(outcome);
    this.options.onOutcome?.(outcome, 0, attempt, cause.stack);
  }

  private isStopping(): boolean {
    return this.fault !== undefined || Atomics.load(this.stop, 0) !== 0;
  }

  private fail(error: Error): void {
    this.fault ??= error;
    Atomics.store(this.stop, 0, 1);
  }

  private endIfNobodyLives(): void {
    if (this.living > 0) return;
    if (this.fault !== undefined) this.reject(this.fault);
    else this.resolve(this.outcomes);
  }
}

/** Runs all jobs; resolves with the outcomes, in the order in which they came, when the last thread has left. */
export function runInThreads(jobs: readonly Job[], options: ThreadsOptions): Promise<Outcome[]> {
  return new Threads(jobs, options).run();
}

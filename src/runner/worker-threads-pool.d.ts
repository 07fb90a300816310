/** The package has no types of its own. Only what is used here is declared. */
declare module 'worker-threads-pool' {
  import type { Worker, WorkerOptions } from 'node:worker_threads';

  export default class Pool {
    constructor(options: { max: number });
    acquire(file: URL, options: WorkerOptions, callback: (error: Error | null, worker: Worker) => void): void;
  }
}

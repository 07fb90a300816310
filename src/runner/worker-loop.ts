/** The life of a worker thread: it takes runs one after the other until it is told to leave. */
import { parentPort, workerData } from 'node:worker_threads';
import { collectEvery } from './collection.js';
import { FileError } from './file-error.js';
import type { Done, FromWorker, Job, ToWorker, WorkerSettings } from './messages.js';
import { runJob, type Simulation, type Workplace } from './run-job.js';

/** A collection takes some ten milliseconds, as much as the shortest run. */
const RUNS_A_COLLECTION = 50;

type Say = (message: FromWorker) => void;

/** Nobody waits in this thread: no pauses. */
function withoutPauses(job: Job, workplace: Workplace): Done {
  const run = runJob(job, workplace);
  for (;;) {
    const { done, value } = run.next();
    if (done) return value;
  }
}

/** Serves runs in this worker thread. */
export function serveRuns(simulation: Simulation): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is the entry of a worker thread');
  const { stop, kernel } = workerData as WorkerSettings;
  const say: Say = (message) => port.postMessage(message);
  const onTick = (tick: number) => say({ type: 'tick', tick });
  const workplace = { simulation, stop: new Int32Array(stop), kernel, onTick };
  const collect = collectEvery(RUNS_A_COLLECTION);
  port.on('message', (message: ToWorker) => {
    if (message.type === 'leave') {
      port.close();
      return;
    }
    try {
      say({ type: 'done', ...withoutPauses(message.job, workplace) });
      collect();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      say({ type: 'fileError', path: error.path, message: error.message });
    }
  });
  say({ type: 'ready' });
}

/** The life of a worker thread: it takes runs one after the other until it is told to leave. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunConfiguration } from '../engine/configuration.js';
import type { RecordSink } from '../engine/recording.js';
import { FileError } from './file-error.js';
import type { FromWorker, Job, Outcome, ToWorker, WorkerSettings } from './messages.js';
import { RunPart } from './run-part.js';

export interface SimulationOptions {
  readonly signal: { readonly aborted: boolean };
  onTick(tick: number): void;
}

/** The engine with its agents: `simulate` of the real one, or a small one in tests. */
export type Simulate = (
  configuration: RunConfiguration,
  sink: RecordSink,
  options: SimulationOptions,
) => { readonly ticksDone: number; readonly interrupted: boolean };

/** Messages about progress in a run: enough for a bar, too few to cost anything. */
const REPORTS_A_RUN = 100;

function execute(job: Job, simulate: Simulate, stop: Int32Array, say: (message: FromWorker) => void): void {
  const started = performance.now();
  const part = new RunPart(job);
  const { run, arm, seed, configuration } = job;
  const every = Math.max(1, Math.floor(configuration.ticks / REPORTS_A_RUN));
  let ticks = 0;
  let ended: Pick<Outcome, 'status' | 'reason'>;
  let stack: string | undefined;
  try {
    const { ticksDone, interrupted } = simulate(configuration, part, {
      signal: {
        get aborted() {
          return Atomics.load(stop, 0) !== 0;
        },
      },
      onTick(tick) {
        ticks = tick;
        if (tick % every === 0) say({ type: 'tick', run, tick });
      },
    });
    ticks = ticksDone;
    ended = { status: interrupted ? 'interrupted' : 'completed', reason: '' };
  } catch (error) {
    if (error instanceof FileError) throw error;
    const { message, stack: trace } = error as Error;
    stack = trace;
    ended = { status: 'failed', reason: message };
  }
  const outcome: Outcome = { run, arm, seed, ...ended, ticks, series: part.seriesNames };
  part.finish(outcome);
  say({
    type: 'done',
    outcome,
    seconds: (performance.now() - started) / 1000,
    ...(stack !== undefined && { stack }),
  });
}

/** Serves runs in this worker thread. */
export function serveRuns(simulate: Simulate): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is the entry of a worker thread');
  const stop = new Int32Array((workerData as WorkerSettings).stop);
  const say = (message: FromWorker) => port.postMessage(message);
  port.on('message', (message: ToWorker) => {
    if (message.type === 'leave') {
      port.close();
      return;
    }
    try {
      execute(message.job, simulate, stop, say);
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      say({ type: 'fileError', path: error.path, message: error.message });
    }
  });
  say({ type: 'ready' });
}

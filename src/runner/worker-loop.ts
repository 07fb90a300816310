/** The life of a worker thread: it takes runs one after the other until it is told to leave. */
import { parentPort, workerData } from 'node:worker_threads';
import type { RunConfiguration } from '../engine/configuration.js';
import type { RecordSink } from '../engine/recording.js';
import type { SnapshotRequest } from '../engine/simulate.js';
import type { WorldSnapshot } from '../engine/snapshot.js';
import { collectEvery } from './collection.js';
import { FileError } from './file-error.js';
import type { Ending, FromWorker, Job, ToWorker, WorkerSettings } from './messages.js';
import { RunPart } from './run-part.js';
import { readSnapshot } from './snapshot-file.js';

export interface SimulationOptions {
  readonly signal: { readonly aborted: boolean };
  onTick(tick: number): void;
  readonly from?: WorldSnapshot;
  readonly snapshot?: SnapshotRequest;
  readonly kernel?: WebAssembly.Module;
}

/** The engine with its agents: `simulate` of the real one, or a small one in tests. */
export type Simulate = (
  configuration: RunConfiguration,
  sink: RecordSink,
  options: SimulationOptions,
) => { readonly ticksDone: number; readonly interrupted: boolean };

/** Between two messages about progress in a run: often enough for a bar, too rare to cost anything. */
const REPORT_MILLISECONDS = 100;
/** A collection takes some ten milliseconds, as much as the shortest run. */
const RUNS_A_COLLECTION = 400;

type Say = (message: FromWorker) => void;

/** Says how far a run is, now and then. */
function reporter(say: Say): (tick: number) => void {
  let last = performance.now();
  return (tick) => {
    const now = performance.now();
    if (now - last < REPORT_MILLISECONDS) return;
    last = now;
    say({ type: 'tick', tick });
  };
}

function execute(
  job: Job,
  simulate: Simulate,
  { stop, kernel }: { readonly stop: Int32Array; readonly kernel?: WebAssembly.Module | undefined },
  say: Say,
): void {
  const started = performance.now();
  const origin = job.from === undefined ? undefined : readSnapshot(job.from.snapshot);
  const part = new RunPart(job, origin);
  const report = reporter(say);
  let ticks = origin?.world.tick ?? 0;
  let ending: Ending;
  let stack: string | undefined;
  try {
    const { ticksDone, interrupted } = simulate(job.configuration, part, {
      signal: {
        get aborted() {
          return Atomics.load(stop, 0) !== 0;
        },
      },
      onTick(tick) {
        ticks = tick;
        report(tick);
      },
      ...(kernel !== undefined && { kernel }),
      ...(origin !== undefined && { from: origin.world }),
      ...(job.snapshot !== undefined && {
        snapshot: { ...job.snapshot, take: (world: WorldSnapshot) => part.keep(world) },
      }),
    });
    ending = { status: interrupted ? 'interrupted' : 'completed', reason: '', ticks: ticksDone };
  } catch (error) {
    if (error instanceof FileError) throw error;
    const { message, stack: trace } = error as Error;
    stack = trace;
    ending = { status: 'failed', reason: message, ticks };
  }
  part.finish(ending);
  const seconds = (performance.now() - started) / 1000;
  say({ type: 'done', ending, seconds, ...(stack !== undefined && { stack }) });
}

/** Serves runs in this worker thread. */
export function serveRuns(simulate: Simulate): void {
  const port = parentPort;
  if (port === null) throw new Error('this file is the entry of a worker thread');
  const settings = workerData as WorkerSettings;
  const stop = new Int32Array(settings.stop);
  const say: Say = (message) => port.postMessage(message);
  const collect = collectEvery(RUNS_A_COLLECTION);
  port.on('message', (message: ToWorker) => {
    if (message.type === 'leave') {
      port.close();
      return;
    }
    try {
      execute(message.job, simulate, { stop, kernel: settings.kernel }, say);
      collect();
    } catch (error) {
      if (!(error instanceof FileError)) throw error;
      say({ type: 'fileError', path: error.path, message: error.message });
    }
  });
  say({ type: 'ready' });
}

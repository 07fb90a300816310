/** Makes one run, in whatever thread: simulates it into its part and says how it ended. */
import type { RunConfiguration } from '../engine/configuration.js';
import type { RecordSink } from '../engine/recording.js';
import type { SnapshotRequest } from '../engine/simulate.js';
import type { WorldSnapshot } from '../engine/snapshot.js';
import { collectAlone } from './collection.js';
import { compileEarly } from './compilation.js';
import { FileError } from './file-error.js';
import type { Done, Ending, Job } from './messages.js';
import { RunPart } from './run-part.js';
import { readSnapshot } from './snapshot-file.js';

export interface SimulationOptions {
  readonly signal: { readonly aborted: boolean };
  onTick(tick: number): void;
  readonly from?: WorldSnapshot;
  readonly snapshot?: SnapshotRequest;
  readonly kernel?: WebAssembly.Module;
}

/** The engine with its agents, pausing after each tick: the real one, or a small one in tests. */
export type Simulation = (
  configuration: RunConfiguration,
  sink: RecordSink,
  options: SimulationOptions,
) => Generator<undefined, { readonly ticksDone: number; readonly interrupted: boolean }>;

/** Where a run is made. */
export interface Workplace {
  readonly simulation: Simulation;
  /** One Int32 that is 1 once the run shall stop after the tick in hand. */
  readonly stop: Int32Array;
  /** Compiled kernel; absent: the TypeScript one. */
  readonly kernel?: WebAssembly.Module | undefined;
  /** Told now and then how far the run is. */
  onTick(tick: number): void;
}

/** Between two words about progress in a run: often enough for a bar, too rare to cost anything. */
const REPORT_MILLISECONDS = 100;

/** Passes on every tick after which there has been no word for some time. */
function nowAndThen(onTick: (tick: number) => void): (tick: number) => void {
  let last = performance.now();
  return (tick) => {
    const now = performance.now();
    if (now - last < REPORT_MILLISECONDS) return;
    last = now;
    onTick(tick);
  };
}

/** Makes a run, with a pause after each tick. A fault of the model is an ending; a `FileError` is thrown. */
export function* runJob(
  job: Job,
  { simulation, stop, kernel, onTick }: Workplace,
): Generator<undefined, Done> {
  const started = performance.now();
  const origin = job.from === undefined ? undefined : readSnapshot(job.from.snapshot);
  const part = new RunPart(job, origin, kernel);
  const report = nowAndThen(onTick);
  let ticks = origin?.world.tick ?? 0;
  let hasTicked = false;
  let ending: Ending;
  let stack: string | undefined;
  try {
    const { ticksDone, interrupted } = yield* simulation(job.configuration, part, {
      signal: {
        get aborted() {
          return Atomics.load(stop, 0) !== 0;
        },
      },
      onTick(tick) {
        // Not before: what opens a world runs once.
        if (!hasTicked) {
          compileEarly();
          collectAlone();
        }
        hasTicked = true;
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
  return { ending, seconds, ...(stack !== undefined && { stack }) };
}

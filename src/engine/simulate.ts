/** One run: a pure function of configuration and seed (and of the agent kinds and the engine version). */
import type { AgentKind } from '../agent-kind.js';
import { explainViolation } from '../ledger/invariants.js';
import { InvariantViolation } from '../ledger/model-error.js';
import type { KernelMemory } from '../market/webassembly-kernel.js';
import type { RunConfiguration } from './configuration.js';
import { Recorder } from './recorder.js';
import type { RecordSink } from './recording.js';
import { Schedule } from './schedule.js';
import { restoreWorld, snapshotWorld, type WorldSnapshot } from './snapshot.js';
import { type RunningWorld, startWorld } from './start.js';
import { tick } from './tick.js';

export interface SimulationOptions {
  /** Looked at between ticks: an aborted run ends after a complete tick. */
  readonly signal?: { readonly aborted: boolean };
  onTick?(tick: number): void;
  /** Goes on from a snapshot instead of the start of the world. */
  readonly from?: WorldSnapshot;
  readonly snapshot?: SnapshotRequest;
  /** Compiled WebAssembly kernel; absent: the TypeScript kernel. The results are the same to the bit. */
  readonly kernel?: WebAssembly.Module;
  /** Memory that runs one after the other use in turn; absent: the run has memory of its own. */
  readonly memory?: KernelMemory;
  /** Called with the world after the last tick, for snapshots and tests. */
  atEnd?(world: RunningWorld): void;
}

/** A snapshot on the way. Taking it changes nothing in the run. */
export interface SnapshotRequest {
  /** Tick after which it is taken. */
  readonly after: number;
  take(snapshot: WorldSnapshot): void;
  /** Ends there, without the rows that a last tick has: another run goes on. */
  readonly end?: boolean;
}

export interface SimulationOutcome {
  readonly ticksDone: number;
  readonly interrupted: boolean;
}

/** A sink that keeps nothing. */
export const NO_SINK: RecordSink = {
  header: () => undefined,
  series: () => undefined,
  balance: () => undefined,
  flow: () => undefined,
  attribution: () => undefined,
  event: () => undefined,
};

/**
 * Runs a configuration and writes what happened to `sink`.
 *
 * @throws ClearingFailure when no prices clear a tick; InvariantViolation when the books do not balance, after
 * a replay of that tick with a journal that names the row and the posting
 */
export function simulate(
  configuration: RunConfiguration,
  kinds: readonly AgentKind[],
  sink: RecordSink,
  options: SimulationOptions = {},
): SimulationOutcome {
  const world = startWorld(configuration, kinds, options.kernel, options.memory);
  const schedule = new Schedule(world, configuration, kinds);
  if (options.from !== undefined) restoreWorld(world, options.from);
  const recorder = new Recorder(world, configuration, sink);
  const end = options.snapshot?.end ? options.snapshot.after : configuration.ticks;
  try {
    while (world.tick < end) {
      if (options.signal?.aborted) return { ticksDone: world.tick, interrupted: true };
      tick(world, schedule, recorder);
      options.onTick?.(world.tick);
      if (world.tick === options.snapshot?.after) options.snapshot.take(snapshotWorld(world));
    }
  } catch (error) {
    if (error instanceof InvariantViolation) throw replayed(error, configuration, kinds);
    throw error;
  }
  options.atEnd?.(world);
  return { ticksDone: world.tick, interrupted: false };
}

/** Runs again to the tick of the violation, keeps a journal there, and completes the error by what it shows. */
function replayed(
  error: InvariantViolation,
  configuration: RunConfiguration,
  kinds: readonly AgentKind[],
): InvariantViolation {
  const world = startWorld(configuration, kinds);
  const schedule = new Schedule(world, configuration, kinds);
  const recorder = new Recorder(world, configuration, NO_SINK);
  while (world.tick < error.tick - 1) tick(world, schedule, recorder);
  const before = Float64Array.from(world.ledger.units);
  world.ledger.journal = [];
  try {
    tick(world, schedule, recorder);
  } catch (again) {
    if (!(again instanceof InvariantViolation)) throw again;
  }
  const explanation = explainViolation(world.ledger, before, world.kindNames);
  return new InvariantViolation(
    `${error.message}\n  replay of tick ${error.tick}: ${explanation}`,
    error.tick,
    {
      ...error.details,
      explanation,
    },
  );
}

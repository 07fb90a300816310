/** One run: a pure function of configuration and seed (and of the agent kinds and the engine version). */
import type { AgentKind } from '../agent-kind.js';
import { explainViolation } from '../ledger/explain-violation.js';
import { InvariantViolation } from '../ledger/model-error.js';
import type { KernelMemory } from '../market/webassembly-kernel.js';
import type { RunConfiguration } from './configuration.js';
import { parameterDeclarations, seriesDeclarations } from './declarations.js';
import { Recorder } from './recorder.js';
import type { RecordSink } from './recording.js';
import type { RunningWorld } from './running-world.js';
import { Schedule } from './schedule.js';
import { restoreWorld, snapshotWorld, type WorldSnapshot } from './snapshot.js';
import { startWorld } from './start.js';
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
  contract: () => undefined,
  attribution: () => undefined,
  event: () => undefined,
};

/** How a world is started, moved and recorded: the economy of base.yaml, or a published model. */
export interface WorldEngine {
  start(configuration: RunConfiguration, options: SimulationOptions): RunningWorld;
  schedule(world: RunningWorld, configuration: RunConfiguration): Schedule;
  recorder(world: RunningWorld, configuration: RunConfiguration, sink: RecordSink): Recorder;
  tick(world: RunningWorld, schedule: Schedule, recorder: Recorder): void;
}

/** The economy of these kinds. */
export function economy(kinds: readonly AgentKind[]): WorldEngine {
  return {
    start: (configuration, { kernel, memory }) => startWorld(configuration, kinds, kernel, memory),
    schedule: (world, configuration) =>
      new Schedule(world, configuration, parameterDeclarations(kinds), seriesDeclarations(kinds)),
    recorder: (world, configuration, sink) => new Recorder(world, configuration, sink),
    tick,
  };
}

/**
 * Runs a configuration of the economy and writes what happened to `sink`.
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
  return simulateWith(economy(kinds), configuration, sink, options);
}

/** {@link simulate} with any engine. */
export function simulateWith(
  engine: WorldEngine,
  configuration: RunConfiguration,
  sink: RecordSink,
  options: SimulationOptions = {},
): SimulationOutcome {
  const steps = simulateInSteps(engine, configuration, sink, options);
  for (;;) {
    const { done, value } = steps.next();
    if (done) return value;
  }
}

/** {@link simulateWith}, with a pause after each tick: whoever has other things to do does them there. */
export function* simulateInSteps(
  engine: WorldEngine,
  configuration: RunConfiguration,
  sink: RecordSink,
  options: SimulationOptions = {},
): Generator<undefined, SimulationOutcome> {
  const world = engine.start(configuration, options);
  const schedule = engine.schedule(world, configuration);
  if (options.from !== undefined) restoreWorld(world, options.from);
  const recorder = engine.recorder(world, configuration, sink);
  const end = options.snapshot?.end ? options.snapshot.after : configuration.ticks;
  try {
    while (world.tick < end) {
      if (options.signal?.aborted) return { ticksDone: world.tick, interrupted: true };
      engine.tick(world, schedule, recorder);
      options.onTick?.(world.tick);
      if (world.tick === options.snapshot?.after) options.snapshot.take(snapshotWorld(world));
      yield;
    }
  } catch (error) {
    if (error instanceof InvariantViolation) throw replayed(error, configuration, engine);
    throw error;
  }
  options.atEnd?.(world);
  return { ticksDone: world.tick, interrupted: false };
}

/** Runs again to the tick of the violation, keeps a journal there, and completes the error by what it shows. */
function replayed(
  error: InvariantViolation,
  configuration: RunConfiguration,
  engine: WorldEngine,
): InvariantViolation {
  const world = engine.start(configuration, {});
  const schedule = engine.schedule(world, configuration);
  const recorder = engine.recorder(world, configuration, NO_SINK);
  while (world.tick < error.tick - 1) engine.tick(world, schedule, recorder);
  const before = Float64Array.from(world.ledger.units);
  world.ledger.journal = [];
  try {
    engine.tick(world, schedule, recorder);
  } catch (again) {
    if (!(again instanceof InvariantViolation)) throw again;
  }
  const explanation = explainViolation(world.ledger, before, world.kindNames, error.details);
  return new InvariantViolation(
    `${error.message}\n  replay of tick ${error.tick}: ${explanation}`,
    error.tick,
    {
      ...error.details,
      explanation,
    },
  );
}

/** Snapshots of a run: all columns in one buffer, and the memory of sequential generators. */
import type { Snapshot } from '../ledger/columns.js';
import type { RunningWorld } from './running-world.js';
import { ENGINE_VERSION } from './version.js';

export interface WorldSnapshot {
  readonly engine: string;
  readonly tick: number;
  readonly state: Snapshot;
  /** Saved state of each random stream, by purpose. */
  readonly streams: readonly (readonly [string, string])[];
}

/** A copy of all that the next tick depends on. */
export function snapshotWorld(world: RunningWorld): WorldSnapshot {
  return {
    engine: ENGINE_VERSION,
    tick: world.tick,
    state: world.columns.snapshot(),
    streams: [...world.streams].map(([purpose, stream]) => [purpose, stream.state()] as const),
  };
}

/** Puts a snapshot into a world of the same shape. Throws if engine or columns differ. */
export function restoreWorld(world: RunningWorld, snapshot: WorldSnapshot): void {
  if (snapshot.engine !== ENGINE_VERSION)
    throw new Error(`the snapshot is of engine ${snapshot.engine}, this is ${ENGINE_VERSION}`);
  world.columns.restore(snapshot.state);
  world.tick = snapshot.tick;
  // What happened at the opening was recorded before the snapshot.
  world.events.list.length = 0;
  for (const [purpose, state] of snapshot.streams) world.random(purpose).restore(state);
}

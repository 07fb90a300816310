/** What the main thread and its worker threads say to each other. */
import type { RunConfiguration } from '../engine/configuration.js';

/** Where a run begins that does not begin at the start of the world. */
export interface Origin {
  /** File of the snapshot. */
  readonly snapshot: string;
  /** Folder of the part whose rows come first; absent: the rows begin after the snapshot. */
  readonly rows?: string;
}

/** A snapshot that a run leaves in its part. */
export interface SnapshotWish {
  readonly after: number;
  /** Whether the run ends there. */
  readonly end: boolean;
  /** Series whose values in every tick it keeps. */
  readonly history: readonly string[];
}

export interface Job {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  readonly configuration: RunConfiguration;
  /** Folder for what the run writes. */
  readonly folder: string;
  /** Series whose values in every tick the metrics need. */
  readonly watched: readonly string[];
  readonly from?: Origin;
  readonly snapshot?: SnapshotWish;
}

export type RunStatus = 'completed' | 'failed' | 'interrupted';

/** How a run ended. */
export interface Ending {
  readonly status: RunStatus;
  /** Why it failed; '' if it did not. */
  readonly reason: string;
  readonly ticks: number;
}

/** What there is to say of a run that was made. */
export interface Done {
  readonly ending: Ending;
  readonly seconds: number;
  /** Where in the program it failed. */
  readonly stack?: string;
}

export interface Outcome extends Ending {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
}

export interface WorkerSettings {
  /** One Int32 that is 1 once the runs shall stop. */
  readonly stop: SharedArrayBuffer;
  /** Compiled kernel; absent: the TypeScript one. */
  readonly kernel?: WebAssembly.Module;
}

export type ToWorker = { readonly type: 'run'; readonly job: Job } | { readonly type: 'leave' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'tick'; readonly tick: number }
  | ({ readonly type: 'done' } & Done)
  | { readonly type: 'fileError'; readonly path: string; readonly message: string };

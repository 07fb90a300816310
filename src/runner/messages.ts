/** What the main thread and its worker threads say to each other. */
import type { RunConfiguration } from '../engine/configuration.js';

export interface Job {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  readonly configuration: RunConfiguration;
  /** Folder for what the run writes. */
  readonly folder: string;
  /** Series whose values in every tick the metrics need. */
  readonly watched: readonly string[];
}

export type RunStatus = 'completed' | 'failed' | 'interrupted';

/** How a run ended. */
export interface Ending {
  readonly status: RunStatus;
  /** Why it failed; '' if it did not. */
  readonly reason: string;
  readonly ticks: number;
}

export interface Outcome extends Ending {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
}

export interface WorkerSettings {
  /** One Int32 that is 1 once the runs shall stop. */
  readonly stop: SharedArrayBuffer;
}

export type ToWorker = { readonly type: 'run'; readonly job: Job } | { readonly type: 'leave' };

export type FromWorker =
  | { readonly type: 'ready' }
  | { readonly type: 'tick'; readonly tick: number }
  | { readonly type: 'done'; readonly ending: Ending; readonly seconds: number; readonly stack?: string }
  | { readonly type: 'fileError'; readonly path: string; readonly message: string };

/** The options `--from` and `--snapshot-at` of `rqe run`: what they may say for an experiment. */
import { obstacles } from '../engine/continuation.js';
import { neededSeries } from '../experiment/metrics.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { plannedRuns } from '../experiment/runs.js';
import { madeByAnother } from '../runner/identity.js';
import type { SnapshotOptions } from '../runner/result-snapshots.js';
import { readSnapshot, type SavedRun } from '../runner/snapshot-file.js';
import { tickOf } from './asked-move.js';
import { UsageError } from './usage-error.js';

export interface SnapshotFlags {
  readonly from?: string;
  /** A tick or a date. */
  readonly snapshotAt?: string;
  readonly seed?: readonly string[];
}

export interface SnapshotPlan {
  /** With the seed of the snapshot, unless seeds were given. */
  readonly experiment: ResolvedExperiment;
  readonly options: SnapshotOptions;
}

/** Throws a `UsageError` if a run of the experiment cannot go on from the snapshot, or leave one at that tick. */
export function planSnapshots(
  asked: ResolvedExperiment,
  { from, snapshotAt, seed = [] }: SnapshotFlags,
  engineVersion: string,
): SnapshotPlan {
  const saved = from === undefined ? undefined : readSnapshot(from);
  const seeds = saved !== undefined && seed.length === 0 ? [saved.configuration.seed] : asked.seeds;
  const experiment = { ...asked, seeds };
  if (saved !== undefined) requireFit(`--from ${from}`, saved, experiment, engineVersion);
  return {
    experiment,
    options: {
      ...(from !== undefined && { from }),
      ...(snapshotAt !== undefined && {
        snapshotAt: snapshotTick(snapshotAt, experiment, saved?.world.tick ?? 0),
      }),
    },
  };
}

function snapshotTick(
  text: string,
  { start, ticks, ticksPerYear }: ResolvedExperiment,
  first: number,
): number {
  const tick = tickOf('--snapshot-at', text, { start, ticksPerYear });
  if (tick <= first || tick >= ticks)
    throw new UsageError(
      `--snapshot-at: tick ${tick} does not lie between tick ${first}, where it begins, and the end, tick ${ticks}`,
    );
  return tick;
}

function requireFit(
  option: string,
  { configuration, world, history }: SavedRun,
  experiment: ResolvedExperiment,
  engineVersion: string,
): void {
  const refuse = (reason: string) => {
    throw new UsageError(`${option}: ${reason}`);
  };
  if (world.engine !== engineVersion)
    refuse(`${madeByAnother(world.engine, engineVersion)}: run again what left it, with --force`);
  for (const run of plannedRuns(experiment)) {
    const found = obstacles(configuration, world.tick, run.configuration);
    if (found.length > 0)
      refuse(`arm '${run.arm}' cannot go on from it, after tick ${world.tick}: ${listed(found)}`);
  }
  const missing = neededSeries(experiment.metrics).find((name) => !history.series.includes(name));
  if (missing !== undefined) refuse(`it does not hold series '${missing}' up to tick ${world.tick}`);
}

const SHOWN = 5;

function listed(texts: readonly string[]): string {
  const more = texts.length - SHOWN;
  return [...texts.slice(0, SHOWN), ...(more > 0 ? [`and ${more} more`] : [])].join('; ');
}

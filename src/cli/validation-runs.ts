/** The runs of a validation: made by worker threads in a result folder, and read back from it. */

import type { ResolvedExperiment } from '../experiment/resolved.js';
import type { RunSeries } from '../experiment/validation-sample.js';
import type { Manifest } from '../runner/manifest.js';
import type { RunStatus } from '../runner/messages.js';
import { readRows } from '../runner/read-result.js';
import type { CliContext, Model } from './context.js';
import { type RunnerFlags, runWithProgress } from './run-with-progress.js';

export interface CompletedRuns {
  readonly status: RunStatus;
  /** Completed runs only. */
  readonly runs: readonly RunSeries[];
}

export type RunArms = (experiment: ResolvedExperiment) => Promise<CompletedRuns>;

/** Runs an experiment into a folder of its own below `out`, with progress on standard error. */
export function runInto(out: string, flags: RunnerFlags, model: Model, context: CliContext): RunArms {
  return async (experiment) => {
    const folder = `${out}/${experiment.name}`;
    const { manifest } = await runWithProgress({ experiment, out: folder }, flags, model, context);
    const runs = manifest.status === 'interrupted' ? [] : await readSeries(folder, manifest, experiment);
    return { status: manifest.status, runs };
  };
}

/** The recorded series of all completed runs of a folder. */
async function readSeries(
  folder: string,
  manifest: Manifest,
  { ticks, record }: ResolvedExperiment,
): Promise<RunSeries[]> {
  const completed = new Map(
    manifest.runs
      .filter(({ status }) => status === 'completed')
      .map(({ run, arm, seed }) => {
        const series = new Map(record.series.map((name) => [name, new Float64Array(ticks)]));
        return [String(run), { arm, seed, series }];
      }),
  );
  for await (const row of readRows(folder, 'series')) {
    const run = completed.get(row.run);
    if (run !== undefined)
      for (const [name, values] of run.series) values[Number(row.tick) - 1] = Number(row[name]);
  }
  return [...completed.values()];
}

/** The runs of a validation: made by worker threads in a result folder, and read back from it. */

import type { ResolvedExperiment } from '../experiment/resolved.js';
import type { RunSeries } from '../experiment/validation-sample.js';
import type { Manifest } from '../runner/manifest.js';
import type { RunStatus } from '../runner/messages.js';
import { readRows } from '../runner/read-result.js';
import { runExperiment } from '../runner/run-experiment.js';
import { colors } from './colors.js';
import type { CliContext, Model } from './context.js';
import { whileInterruptible } from './interrupt.js';
import { showProgress } from './progress.js';

export interface CompletedRuns {
  readonly status: RunStatus;
  /** Completed runs only. */
  readonly runs: readonly RunSeries[];
}

export type RunArms = (experiment: ResolvedExperiment) => Promise<CompletedRuns>;

interface Flags {
  readonly workers?: number;
  readonly force?: boolean;
  readonly debug?: boolean;
}

/** Runs an experiment into a folder of its own below `out`, with progress on standard error. */
export function runInto(out: string, flags: Flags, model: Model, context: CliContext): RunArms {
  return async (experiment) => {
    const folder = `${out}/${experiment.name}`;
    const progress = await showProgress(context);
    const { manifest, wasThere } = await whileInterruptible(context, (stop) =>
      runExperiment({
        experiment,
        engineVersion: model.engineVersion,
        out: folder,
        entry: context.workerEntry,
        force: flags.force ?? false,
        stop,
        ...(flags.workers !== undefined && { workers: flags.workers }),
        onProgress: (state) => progress.update(state),
        onFailure({ run, arm, seed, reason }, stack) {
          context.stderr(`${colors.red('failed:')} run ${run} (arm ${arm}, seed ${seed}): ${reason}\n`);
          if (flags.debug && stack !== undefined) context.stderr(`${stack}\n`);
        },
      }).finally(() => progress.end()),
    );
    if (wasThere) context.stderr(`${folder} holds this result already; --force runs it again.\n`);
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

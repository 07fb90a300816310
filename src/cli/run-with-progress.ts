/** Runs an experiment into a folder with progress on standard error, until it ends or Ctrl-C. */

import { buildOf } from '../engine/version.js';
import type { SnapshotOptions } from '../runner/result-snapshots.js';
import { type RunOptions, type RunResult, runExperiment } from '../runner/run-experiment.js';
import { colors } from './colors.js';
import type { CliContext, Model } from './context.js';
import { whileInterruptible } from './interrupt.js';
import { chosenKernel } from './kernel.js';
import { showProgress } from './progress.js';

export interface RunnerFlags {
  readonly workers?: number;
  readonly force?: boolean;
  readonly debug?: boolean;
}

type Asked = Pick<
  RunOptions,
  keyof SnapshotOptions | 'experiment' | 'out' | 'resume' | 'addSeeds' | 'sequential' | 'addFiles'
>;

export async function runWithProgress(
  asked: Asked,
  flags: RunnerFlags,
  model: Model,
  context: CliContext,
): Promise<RunResult> {
  const progress = await showProgress(context);
  const result = await whileInterruptible(context, (stop) =>
    runExperiment({
      ...asked,
      ...buildOf(model),
      catalogue: model.catalogue,
      entry: context.workerEntry,
      simulation: context.loadSimulation,
      ...chosenKernel(context),
      force: flags.force ?? false,
      settle: true,
      stop,
      ...(flags.workers !== undefined && { workers: flags.workers }),
      onProgress: (state) => progress.update(state),
      onFailure({ run, arm, seed, reason }, stack) {
        context.stderr(`${colors.red('failed:')} run ${run} (arm ${arm}, seed ${seed}): ${reason}\n`);
        if (flags.debug && stack !== undefined) context.stderr(`${stack}\n`);
      },
    }).finally(() => progress.end()),
  );
  if (result.wasThere) context.stderr(`${asked.out} holds this result already; --force runs it again.\n`);
  else if (result.resumed > 0) context.stderr(`Resumed: ${result.resumed} runs were finished already.\n`);
  return result;
}

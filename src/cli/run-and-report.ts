/** Runs an experiment from the command line: progress, the summary at the end, and the exit code. */

import type { ResolvedExperiment } from '../experiment/resolved.js';
import type { RunStatus } from '../runner/messages.js';
import { readMetrics } from '../runner/read-result.js';
import { runExperiment } from '../runner/run-experiment.js';
import { colors } from './colors.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { whileInterruptible } from './interrupt.js';
import { showProgress } from './progress.js';
import { printSummary } from './summary-tables.js';

export interface RunFlags {
  readonly out?: string;
  readonly workers?: number;
  readonly force?: boolean;
  readonly json?: boolean;
}

export function exitCodeOf(status: RunStatus): number {
  return { completed: EXIT.ok, failed: EXIT.failed, interrupted: EXIT.interrupted }[status];
}

export async function runAndReport(
  experiment: ResolvedExperiment,
  flags: RunFlags & { readonly debug?: boolean },
  model: Model,
  context: CliContext,
): Promise<void> {
  const out = flags.out ?? `results/${experiment.name}`;
  const progress = await showProgress(context);
  const result = await whileInterruptible(context, (stop) =>
    runExperiment({
      experiment,
      engineVersion: model.engineVersion,
      out,
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
  const { manifest, wasThere, resumed } = result;
  if (wasThere) context.stderr(`${out} holds this result already; --force runs it again.\n`);
  else if (resumed > 0) context.stderr(`Resumed: ${resumed} runs were finished already.\n`);
  const summaries = await readMetrics(out, experiment.metrics);
  printSummary(context, { experiment, manifest, out, summaries }, flags.json);
  context.setExitCode(exitCodeOf(manifest.status));
}

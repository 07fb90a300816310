/** Runs an experiment from the command line: progress, the summary at the end, and the exit code. */

import type { ResolvedExperiment } from '../experiment/resolved.js';
import type { RunStatus } from '../runner/messages.js';
import { readMetrics } from '../runner/read-result.js';
import type { SnapshotOptions } from '../runner/result-snapshots.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { type RunnerFlags, runWithProgress } from './run-with-progress.js';
import { printSummary } from './summary-tables.js';

export interface RunFlags extends RunnerFlags, SnapshotOptions {
  readonly out?: string;
  readonly json?: boolean;
}

export function exitCodeOf(status: RunStatus): number {
  return { completed: EXIT.ok, failed: EXIT.failed, interrupted: EXIT.interrupted }[status];
}

export async function runAndReport(
  experiment: ResolvedExperiment,
  flags: RunFlags,
  model: Model,
  context: CliContext,
): Promise<void> {
  const out = flags.out ?? `results/${experiment.name}`;
  const { from, snapshotAt } = flags;
  const asked = {
    experiment,
    out,
    ...(from !== undefined && { from }),
    ...(snapshotAt !== undefined && { snapshotAt }),
  };
  const { manifest } = await runWithProgress(asked, flags, model, context);
  const summaries = await readMetrics(out, experiment.metrics);
  printSummary(context, { experiment, manifest, out, summaries }, flags.json);
  context.setExitCode(exitCodeOf(manifest.status));
}

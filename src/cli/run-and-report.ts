/** Runs an experiment from the command line: progress, the summary at the end, and the exit code. */

import type { ResolvedExperiment } from '../experiment/resolved.js';
import { comparisonAdder } from '../runner/add-comparison.js';
import type { RunStatus } from '../runner/messages.js';
import type { SnapshotOptions } from '../runner/result-snapshots.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { isCompared, reportResult } from './report-result.js';
import { type RunnerFlags, runWithProgress } from './run-with-progress.js';

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
    ...(isCompared(experiment) && { addFiles: comparisonAdder(model.catalogue) }),
    ...(from !== undefined && { from }),
    ...(snapshotAt !== undefined && { snapshotAt }),
  };
  const { manifest } = await runWithProgress(asked, flags, model, context);
  const wish = { withArms: true, ...(flags.json && { json: true }) };
  await reportResult({ experiment, manifest, out }, wish, model, context);
  if (manifest.status === 'interrupted') context.stderr('The same command goes on from there.\n');
  context.setExitCode(exitCodeOf(manifest.status));
}

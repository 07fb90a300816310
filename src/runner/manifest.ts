/** `manifest.json`: what reproduces a result, and the fingerprints that prove it. Nothing in it varies by machine. */
import { asFile, type ResolvedExperiment } from '../experiment/resolved.js';
import type { Outcome, RunStatus } from './messages.js';
import type { ResultIdentity } from './result-folder.js';

export interface ManifestRun {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  readonly status: RunStatus;
  readonly ticks: number;
  readonly reason?: string;
}

export interface Manifest extends ResultIdentity {
  /** Version of this layout. */
  readonly format: 1;
  readonly experiment: string;
  /** The worst status of any run. */
  readonly status: RunStatus;
  readonly runs: readonly ManifestRun[];
  /** SHA-256 of each result file. */
  readonly files: Readonly<Record<string, string>>;
  /** The resolved experiment with all its arms, in the words of an experiment file. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export function overallStatus(outcomes: readonly Outcome[]): RunStatus {
  if (outcomes.some(({ status }) => status === 'interrupted')) return 'interrupted';
  return outcomes.some(({ status }) => status === 'failed') ? 'failed' : 'completed';
}

export function makeManifest(
  identity: ResultIdentity,
  experiment: ResolvedExperiment,
  outcomes: readonly Outcome[],
  files: Readonly<Record<string, string>>,
): Manifest {
  return {
    format: 1,
    engineVersion: identity.engineVersion,
    configurationHash: identity.configurationHash,
    experiment: experiment.name,
    status: overallStatus(outcomes),
    runs: outcomes.map(({ run, arm, seed, status, ticks, reason }) => ({
      run,
      arm,
      seed,
      status,
      ticks,
      ...(reason !== '' && { reason }),
    })),
    files,
    configuration: asFile(experiment),
  };
}

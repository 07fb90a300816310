/** `manifest.json`: what reproduces a result, and the fingerprints that prove it. Nothing in it varies by machine. */
import { asFile, configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import type { SequentialLabel } from '../experiment/sequential.js';
import type { RunStatus } from './messages.js';
import type { SnapshotLabel } from './result-snapshots.js';
import type { FinishedRun } from './result-tables.js';

export interface ManifestRun {
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  readonly status: RunStatus;
  readonly ticks: number;
  readonly reason?: string;
}

export interface Manifest {
  /** Version of this layout. */
  readonly format: 1;
  readonly engineVersion: string;
  readonly configurationHash: string;
  readonly experiment: string;
  /** The worst status of any run. */
  readonly status: RunStatus;
  /** There if seeds were added until an interval was narrow enough. */
  readonly sequential?: SequentialLabel;
  /** There if the runs went on from a snapshot, or left some. */
  readonly snapshots?: SnapshotLabel;
  readonly runs: readonly ManifestRun[];
  /** SHA-256 of each result file. */
  readonly files: Readonly<Record<string, string>>;
  /** The resolved experiment with all its arms, in the words of an experiment file. */
  readonly configuration: Readonly<Record<string, unknown>>;
}

export function overallStatus(runs: readonly FinishedRun[]): RunStatus {
  if (runs.some(({ ending }) => ending.status === 'interrupted')) return 'interrupted';
  return runs.some(({ ending }) => ending.status === 'failed') ? 'failed' : 'completed';
}

export function makeManifest(
  engineVersion: string,
  experiment: ResolvedExperiment,
  runs: readonly FinishedRun[],
  files: Readonly<Record<string, string>>,
  labels: Pick<Manifest, 'sequential' | 'snapshots'>,
): Manifest {
  return {
    format: 1,
    engineVersion,
    configurationHash: configurationHash(experiment),
    experiment: experiment.name,
    status: overallStatus(runs),
    ...labels,
    runs: runs.map(({ planned: { run, arm, seed }, ending: { status, ticks, reason } }) => ({
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

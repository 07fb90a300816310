/** What the rows of a result folder are a function of. */
import type { SequentialLabel, SequentialRule } from '../experiment/sequential.js';
import type { SnapshotLabel } from './result-snapshots.js';

export interface ResultIdentity {
  /** Of the experiment as it was asked for: a sequential batch has more seeds at its end. */
  readonly configurationHash: string;
  readonly engineVersion: string;
  /** Rule by which seeds are added. */
  readonly sequential?: SequentialRule;
  readonly snapshots?: SnapshotLabel;
}

/** The part of a manifest that tells what was asked for. */
interface Labelled {
  readonly configurationHash: string;
  readonly engineVersion: string;
  readonly sequential?: SequentialLabel;
  readonly snapshots?: SnapshotLabel;
}

export function identityOf({ sequential, snapshots, ...manifest }: Labelled): ResultIdentity {
  return {
    configurationHash: sequential?.startedFrom ?? manifest.configurationHash,
    engineVersion: manifest.engineVersion,
    ...(sequential !== undefined && { sequential: sequential.rule }),
    ...(snapshots !== undefined && { snapshots }),
  };
}

export function sameIdentity(a: ResultIdentity | undefined, b: ResultIdentity): boolean {
  return (
    a?.configurationHash === b.configurationHash &&
    a.engineVersion === b.engineVersion &&
    JSON.stringify([a.sequential, a.snapshots]) === JSON.stringify([b.sequential, b.snapshots])
  );
}

/** Why a result of another engine is not gone on with, or taken for one of this. */
export function madeByAnother(engine: string, own: string): string {
  return `was made by another engine (${engine}, this is ${own})`;
}

/** What the rows of a result folder are a function of. */
import type { SequentialLabel, SequentialRule } from '../experiment/sequential.js';

export interface ResultIdentity {
  /** Of the experiment as it was asked for: a sequential batch has more seeds at its end. */
  readonly configurationHash: string;
  readonly engineVersion: string;
  /** Rule by which seeds are added. */
  readonly sequential?: SequentialRule;
}

/** The part of a manifest that tells what was asked for. */
interface Labelled {
  readonly configurationHash: string;
  readonly engineVersion: string;
  readonly sequential?: SequentialLabel;
}

export function identityOf({ configurationHash, engineVersion, sequential }: Labelled): ResultIdentity {
  return sequential === undefined
    ? { configurationHash, engineVersion }
    : { configurationHash: sequential.startedFrom, engineVersion, sequential: sequential.rule };
}

export function sameIdentity(a: ResultIdentity | undefined, b: ResultIdentity): boolean {
  return (
    a?.configurationHash === b.configurationHash &&
    a.engineVersion === b.engineVersion &&
    JSON.stringify(a.sequential) === JSON.stringify(b.sequential)
  );
}

/** What a replication makes of its runs. */
import type { ReplicationRuns } from './replication-runs.js';
import type { ReplicationRow } from './row.js';

export interface Replication {
  /** Name of the published model, of its file and of its folder. */
  readonly name: string;
  /** Whether seeds matter. */
  readonly isRandom: boolean;
  /** Series that it reads. */
  readonly needs: readonly string[];
  rows(runs: ReplicationRuns): ReplicationRow[];
}

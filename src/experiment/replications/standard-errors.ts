/** How well the rows of a random model are known: the jackknife over its seeds. */
import type { ResolvedExperiment } from '../resolved.js';
import { jackknifeError } from '../validation.js';
import type { RunSeries } from '../validation-sample.js';
import type { Replication } from './replication.js';
import { ReplicationRuns } from './replication-runs.js';
import type { ReplicationRow } from './row.js';

/**
 * The rows of a replication. Rows that draws move have a standard error if there are three seeds or more: each is
 * computed again without one seed after the other.
 */
export function replicationRows(
  replication: Replication,
  experiment: ResolvedExperiment,
  runs: readonly RunSeries[],
  asPublished: boolean,
): ReplicationRow[] {
  const rowsOf = (some: readonly RunSeries[]) =>
    replication.rows(new ReplicationRuns(experiment, some, asPublished));
  const rows = rowsOf(runs);
  if (!replication.isRandom || experiment.seeds.length < 3) return rows;
  const without = experiment.seeds.map((left) => rowsOf(runs.filter(({ seed }) => seed !== left)));
  return rows.map((row, index) => {
    const values = without.map((some) => some[index]?.obtained ?? Number.NaN);
    const error = jackknifeError(values);
    return row.isExact || !Number.isFinite(error) ? row : { ...row, standardError: error };
  });
}

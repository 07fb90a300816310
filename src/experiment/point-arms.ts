/** An experiment at several points: its arms once for each of them. */
import { LAST_POINT, pointName } from './design.js';
import type { ParameterValue } from './parameter-value.js';
import type { ResolvedExperiment } from './resolved.js';

export interface Points {
  /** Parameters that differ from point to point. */
  readonly names: readonly string[];
  /** One row a point, one value a name. */
  readonly rows: readonly (readonly ParameterValue[])[];
  /** Number of the first row among all points, from 0. */
  readonly first: number;
  /** How many there are in all, or will be at most. */
  readonly count: number;
}

/**
 * The experiment with arms `p0000001-wave`, `p0000001-calm` … Only what metrics need is kept: rows of the last
 * tick, and no events.
 */
export function atPoints(experiment: ResolvedExperiment, points: Points): ResolvedExperiment {
  const arms = points.rows.flatMap((row, index) => {
    const point = pointName(points.first + index, LAST_POINT);
    const changed = Object.fromEntries(points.names.map((name, column) => [name, row[column]]));
    return experiment.arms.map(({ name, parameters, schedule }) => ({
      name: `${point}-${name}`,
      parameters: { ...parameters, ...changed },
      schedule,
    }));
  });
  const { ticks, parquet: _, ...rest } = experiment;
  const record = {
    ...experiment.record,
    seriesEvery: ticks,
    balanceEvery: ticks,
    attributionEvery: ticks,
    events: false,
  };
  return { ...rest, ticks, arms, record };
}

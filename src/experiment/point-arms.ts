/** An experiment at several points: its arms once for each of them. */
import { pointName } from './design.js';
import type { ParameterValue } from './parameter-value.js';
import type { ResolvedExperiment } from './resolved.js';

export interface Points {
  /** Parameters that differ from point to point. */
  readonly names: readonly string[];
  /** One row a point, one value a name. */
  readonly rows: readonly (readonly ParameterValue[])[];
  /** Number of the first row among all points, from 0, and how many there are in all: for the names of the arms. */
  readonly first: number;
  readonly count: number;
}

/**
 * The experiment with arms `p001-wave`, `p001-calm`, `p002-wave` … Only what metrics need is kept: rows of the last
 * tick, and no events.
 */
export function atPoints(experiment: ResolvedExperiment, points: Points): ResolvedExperiment {
  const arms = points.rows.flatMap((row, index) => {
    const point = pointName(points.first + index, points.count);
    const changed = Object.fromEntries(points.names.map((name, column) => [name, row[column]]));
    return experiment.arms.map(({ name, against, parameters, schedule }) => ({
      name: `${point}-${name}`,
      ...(against !== undefined && { against: `${point}-${against}` }),
      parameters: { ...parameters, ...changed },
      schedule,
    }));
  });
  const { ticks } = experiment;
  const record = {
    ...experiment.record,
    seriesEvery: ticks,
    balanceEvery: ticks,
    attributionEvery: ticks,
    events: false,
  };
  return { ...experiment, arms, record };
}

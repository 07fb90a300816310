/** What is observed at a point: a metric of one arm, or of an arm against another, on average over the seeds. */
import { mean } from '../maths/moments.js';
import { armPairs, differenceOf, unitOfDifference } from './comparison/difference.js';
import type { ResolvedExperiment, ResolvedMetric } from './resolved.js';

export interface Response {
  readonly metric: ResolvedMetric;
  readonly arm: string;
  /** Arm from which it is counted, seed by seed. */
  readonly against?: string;
}

/** Metrics of all runs at one point, [arm][seed][metric] in the experiment's order; undefined: not completed. */
export type PointRuns = readonly (readonly (readonly number[] | undefined)[])[];

/** Every metric of every arm, and of every arm against the one that the experiment compares it with. */
export function allResponses(experiment: ResolvedExperiment, metrics: readonly ResolvedMetric[]): Response[] {
  const arms = experiment.arms.map(({ name }) => ({ arm: name }));
  return metrics.flatMap((metric) =>
    [...arms, ...armPairs(experiment.arms)].map((place) => ({ metric, ...place })),
  );
}

export function unitOfResponse({ metric, against }: Response): string {
  return against === undefined ? metric.unit : unitOfDifference(metric.compare, metric.unit);
}

/**
 * The response seed by seed; undefined if any of its runs was not completed or has no such number. A mean over the
 * other seeds would compare points by different draws.
 */
export function responseBySeed(
  { metric, arm, against }: Response,
  experiment: ResolvedExperiment,
  runs: PointRuns,
): number[] | undefined {
  const index = experiment.metrics.findIndex(({ name }) => name === metric.name);
  const valuesOf = (name: string) =>
    runs[experiment.arms.findIndex((other) => other.name === name)].map(
      (values) => values?.[index] ?? Number.NaN,
    );
  const own = valuesOf(arm);
  const reference = against === undefined ? undefined : valuesOf(against);
  const values =
    reference === undefined
      ? own
      : own.map((value, seed) => differenceOf(value, reference[seed], metric.compare));
  return values.every(Number.isFinite) ? values : undefined;
}

/** Mean over the seeds; NaN if any of them is missing. */
export function meanResponse(response: Response, experiment: ResolvedExperiment, runs: PointRuns): number {
  return mean(responseBySeed(response, experiment, runs) ?? []);
}

/** What the arms of a finished experiment come to: means of the metrics over seeds. */
import type { ResolvedExperiment } from './resolved.js';

/** Values of the metrics of one completed run, in their order. */
export interface RunSummary {
  readonly arm: string;
  readonly seed: string;
  readonly values: readonly number[];
}

export interface ArmSummary {
  readonly arm: string;
  /** Runs that were completed. */
  readonly runs: number;
  /** Means over seeds. */
  readonly means: readonly number[];
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function armSummaries(experiment: ResolvedExperiment, runs: readonly RunSummary[]): ArmSummary[] {
  return experiment.arms.map(({ name }) => {
    const own = runs.filter(({ arm }) => arm === name);
    const means = experiment.metrics.map((_, index) => mean(own.map(({ values }) => values[index])));
    return { arm: name, runs: own.length, means };
  });
}

/** The runs of an experiment: every arm with every seed, arms first. */
import type { RunConfiguration } from '../engine/configuration.js';
import type { ParameterValue } from './parameter-value.js';
import type { ResolvedArm, ResolvedExperiment } from './resolved.js';

export interface PlannedRun {
  /** 1-based number, the order of rows in the result files. */
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  readonly configuration: RunConfiguration;
}

/** What one arm does with one seed. */
export function runConfiguration(
  experiment: ResolvedExperiment,
  arm: ResolvedArm,
  seed: string,
): RunConfiguration {
  const parameters: Record<string, ParameterValue> = {};
  for (const [name, { value }] of Object.entries(experiment.parameters)) parameters[name] = value;
  return {
    parameters: { ...parameters, ...arm.parameters },
    schedule: [...experiment.schedule, ...arm.schedule],
    start: experiment.start,
    ticksPerYear: experiment.ticksPerYear,
    ticks: experiment.ticks,
    seed,
    generator: experiment.generator,
    record: experiment.record,
  };
}

export function plannedRuns(experiment: ResolvedExperiment): PlannedRun[] {
  return experiment.arms.flatMap((arm, armIndex) =>
    experiment.seeds.map((seed, seedIndex) => ({
      run: armIndex * experiment.seeds.length + seedIndex + 1,
      arm: arm.name,
      seed,
      configuration: runConfiguration(experiment, arm, seed),
    })),
  );
}

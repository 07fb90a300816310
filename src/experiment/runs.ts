/** The runs of an experiment: every seed with every arm, all arms of the first seed, then all of the second. */
import type { RunConfiguration } from '../engine/configuration.js';
import type { ParameterValue } from './parameter-value.js';
import type { ResolvedArm, ResolvedExperiment } from './resolved.js';

export interface PlannedRun {
  /**
   * 1-based number, the order of rows in the result files and that in which runs are made: all arms of the first seed,
   * then all of the second, so that an interrupted batch is balanced and later seeds leave the numbers of earlier ones alone.
   */
  readonly run: number;
  readonly arm: string;
  readonly seed: string;
  /** Number of the first run that is equal in all but the name of its arm, often its own: equal runs are made once. */
  readonly part: number;
  /** Put together when asked for: those of 10,000 runs at once would fill the memory. */
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
    ...(experiment.model !== undefined && { model: experiment.model }),
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

/** What an arm changes, as text: arms with the same text make the same runs. */
function changesOf({ parameters, schedule }: ResolvedArm, experiment: ResolvedExperiment): string {
  const differing = Object.entries(parameters).filter(
    ([name, value]) => !Object.is(value, experiment.parameters[name]?.value),
  );
  differing.sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([differing, schedule]);
}

/** For each arm the index of the first arm that makes the same runs. */
function firstEqualArms(experiment: ResolvedExperiment): number[] {
  const first = new Map<string, number>();
  return experiment.arms.map((arm, index) => {
    const changes = changesOf(arm, experiment);
    const known = first.get(changes);
    if (known === undefined) first.set(changes, index);
    return known ?? index;
  });
}

class Run implements PlannedRun {
  constructor(
    private readonly experiment: ResolvedExperiment,
    private readonly armIndex: number,
    private readonly seedIndex: number,
    readonly part: number,
  ) {}

  get run(): number {
    return this.seedIndex * this.experiment.arms.length + this.armIndex + 1;
  }

  get arm(): string {
    return this.experiment.arms[this.armIndex].name;
  }

  get seed(): string {
    return this.experiment.seeds[this.seedIndex];
  }

  get configuration(): RunConfiguration {
    return runConfiguration(this.experiment, this.experiment.arms[this.armIndex], this.seed);
  }
}

/** All runs in the order of `run`. */
export function plannedRuns(experiment: ResolvedExperiment): PlannedRun[] {
  const { arms, seeds } = experiment;
  const equal = firstEqualArms(experiment);
  return seeds.flatMap((_, seed) =>
    arms.map((_, arm) => new Run(experiment, arm, seed, seed * arms.length + equal[arm] + 1)),
  );
}

/** The runs to be made, each part once, in their order. */
export function partsToMake(runs: readonly PlannedRun[]): PlannedRun[] {
  const first = new Map<number, PlannedRun>();
  for (const run of runs) if (!first.has(run.part)) first.set(run.part, run);
  return [...first.values()];
}

/** The runs of a replication, by arm: parameters and recorded series. */
import type { ResolvedExperiment } from '../resolved.js';
import type { RunSeries } from '../validation-sample.js';

export class ReplicationRuns {
  constructor(
    private readonly experiment: ResolvedExperiment,
    private readonly runs: readonly RunSeries[],
    /** Whether all parameters are those of the file. */
    readonly asPublished: boolean,
  ) {}

  get arms(): string[] {
    return this.experiment.arms.map(({ name }) => name);
  }

  /** Last parts of the names of a group of parameters: `banks.equity.AT01` gives AT01. */
  namesBelow(group: string): string[] {
    const names = Object.keys(this.experiment.parameters).filter((name) => name.startsWith(`${group}.`));
    return names.map((name) => name.slice(group.length + 1));
  }

  /** A parameter as an arm has it. */
  parameter(arm: string, name: string): number {
    const own = this.experiment.arms.find((one) => one.name === arm)?.parameters[name];
    return Number(own ?? this.experiment.parameters[name]?.value);
  }

  /** A choice as an arm has it. */
  choice(arm: string, name: string): string {
    const own = this.experiment.arms.find((one) => one.name === arm)?.parameters[name];
    return String(own ?? this.experiment.parameters[name]?.value);
  }

  /** A series in an arm, run by run. */
  series(arm: string, name: string): Float64Array[] {
    return this.runs
      .filter((run) => run.arm === arm)
      .flatMap(({ series }) => {
        const values = series.get(name);
        return values === undefined ? [] : [values];
      });
  }

  /** Value at a tick (1-based) in the first run of an arm; NaN if it failed. */
  at(arm: string, name: string, tick: number): number {
    return this.series(arm, name)[0]?.[tick - 1] ?? Number.NaN;
  }

  /** Value at the last tick. */
  last(arm: string, name: string): number {
    return this.at(arm, name, this.experiment.ticks);
  }
}

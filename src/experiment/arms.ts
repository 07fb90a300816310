/** Reads the arms of an experiment: what differs in each, options for single arms, and what a fork allows. */
import type { GivenArm, Layer } from './layer.js';
import { didYouMean } from './nearest.js';
import type { GivenParameters } from './parameter-values.js';
import type { Problems } from './problem.js';
import type { ResolvedArm } from './resolved.js';
import type { ScheduleReader } from './schedule.js';

export class ArmReader {
  /** The arms of the file with the last word; none if no file names any. */
  private readonly given: ReadonlyMap<string, GivenArm>;
  private readonly overrides: ReadonlyMap<string, GivenParameters>;

  constructor(
    private readonly layers: readonly Layer[],
    private readonly schedules: ScheduleReader,
    private readonly problems: Problems,
    /** Number of changes that the experiment makes in every arm. */
    private readonly commonChanges: number,
  ) {
    const files = layers.filter(({ isOverride }) => !isOverride);
    this.given = files.findLast((layer) => layer.arms !== undefined)?.arms ?? new Map<string, GivenArm>();
    this.overrides = this.given.size === 0 ? new Map() : this.readOverrides();
  }

  read(): ResolvedArm[] {
    const names = [...this.given.keys()];
    return [...this.given].map(([name, arm]) => {
      const { against, description } = arm;
      if (against !== undefined && (against.name === name || !this.given.has(against.name))) {
        const others = names.filter((other) => other !== name);
        const hint = didYouMean(against.name, others);
        this.problems.add(against.at, `against: '${against.name}' is no other arm${hint}`);
      }
      return {
        name,
        ...(description !== undefined && { description }),
        ...(against !== undefined && { against: against.name }),
        parameters: Object.fromEntries([...this.parametersOf(name)].map(([key, { value }]) => [key, value])),
        schedule: this.schedules.read(arm.schedule, this.commonChanges),
      };
    });
  }

  /** What an arm sets itself, options included. */
  parametersOf(name: string): GivenParameters {
    return new Map([...(this.given.get(name)?.parameters ?? []), ...(this.overrides.get(name) ?? [])]);
  }

  /** Arms of a fork share the start of the world and everything before tick `at`. */
  checkFork(at: number, arms: readonly ResolvedArm[]): void {
    for (const { name, schedule } of arms) {
      for (const [parameter, { at: position }] of this.parametersOf(name))
        this.problems.add(
          position,
          `${parameter}: belongs to the start of the world, which the arms of a fork share; schedule it, or leave out 'fork'`,
        );
      for (const [index, { from, when }] of schedule.entries()) {
        const positionOf = this.given.get(name)?.schedule[index]?.positionOf;
        if (positionOf === undefined) continue;
        if (when !== undefined)
          this.problems.add(
            positionOf('when'),
            `when: a rule of one arm may fire before the fork at tick ${at}`,
          );
        else if (from !== undefined && from < at)
          this.problems.add(positionOf('from'), `from: tick ${from} is before the fork at tick ${at}`);
      }
    }
  }

  /** `--set arms.NAME.x=…`; and refuses `--set x=…` where an arm would overrule it without a word. */
  private readOverrides(): Map<string, GivenParameters> {
    const overrides = new Map<string, GivenParameters>();
    for (const { isOverride, parameters, arms: changed } of this.layers) {
      if (!isOverride) continue;
      for (const [name, { at }] of parameters)
        for (const [arm, { parameters: own }] of this.given)
          if (own.has(name))
            this.problems.add(at, `arm '${arm}' has its own ${name}; use --set arms.${arm}.${name}=…`);
      for (const [arm, { at, parameters: own }] of changed ?? []) {
        if (!this.given.has(arm))
          this.problems.add(at, `there is no arm '${arm}'${didYouMean(arm, [...this.given.keys()])}`);
        overrides.set(arm, new Map([...(overrides.get(arm) ?? []), ...own]));
      }
    }
    return overrides;
  }
}

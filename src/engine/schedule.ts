/**
 * Scheduled policy and shocks: changes of schedulable parameters at a tick, in a ramp, or by a rule on a series.
 *
 * The value of a parameter in a tick is its base value, then each change in the order of the file: an active change
 * replaces it, a ramp moves it linearly, a path gives it tick by tick. So every tick's value is a function of the base, the tick and the
 * rules' state, and nothing has to be undone.
 */
import type { ParameterDeclaration, SeriesDeclaration } from '../agent-kind.js';
import { WHOLE_KIND } from '../ledger/events.js';
import type { ParameterValue } from '../ledger/parameters.js';
import { MAXIMUM_CHANGES, type RunConfiguration, type ScheduledChange } from './configuration.js';
import type { RunningWorld } from './running-world.js';
import { parameterNumber } from './world-parameters.js';

/** Entries of the state column `schedule` for each change: tick of the last firing plus 1, number of firings. */
const ENTRIES = 2;

interface Target {
  readonly positions: number[];
  readonly values: number[];
  /** For each position: its values from the first tick of the change on, if they differ. */
  readonly paths: (readonly number[] | undefined)[];
}

export class Schedule {
  private readonly base: Float64Array;
  private readonly targets: Target[] = [];
  private readonly seriesIndex = new Map<string, number>();
  private readonly touched: number[];

  constructor(
    private readonly world: RunningWorld,
    private readonly configuration: RunConfiguration,
    parameters: readonly ParameterDeclaration[],
    series: readonly SeriesDeclaration[],
  ) {
    this.base = Float64Array.from(world.parameters.values);
    const declared = new Map(parameters.map((one) => [one.name, one]));
    const touched = new Set<number>();
    if (configuration.schedule.length > MAXIMUM_CHANGES)
      throw new Error(`a schedule has at most ${MAXIMUM_CHANGES} changes`);
    for (const change of configuration.schedule) {
      const target: Target = { positions: [], values: [], paths: [] };
      const add = (name: string, value: ParameterValue, path?: readonly number[]) => {
        const declaration = declared.get(name);
        if (declaration === undefined) throw new Error(`no parameter is named '${name}'`);
        if (!declaration.schedulable)
          throw new Error(`'${name}' belongs to the start of the world and cannot be scheduled`);
        target.positions.push(world.parameters.position(name));
        target.values.push(parameterNumber(value, declaration.choices, name));
        target.paths.push(path);
        touched.add(world.parameters.position(name));
      };
      for (const [name, value] of Object.entries(change.set)) add(name, value);
      for (const [name, path] of Object.entries(change.path ?? {})) add(name, path[path.length - 1], path);
      this.targets.push(target);
    }
    this.touched = [...touched];
    for (const [index, { name }] of series.entries()) this.seriesIndex.set(name, index);
    for (const { when } of configuration.schedule)
      if (when !== undefined && !this.seriesIndex.has(when.series))
        throw new Error(`no series is named '${when.series}'`);
  }

  /** Sets the parameters of this tick; reports rules that fire as events. */
  apply(): void {
    const { world, base, configuration } = this;
    const { values } = world.parameters;
    for (const position of this.touched) values[position] = base[position];
    for (const [index, change] of configuration.schedule.entries()) {
      const share = change.when === undefined ? this.timedShare(change) : this.ruleShare(change, index);
      if (share === 0) continue;
      const { positions, values: targets, paths } = this.targets[index];
      const since = world.tick - (change.from ?? 1);
      for (let i = 0; i < positions.length; i++) {
        const target = paths[i]?.[since] ?? targets[i];
        values[positions[i]] += share * (target - values[positions[i]]);
      }
    }
  }

  /** Share of the change in force: 0 before `from` and from `until` on, rising to 1 over `over` ticks. */
  private timedShare(change: ScheduledChange): number {
    const { tick } = this.world;
    const from = change.from ?? 1;
    if (tick < from || (change.until !== undefined && tick >= change.until)) return 0;
    const over = change.over ?? 0;
    return over > 0 ? Math.min(1, (tick - from + 1) / over) : 1;
  }

  private ruleShare(change: ScheduledChange, index: number): number {
    const { world } = this;
    const rule = change.when;
    if (rule === undefined) return 0;
    const state = world.column('schedule');
    const fired = index * ENTRIES;
    const hold = rule.hold ?? Number.POSITIVE_INFINITY;
    const value = world.column('previousSeries')[this.seriesIndex.get(rule.series) ?? 0];
    const active = state[fired] > 0 && world.tick - (state[fired] - 1) < hold;
    const crossed =
      world.tick > 1 &&
      ((rule.below !== undefined && value < rule.below) || (rule.above !== undefined && value > rule.above));
    if (!active && crossed && !(rule.once && state[fired + 1] > 0)) {
      state[fired] = world.tick + 1;
      state[fired + 1] += 1;
      world.events.add('rule', 'schedule', WHOLE_KIND, Object.keys(change.set).join(' '), value);
      return 1;
    }
    return active ? 1 : 0;
  }
}

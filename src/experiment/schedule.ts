/** Changes over time: dates become ticks, and what cannot be meant is refused. */
import { MAXIMUM_CHANGES, type ScheduledChange } from '../engine/configuration.js';
import { tickOfDate } from '../maths/calendar.js';
import type { Catalogue } from './catalogue.js';
import type { ReadFormula } from './formula.js';
import type { GivenChange } from './layer.js';
import { didYouMean } from './nearest.js';
import type { ParameterValue } from './parameter-value.js';
import type { Position, Problems } from './problem.js';
import { PathReader } from './schedule-path.js';
import type { Time } from './time.js';

/** Follows where the only parameter is a wrong one. */
export const NOTHING_SET = 'set: at least one parameter is required';

export class ScheduleReader {
  private readonly paths: PathReader;

  constructor(
    private readonly time: Time,
    private readonly catalogue: Catalogue,
    private readonly problems: Problems,
    private readonly note: (at: Position, message: string) => void,
    formulas?: ReadFormula,
  ) {
    this.paths = new PathReader(time, catalogue, problems, formulas);
  }

  /** @param before changes of the experiment, which come before those of an arm */
  read(changes: readonly GivenChange[], before = 0): ScheduledChange[] {
    const excess = changes[MAXIMUM_CHANGES - before];
    if (excess !== undefined) {
      const all = `${before + changes.length}${before > 0 ? ', those of the experiment among them' : ''}`;
      this.problems.add(
        excess.positionOf(),
        `a schedule has at most ${MAXIMUM_CHANGES} changes, not ${all}; values that change often are a 'path'`,
      );
    }
    return changes.map((change) => this.change(change));
  }

  private change(change: GivenChange): ScheduledChange {
    const { entry } = change;
    const from = this.tick(change, 'from');
    const until = this.tick(change, 'until');
    this.checkForm(change, from, until);
    const set: Record<string, ParameterValue> = {};
    for (const [name, { value, at }] of change.set) {
      set[name] = value;
      if (entry.over !== undefined && typeof value !== 'number')
        this.problems.add(at, `${name}: cannot be reached in steps; leave out 'over'`);
    }
    const path = this.paths.read(change, from ?? 1, until);
    const hasPath = entry.path !== undefined || change.formulas.size > 0;
    if (change.set.size === 0 && !hasPath) this.problems.add(change.positionOf(), NOTHING_SET);
    return {
      ...(from !== undefined && { from }),
      ...(until !== undefined && { until }),
      ...(entry.over !== undefined && { over: entry.over }),
      ...(entry.when !== undefined && { when: this.rule(change) }),
      ...(hasPath && { path }),
      set,
    };
  }

  private rule(change: GivenChange): NonNullable<ScheduledChange['when']> {
    const { when, hold, once } = change.entry;
    const { series, below, above } = when as NonNullable<typeof when>;
    if (this.catalogue.seriesOf(series) === undefined) {
      const hint = didYouMean(series, this.catalogue.seriesNames());
      this.problems.add(change.positionOf('when', 'series'), `when: unknown series '${series}'${hint}`);
    }
    if ((below === undefined) === (above === undefined))
      this.problems.add(change.positionOf('when'), "when: expected either 'below' or 'above'");
    return {
      series,
      ...(below !== undefined && { below }),
      ...(above !== undefined && { above }),
      ...(hold !== undefined && { hold }),
      ...(once !== undefined && { once }),
    };
  }

  private checkForm(change: GivenChange, from: number | undefined, until: number | undefined): void {
    const { entry, positionOf } = change;
    if ((entry.from === undefined) === (entry.when === undefined))
      this.problems.add(positionOf(), "a change has either 'from' or 'when'");
    const beside = (key: 'until' | 'over' | 'hold' | 'once', partner: 'from' | 'when') => {
      if (entry[key] !== undefined && entry[partner] === undefined)
        this.problems.add(positionOf(key), `${key}: goes with '${partner}'`);
    };
    beside('until', 'from');
    beside('over', 'from');
    beside('hold', 'when');
    beside('once', 'when');
    if (entry.path !== undefined && entry.when !== undefined)
      this.problems.add(positionOf('path'), "path: goes with 'from'");
    if (from === undefined) return;
    if (until !== undefined && until <= from)
      this.problems.add(positionOf('until'), `until: tick ${until} is not after 'from', tick ${from}`);
    if (until !== undefined && entry.over !== undefined && from + entry.over > until)
      this.problems.add(positionOf('over'), `over: the value is not reached before 'until', tick ${until}`);
    if (from > this.time.ticks)
      this.note(positionOf(), `the change at tick ${from} lies after the end, tick ${this.time.ticks}`);
  }

  private tick(change: GivenChange, key: 'from' | 'until'): number | undefined {
    const written = change.entry[key];
    if (written === undefined) return undefined;
    const at = change.positionOf(key);
    try {
      const { start, ticksPerYear } = this.time;
      const tick = typeof written === 'number' ? written : tickOfDate(written, start, ticksPerYear);
      if (tick < 1)
        this.problems.add(
          at,
          `${key}: ${written} is not after the opening (tick 0, ${start}); set the parameter itself, or write 'schedule: []' to leave out changes that 'extends' brings`,
        );
      return tick;
    } catch (error) {
      this.problems.add(at, `${key}: ${(error as Error).message}`);
      return undefined;
    }
  }
}

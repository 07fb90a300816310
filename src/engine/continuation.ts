/** Whether a run may go on from what another has left: only if it would have done the same until then. */
import type { RunConfiguration, ScheduledChange } from './configuration.js';

/** A change as far as it shows up to `tick`; undefined if it does not show. A rule may fire at any time. */
function pastOf(change: ScheduledChange, tick: number): ScheduledChange | undefined {
  const { from, until, path, ...rest } = change;
  const first = from ?? 1;
  if (first > tick) return undefined;
  return {
    ...rest,
    from: first,
    ...(until !== undefined && until <= tick && { until }),
    ...(path !== undefined && { path: pathUntil(path, tick - first + 1) }),
  };
}

/** The first numbers of a path; behind its end the last one stays. */
function pathUntil(path: NonNullable<ScheduledChange['path']>, ticks: number): typeof path {
  const whole = (values: readonly number[]) =>
    Array.from({ length: ticks }, (_, i) => values[Math.min(i, values.length - 1)]);
  return Object.fromEntries(Object.entries(path).map(([name, values]) => [name, whole(values)]));
}

/** What of a schedule decides a run up to `tick`; the state of a rule is kept by its place in the schedule. */
function scheduleUntil({ schedule }: RunConfiguration, tick: number): string[] {
  const past = schedule.map((change) => pastOf(change, tick));
  return past.flatMap((change, place) =>
    change === undefined ? [] : [written(change, change.when === undefined ? undefined : place)],
  );
}

function written({ set, path, ...times }: ScheduledChange, place: number | undefined): string {
  const sorted = (map: object = {}) => Object.entries(map).sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([place, sorted(times), sorted(set), sorted(path)]);
}

/**
 * What keeps a run with the second configuration from going on where one with the first stood after `tick`, in
 * words for people; nothing if every row from there on will be as if it had run alone from the start.
 */
export function obstacles(began: RunConfiguration, tick: number, goesOn: RunConfiguration): string[] {
  const found: string[] = [];
  for (const key of ['seed', 'generator', 'start', 'ticksPerYear'] as const)
    if (began[key] !== goesOn[key]) found.push(`${key} is ${goesOn[key]}, was ${began[key]}`);
  if (goesOn.ticks <= tick) found.push(`it ends at tick ${goesOn.ticks}, not after tick ${tick}`);
  for (const name of new Set([...Object.keys(began.parameters), ...Object.keys(goesOn.parameters)])) {
    const [was, is] = [began.parameters[name], goesOn.parameters[name]];
    if (was !== is) found.push(`parameter ${name} is ${is}, was ${was}`);
  }
  const [past, other] = [scheduleUntil(began, tick), scheduleUntil(goesOn, tick)];
  if (past.join('\n') !== other.join('\n'))
    found.push(`its schedule differs in a change that holds by tick ${tick}, or in a rule`);
  for (const key of ['seriesEvery', 'balanceEvery', 'attributionEvery'] as const) {
    const [was, is] = [began.record[key], goesOn.record[key]];
    if (tick % was !== tick % is)
      found.push(
        `rows are written every ${is} ticks, were written every ${was} (record: ${key.slice(0, -5)})`,
      );
  }
  return found;
}

/**
 * The same run without the changes that begin at tick `at` or later: what runs that differ only from there on have in
 * common before it. Changes in front of a rule stay, since the state of the rule is kept by its place.
 */
export function trunkOf(configuration: RunConfiguration, at: number): RunConfiguration {
  const lastRule = configuration.schedule.findLastIndex(({ when }) => when !== undefined);
  const schedule = configuration.schedule.filter(
    (change, place) => place <= lastRule || (change.from ?? 1) < at,
  );
  return { ...configuration, schedule };
}

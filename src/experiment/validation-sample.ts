/** Recorded series of the runs that a validation looks at, and what is computed from them. */
import { compensatedSum } from '../maths/compensated-sum.js';
import { ln } from '../maths/elementary.js';
import { correlation, mean, standardDeviation } from '../maths/moments.js';
import { quantile } from '../maths/quantile.js';

/** The series of one run, one value a tick, the first at tick 1. */
export interface RunSeries {
  readonly arm: string;
  readonly seed: string;
  readonly series: ReadonlyMap<string, Float64Array>;
}

/** Ticks of the windows that count as calm or stressed: a month. */
export const WINDOW = 21;
/** Of fewer no third can be chosen. */
export const FEWEST_WINDOWS = 3;

/** Runs without gaps: log changes never reach from one run into another. */
export class Returns {
  private readonly changes = new Map<string, readonly Float64Array[]>();

  constructor(
    readonly runs: readonly RunSeries[],
    readonly ticksPerYear: number,
  ) {}

  /** Simulated years of all runs together. */
  get years(): number {
    const ticks = this.runs.map(({ series }) => series.values().next().value?.length ?? 0);
    return ticks.reduce((sum, count) => sum + count, 0) / this.ticksPerYear;
  }

  /** Log changes of a series, run by run. */
  byRun(name: string): readonly Float64Array[] {
    const known = this.changes.get(name);
    if (known !== undefined) return known;
    const changes = this.runs.map((run) => logChanges(seriesOf(run, name)));
    this.changes.set(name, changes);
    return changes;
  }

  /** Log changes of a series in all runs, one after the other. */
  pooled(name: string): Float64Array {
    return join(this.byRun(name));
  }

  /** Log changes of a series from month to month, months of 21 ticks, in all runs one after the other. */
  monthly(name: string): Float64Array {
    return join(this.byRun(name).map(sumsByMonth));
  }

  /** Log changes from month to month of what one series exceeds another by. */
  monthlyOfDifference(minuend: string, subtrahend: string): Float64Array {
    return join(
      this.runs.map((run) => {
        const less = seriesOf(run, subtrahend);
        return sumsByMonth(logChanges(seriesOf(run, minuend).map((value, tick) => value - less[tick])));
      }),
    );
  }

  /** Standard deviation of log changes times the root of the ticks in a year, percent. */
  annualVolatility(name: string): number {
    return 100 * standardDeviation(this.pooled(name)) * Math.sqrt(this.ticksPerYear);
  }

  /**
   * Correlation of changes (or of their sizes) with those `lag` ticks later, over all pairs within a run: the
   * autocorrelation of a long series, without pairs that would reach from one run into the next.
   */
  autocorrelation(name: string, lag: number, of: 'changes' | 'sizes'): number {
    const runs = this.byRun(name).map((run) => (of === 'sizes' ? run.map(Math.abs) : run));
    return correlation(
      join(runs.map((run) => run.subarray(0, Math.max(run.length - lag, 0)))),
      join(runs.map((run) => run.subarray(lag))),
    );
  }

  /**
   * Mean correlation over pairs of series in calm or stressed months: every run is cut into windows of 21 ticks;
   * calm is the third of all windows in which `gauge` varied least, stress the third in which it varied most.
   */
  correlationIn(
    state: 'calm' | 'stress',
    pairs: readonly (readonly [string, string])[],
    gauge: string,
  ): number {
    const windows = this.byRun(gauge).flatMap((changes, run) =>
      Array.from({ length: Math.floor(changes.length / WINDOW) }, (_, index) => {
        const from = index * WINDOW;
        return { run, from, spread: standardDeviation(changes.subarray(from, from + WINDOW)) };
      }),
    );
    if (windows.length < FEWEST_WINDOWS) return Number.NaN;
    const spreads = windows.map(({ spread }) => spread);
    const limit = quantile(spreads, state === 'calm' ? 1 / 3 : 2 / 3);
    const chosen = windows.filter(({ spread }) => (state === 'calm' ? spread <= limit : spread >= limit));
    const within = (name: string) =>
      join(chosen.map(({ run, from }) => this.byRun(name)[run].subarray(from, from + WINDOW)));
    return mean(pairs.map(([one, other]) => correlation(within(one), within(other))));
  }
}

/** Runs of one seed under all arms, from one opening and with the same draws. */
export class Responses {
  private readonly byArm: ReadonlyMap<string, RunSeries>;

  constructor(
    runs: readonly RunSeries[],
    private readonly reference: string,
  ) {
    this.byArm = new Map(runs.map((run) => [run.arm, run]));
  }

  has(arm: string): boolean {
    return this.byArm.has(arm) && this.byArm.has(this.reference);
  }

  /** Value of a series at a tick (1-based) in the reference. */
  base(name: string, tick: number): number {
    return this.value(this.reference, name, tick);
  }

  value(arm: string, name: string, tick: number): number {
    const run = this.byArm.get(arm);
    return run === undefined ? Number.NaN : (seriesOf(run, name)[tick - 1] ?? Number.NaN);
  }

  /** Log of a series in an arm over the same in the reference, at one tick. */
  logRatio(arm: string, name: string, tick: number): number {
    return ln(this.value(arm, name, tick) / this.base(name, tick));
  }
}

function sumsByMonth(changes: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.floor(changes.length / WINDOW) }, (_, month) =>
    compensatedSum(changes.subarray(month * WINDOW, (month + 1) * WINDOW)),
  );
}

function seriesOf({ series }: RunSeries, name: string): Float64Array {
  const values = series.get(name);
  if (values === undefined) throw new Error(`validation needs the series '${name}', which was not recorded`);
  return values;
}

function logChanges(values: Float64Array): Float64Array {
  return Float64Array.from({ length: Math.max(values.length - 1, 0) }, (_, i) =>
    ln(values[i + 1] / values[i]),
  );
}

function join(parts: readonly Float64Array[]): Float64Array {
  const all = new Float64Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

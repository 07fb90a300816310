/** What a run is a pure function of, together with the agent kinds and the engine version. */
import type { ParameterValue } from '../ledger/parameters.js';
import type { GeneratorName } from '../maths/random.js';

export type { ParameterValue };

/** Changes that a schedule has at most, that of the experiment and of an arm together. */
export const MAXIMUM_CHANGES = 128;

/** A change of schedulable parameters at a tick, or when a recorded series crosses a value. */
export interface ScheduledChange {
  /** First tick at which the change holds; absent for rules. */
  readonly from?: number;
  /** First tick at which the value before the change holds again. */
  readonly until?: number;
  /** Ticks over which the value is reached in equal steps; 0 or absent: at once. */
  readonly over?: number;
  /** A rule on a series as recorded in the last tick. */
  readonly when?: {
    readonly series: string;
    readonly below?: number;
    readonly above?: number;
    /** Ticks for which the change holds after each firing; absent: for good. */
    readonly hold?: number;
    /** Fires only the first time. */
    readonly once?: boolean;
  };
  /** Values of numbers at `from`, `from` + 1, …; the last one stays until `until`. Goes with `from`. */
  readonly path?: Readonly<Record<string, readonly number[]>>;
  /** Resolved parameter names and values. */
  readonly set: Readonly<Record<string, ParameterValue>>;
}

export interface RecordingSettings {
  /** Ticks between two rows of the series; 1 is daily. */
  readonly seriesEvery: number;
  /** Ticks between two rows of balances and flows. */
  readonly balanceEvery: number;
  /** Ticks over which attribution is summed; 1 is daily. */
  readonly attributionEvery: number;
  /** Names of the series to keep; empty: all. */
  readonly series: readonly string[];
  readonly events: boolean;
  /** Smallest event ($bn) that is recorded. */
  readonly eventThreshold: number;
}

export interface RunConfiguration {
  /** Name of a published model; absent: the economy of base.yaml. */
  readonly model?: string;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  readonly schedule: readonly ScheduledChange[];
  /** ISO date of the opening (tick 0). */
  readonly start: string;
  readonly ticksPerYear: number;
  readonly ticks: number;
  readonly seed: string;
  readonly generator: GeneratorName;
  readonly record: RecordingSettings;
}

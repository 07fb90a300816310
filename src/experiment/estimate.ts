/** What an experiment will take, before it runs: rough, but of the right size. */
import type { ResolvedExperiment } from './resolved.js';

export interface Estimate {
  readonly runs: number;
  /** In all. */
  readonly ticks: number;
  /** Seconds with so many workers. */
  readonly seconds: number;
  readonly bytes: number;
}

/**
 * docs/performance.md: the base run takes 3.5 to 3.9 s of CPU in a fast hour, some .36 of which before its first tick is over; an agent more costs 1.3 µs a tick,
 * and a tick whose code is compiled has .8 ms that do not depend on the population.
 */
const SECONDS_TO_START = 0.36;
const SECONDS_A_TICK = 0.8e-3;
const SECONDS_A_TICK_AND_ROW = 1.3e-6;
/** Text of one number with its comma; of a row's run, arm, seed, tick and date. */
const BYTES_A_NUMBER = 17;
const BYTES_AN_IDENTITY = 40;
/** Rows of balance.csv, flows.csv and contracts.csv at one date, of attribution.csv for one asset. */
const BALANCE_ROWS = 130;
const FLOW_ROWS = 235;
const CONTRACT_ROWS = 400;
const ATTRIBUTION_ROWS = 42;
/** events.csv, a tick. */
const EVENT_BYTES = 1500;

/** Ticks of all runs; what the arms of a fork have in common is run once for each seed and point. */
function ticksRun({ arms, seeds, ticks, design, forkAt }: ResolvedExperiment): number {
  const points = design?.rows.length ?? 1;
  const shared = forkAt === undefined ? 0 : (forkAt - 1) * (arms.length - points);
  return seeds.length * (arms.length * ticks - shared);
}

/** A tick of one run. */
export function secondsATick({ parameters }: ResolvedExperiment): number {
  const agents = Object.entries(parameters)
    .filter(([name, { unit }]) => name.startsWith('population.') && unit === 'count')
    .reduce((sum, [, { value }]) => sum + Number(value), 0);
  return SECONDS_A_TICK + agents * SECONDS_A_TICK_AND_ROW;
}

export function estimate(
  experiment: ResolvedExperiment,
  seriesCount: number,
  assetCount: number,
  workers: number,
): Estimate {
  const { record, ticks } = experiment;
  const runs = experiment.arms.length * experiment.seeds.length;
  const columns = record.series.length > 0 ? record.series.length : seriesCount;
  const series = (ticks / record.seriesEvery) * (BYTES_AN_IDENTITY + columns * BYTES_A_NUMBER);
  const books =
    (ticks / record.balanceEvery) *
    (BALANCE_ROWS * (BYTES_AN_IDENTITY + 25 + 4 * BYTES_A_NUMBER) +
      FLOW_ROWS * (BYTES_AN_IDENTITY + 35 + BYTES_A_NUMBER) +
      CONTRACT_ROWS * (BYTES_AN_IDENTITY + 30 + 3 * BYTES_A_NUMBER));
  const moves =
    (ticks / record.attributionEvery) *
    assetCount *
    ATTRIBUTION_ROWS *
    (BYTES_AN_IDENTITY + 50 + BYTES_A_NUMBER);
  const run = ticksRun(experiment);
  return {
    runs,
    ticks: run,
    seconds: SECONDS_TO_START + (run * secondsATick(experiment)) / Math.min(workers, runs),
    bytes: runs * (series + books + moves + (record.events ? ticks * EVENT_BYTES : 0)),
  };
}

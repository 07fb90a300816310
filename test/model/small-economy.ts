/** The base economy with few agents: runs for a few ticks and gives back its series, from experiments/base.yaml. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import type { RunConfiguration, ScheduledChange } from '../../src/engine/configuration.js';
import { ASSETS, parameterDeclarations, seriesDeclarations } from '../../src/engine/declarations.js';
import type { AttributionRow, RecordSink } from '../../src/engine/recording.js';
import type { RunningWorld } from '../../src/engine/running-world.js';
import { NO_SINK, simulate } from '../../src/engine/simulate.js';
import { Catalogue } from '../../src/experiment/catalogue.js';
import { resolveExperiment } from '../../src/experiment/resolve.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import type { ModelEvent } from '../../src/ledger/events.js';

const LIBRARY = fileURLToPath(new URL('../../experiments', import.meta.url));

/** About 200 agents, so that a tick takes a few milliseconds. */
const FEW: Readonly<Record<string, number>> = {
  'population.banks': 4,
  'population.moneyFunds': 3,
  'population.sovereignFunds': 16,
  'population.hedgeFunds': 40,
  'population.retail': 60,
  'population.assetManagers': 40,
  'population.insurers': 30,
};

export type Values = Readonly<Record<string, number | string | boolean>>;

export interface EconomyOptions {
  /** Parameters that differ from the base economy. */
  readonly set?: Values;
  /** Instead of the schedule of the base economy. */
  readonly schedule?: readonly ScheduledChange[];
  readonly seed?: string;
  readonly kinds?: readonly AgentKind[];
  /** False: no news of any sort. */
  readonly news?: boolean;
  readonly attributionEvery?: number;
}

export interface EconomyRun {
  /** Values of a series, tick 1 first. */
  series(name: string): number[];
  last(name: string): number;
  sum(name: string): number;
  readonly events: readonly ModelEvent[];
  readonly attribution: readonly AttributionRow[];
  /** The world after the last tick. */
  readonly world: RunningWorld;
}

function readText(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

const BASE = resolveExperiment(
  { file: `${LIBRARY}/base.yaml`, readFile: readText, library: LIBRARY },
  new Catalogue(parameterDeclarations(AGENT_KINDS), seriesDeclarations(AGENT_KINDS), ASSETS),
).experiment;

/** Parameters changed from the second tick on, or from another. */
export function shock(set: Values, from = 2, until?: number): readonly ScheduledChange[] {
  return [{ from, set, ...(until !== undefined && { until }) }];
}

/** What a run of the base economy with few agents is a function of. */
export function economyConfiguration(ticks: number, options: EconomyOptions = {}): RunConfiguration {
  const base = runConfiguration(BASE, BASE.arms[0], options.seed ?? 'model');
  const quiet: Values = options.news === true ? {} : { 'news.scale': 0 };
  return {
    ...base,
    ticks,
    parameters: { ...base.parameters, ...FEW, ...quiet, ...options.set },
    schedule: options.schedule ?? [],
    record: {
      seriesEvery: 1,
      balanceEvery: ticks,
      attributionEvery: options.attributionEvery ?? ticks,
      series: [],
      events: true,
      eventThreshold: 0,
    },
  };
}

/** The base economy, with few agents, for some ticks. */
export function runEconomy(ticks: number, options: EconomyOptions = {}): EconomyRun {
  const configuration = economyConfiguration(ticks, options);
  const kinds = options.kinds ?? AGENT_KINDS;
  const events: ModelEvent[] = [];
  const attribution: AttributionRow[] = [];
  const rows: Float64Array[] = [];
  let names: readonly string[] = [];
  const sink: RecordSink = {
    ...NO_SINK,
    header: (series) => {
      names = series;
    },
    series: (_tick, _date, values) => rows.push(Float64Array.from(values)),
    attribution: (row) => attribution.push(row),
    event: (event) => events.push(event),
  };
  let world: RunningWorld | undefined;
  const atEnd = (end: RunningWorld): void => {
    world = end;
  };
  simulate(configuration, kinds, sink, { atEnd });
  const series = (name: string): number[] => {
    const position = names.indexOf(name);
    if (position < 0) throw new Error(`no series is named '${name}'`);
    return rows.map((row) => row[position]);
  };
  return {
    series,
    last: (name) => series(name)[rows.length - 1],
    sum: (name) => series(name).reduce((sum, value) => sum + value, 0),
    events,
    attribution,
    world: world as RunningWorld,
  };
}

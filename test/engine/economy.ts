/** The real economy with a small population: resolves the experiments of this repository and keeps what a run records. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { AGENT_KINDS } from '../../agents/index.js';
import type { AgentKind } from '../../src/agent-kind.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import { ASSETS, parameterDeclarations, seriesDeclarations } from '../../src/engine/declarations.js';
import type {
  AttributionRow,
  BalanceRow,
  ContractRow,
  FlowRow,
  RecordSink,
} from '../../src/engine/recording.js';
import type { RunningWorld } from '../../src/engine/running-world.js';
import { type SimulationOptions, type SimulationOutcome, simulate } from '../../src/engine/simulate.js';
import { Catalogue } from '../../src/experiment/catalogue.js';
import { resolveExperiment } from '../../src/experiment/resolve.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import type { ModelEvent } from '../../src/ledger/events.js';
import type { ParameterValue } from '../../src/ledger/parameters.js';

export const ROOT = join(import.meta.dirname, '../..');
const LIBRARY = join(ROOT, 'experiments');

export const PARAMETERS = parameterDeclarations(AGENT_KINDS);
export const SERIES = seriesDeclarations(AGENT_KINDS).map(({ name }) => name);
export const CATALOGUE = new Catalogue(PARAMETERS, seriesDeclarations(AGENT_KINDS), ASSETS);

/** Rows of the kinds that scale, about 200 in all. */
export const SMALL_POPULATION: Readonly<Record<string, number>> = {
  'population.banks': 6,
  'population.moneyFunds': 4,
  'population.sovereignFunds': 10,
  'population.hedgeFunds': 30,
  'population.retail': 90,
  'population.assetManagers': 30,
  'population.insurers': 25,
};

export function resolved(name: string): ResolvedExperiment {
  const file = join(LIBRARY, `${name}.yaml`);
  return resolveExperiment(
    { file, library: LIBRARY, readFile: (path) => readFileSync(path, 'utf8') },
    CATALOGUE,
  ).experiment;
}

export interface Changes extends Partial<Omit<RunConfiguration, 'parameters' | 'record'>> {
  readonly experiment?: string;
  readonly set?: Readonly<Record<string, ParameterValue>>;
  readonly record?: Partial<RunConfiguration['record']>;
}

const cache = new Map<string, ResolvedExperiment>();

/** A run of an experiment (`base` unless said otherwise) with about 200 agents and daily records. */
export function smallConfiguration(changes: Changes = {}): RunConfiguration {
  const { experiment = 'base', set, record, ...rest } = changes;
  let read = cache.get(experiment);
  if (read === undefined) {
    read = resolved(experiment);
    cache.set(experiment, read);
  }
  const whole = runConfiguration(read, read.arms[0], '1');
  return {
    ...whole,
    ticks: 40,
    ...rest,
    parameters: { ...whole.parameters, ...SMALL_POPULATION, ...set },
    record: {
      seriesEvery: 1,
      balanceEvery: 1,
      attributionEvery: 1,
      series: [],
      events: true,
      eventThreshold: 0,
      ...record,
    },
  };
}

/** What a run recorded, in the order of writing. */
export class Kept implements RecordSink {
  names: readonly string[] = [];
  readonly rows: Float64Array[] = [];
  readonly ticks: number[] = [];
  readonly dates: string[] = [];
  readonly balances: BalanceRow[] = [];
  readonly flows: FlowRow[] = [];
  readonly contracts: ContractRow[] = [];
  readonly attributions: AttributionRow[] = [];
  readonly events: ModelEvent[] = [];
  outcome: SimulationOutcome | undefined;

  header(names: readonly string[]): void {
    this.names = [...names];
  }
  series(tick: number, date: string, values: Float64Array): void {
    this.ticks.push(tick);
    this.dates.push(date);
    this.rows.push(Float64Array.from(values));
  }
  balance(row: BalanceRow): void {
    this.balances.push({ ...row });
  }
  flow(row: FlowRow): void {
    this.flows.push({ ...row });
  }
  contract(row: ContractRow): void {
    this.contracts.push({ ...row });
  }
  attribution(row: AttributionRow): void {
    this.attributions.push({ ...row });
  }
  event(event: ModelEvent): void {
    this.events.push({ ...event });
  }

  /** All recorded values of one series. */
  of(name: string): number[] {
    const index = this.names.indexOf(name);
    if (index < 0) throw new Error(`no series is named '${name}'`);
    return this.rows.map((row) => row[index]);
  }

  /** The bytes of all series, for exact comparison. */
  bytes(): Buffer {
    return Buffer.concat(this.rows.map((row) => Buffer.from(row.buffer)));
  }

  /** Sum of a flow's positive legs, $bn, in one instrument or in all. */
  gross(flow: string, instrument?: string): number {
    let total = 0;
    for (const row of this.flows)
      if (row.flow === flow && (instrument === undefined || row.instrument === instrument) && row.amount > 0)
        total += row.amount;
    return total;
  }
}

export function run(
  configuration: RunConfiguration,
  options: SimulationOptions = {},
  kinds: readonly AgentKind[] = AGENT_KINDS,
  watch: Pick<RecordSink, 'watched' | 'watch'> = {},
): Kept {
  const kept = Object.assign(new Kept(), watch);
  kept.outcome = simulate(configuration, kinds, kept, options);
  return kept;
}

/** The world after the last tick. */
export function runToEnd(
  configuration: RunConfiguration,
  options: SimulationOptions = {},
  kinds: readonly AgentKind[] = AGENT_KINDS,
): { kept: Kept; world: RunningWorld } {
  let world: RunningWorld | undefined;
  const kept = run(
    configuration,
    {
      ...options,
      atEnd: (end) => {
        world = end;
      },
    },
    kinds,
  );
  return { kept, world: world as RunningWorld };
}

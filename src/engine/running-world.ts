/**
 * The world of a run with what the engine needs beyond what agents see. Look-ups are methods, not functions made for each
 * world: what has been compiled for one world serves the next.
 */
import type { AgentKind } from '../agent-kind.js';
import type { Columns } from '../ledger/columns.js';
import { type DemandColumns, demandViews } from '../ledger/demand-columns.js';
import type { Events } from '../ledger/events.js';
import { FLOWS } from '../ledger/flows.js';
import { Orders } from '../ledger/orders.js';
import type { Parameters } from '../ledger/parameters.js';
import type { Payments } from '../ledger/payment.js';
import { Scalars } from '../ledger/scalars.js';
import { settled } from '../ledger/shapes.js';
import type { Ledger } from '../ledger/transfer.js';
import type { RowRange, World } from '../ledger/world.js';
import type { Market } from '../market/market.js';
import { rateFromHalfLife, rescaleFraction, TRADING_DAYS_PER_YEAR } from '../maths/half-life.js';
import { type RandomStream, randomStream } from '../maths/random.js';
import type { RunConfiguration } from './configuration.js';
import { INVESTOR_KINDS } from './declarations.js';

/** The engine's own kind: the named account through which trades and payments clear. */
export const CLEARING_KIND = 'clearing';

/** What a world is put together from. */
export interface WorldParts {
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly columns: Columns;
  readonly parameters: Parameters;
  readonly events: Events;
  readonly assets: readonly string[];
  readonly kinds: readonly AgentKind[];
  /** Rows of each kind, the clearing account among them, in row order. */
  readonly ranges: ReadonlyMap<string, RowRange>;
}

/** Idle cash and wealth of each investor kind, $bn. */
const investorSums = settled(() => ({
  idleCash: new Float64Array(INVESTOR_KINDS.length),
  wealth: new Float64Array(INVESTOR_KINDS.length),
}));

const FLOW_INDEXES: ReadonlyMap<string, number> = new Map(FLOWS.map(({ name }, index) => [name, index]));

export class RunningWorld implements World {
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly columns: Columns;
  readonly demand: DemandColumns;
  readonly scalars: Scalars;
  readonly parameters: Parameters;
  readonly orders = new Orders();
  readonly events: Events;
  readonly assets: readonly string[];
  tick = 0;
  readonly ticksPerYear: number;
  readonly dt: number;
  readonly clearingRow: number;
  readonly handles: unknown[] = [];
  readonly scratch: Float64Array;
  readonly kinds: readonly AgentKind[];
  /** The same in the order in which they settle. */
  readonly settling: readonly AgentKind[];
  /** Names of the kinds in row order, the clearing account among them. */
  readonly kindNames: readonly string[];
  /** Purposes of random draws so far, for snapshots of sequential generators. */
  readonly streams = new Map<string, RandomStream>();
  /** At the last marks. */
  readonly investorSums = investorSums();
  /** Set when the books have been opened. */
  market!: Market;
  private readonly ranges: ReadonlyMap<string, RowRange>;
  private readonly instrumentIndexes: ReadonlyMap<string, number>;

  constructor(
    parts: WorldParts,
    private readonly configuration: RunConfiguration,
  ) {
    const { ledger, columns, kinds, ranges } = parts;
    this.ledger = ledger;
    this.payments = parts.payments;
    this.columns = columns;
    this.demand = demandViews((name) => columns.get(name));
    this.scalars = new Scalars(columns.get('scalars'));
    this.parameters = parts.parameters;
    this.events = parts.events;
    this.assets = parts.assets;
    this.ticksPerYear = configuration.ticksPerYear;
    this.dt = 1 / configuration.ticksPerYear;
    this.scratch = ledger.scratch.rows;
    this.kinds = kinds;
    this.settling = inSettlingOrder(kinds);
    this.kindNames = [...ranges.keys()];
    this.ranges = ranges;
    this.instrumentIndexes = new Map(ledger.instruments.map(({ name }, index) => [name, index]));
    this.clearingRow = this.rowsOf(CLEARING_KIND).first;
  }

  hasKind(kind: string): boolean {
    return this.ranges.has(kind);
  }

  rowsOf(kind: string): RowRange {
    const range = this.ranges.get(kind);
    if (range === undefined) throw new Error(`no kind is named '${kind}'`);
    return range;
  }

  rowOf(kind: string): number {
    return this.rowsOf(kind).first;
  }

  instrument(name: string): number {
    const index = this.instrumentIndexes.get(name);
    if (index === undefined) throw new Error(`no instrument is named '${name}'`);
    return index;
  }

  flow(name: string): number {
    const index = FLOW_INDEXES.get(name);
    if (index === undefined) throw new Error(`no flow is named '${name}'`);
    return index;
  }

  random(purpose: string): RandomStream {
    let stream = this.streams.get(purpose);
    if (stream === undefined) {
      stream = randomStream(this.configuration.generator, this.configuration.seed, purpose);
      this.streams.set(purpose, stream);
    }
    return stream;
  }

  column(name: string): Float64Array {
    return this.columns.get(name);
  }

  speed(halfLifeDays: number): number {
    return rateFromHalfLife(halfLifeDays, this.ticksPerYear);
  }

  perTick(dailyShare: number): number {
    return rescaleFraction(dailyShare, this.ticksPerYear);
  }

  ticks(days: number): number {
    return Math.max(1, Math.round((days * this.ticksPerYear) / TRADING_DAYS_PER_YEAR));
  }
}

/** A world without its market. */
export type EmptyWorld = Omit<RunningWorld, 'market'>;

/** Kinds that settle last, in this order: they take over what was issued at the clearing account. */
const TAKES_OVER: readonly string[] = ['moneyFunds', 'banks'];

function inSettlingOrder(kinds: readonly AgentKind[]): AgentKind[] {
  const last = TAKES_OVER.flatMap((name) => kinds.filter((kind) => kind.name === name));
  return [...kinds.filter((kind) => !last.includes(kind)), ...last];
}

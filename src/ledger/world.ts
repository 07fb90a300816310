/**
 * What agents see and act on: rows by kind, books, payments, demand columns, parameters, orders, events and
 * keyed random draws. It holds no hidden state: all that lasts from tick to tick is in `columns`.
 */
import type { RandomStream } from '../maths/random.js';
import type { Columns } from './columns.js';
import type { DemandColumns } from './demand-columns.js';
import type { Events } from './events.js';
import type { Orders } from './orders.js';
import type { Parameters } from './parameters.js';
import type { Payments } from './payment.js';
import type { Scalars } from './scalars.js';
import type { Ledger } from './transfer.js';

export interface RowRange {
  readonly first: number;
  /** One past the last row. */
  readonly last: number;
  readonly count: number;
}

export interface World {
  readonly ledger: Ledger;
  readonly payments: Payments;
  readonly columns: Columns;
  readonly demand: DemandColumns;
  readonly scalars: Scalars;
  readonly parameters: Parameters;
  readonly orders: Orders;
  readonly events: Events;
  /** Names of the cleared assets, in the order of every asset column. */
  readonly assets: readonly string[];
  /** Current tick; 0 is the opening. */
  readonly tick: number;
  readonly ticksPerYear: number;
  /** Years in a tick. */
  readonly dt: number;
  /** Row that clears trades and payments (the named clearing account). */
  readonly clearingRow: number;
  /** What code has looked up in this world, see handles.ts. */
  readonly handles: unknown[];
  /** A scratch column of one entry a row, free between two calls. */
  readonly scratch: Float64Array;
  /** Whether the world has rows of a kind. */
  hasKind(kind: string): boolean;
  rowsOf(kind: string): RowRange;
  /** The only row of a kind that has one. */
  rowOf(kind: string): number;
  /** Index of a cleared asset or instrument by name. */
  instrument(name: string): number;
  flow(name: string): number;
  /** Draws keyed by (seed, purpose, agent, tick). */
  random(purpose: string): RandomStream;
  /** A column declared by a kind. */
  column(name: string): Float64Array;
  /** Speed per tick from a half-life in trading days. */
  speed(halfLifeDays: number): number;
  /** A same-day share rescaled to the length of a tick: 1 - (1 - x)^(252 / ticksPerYear). */
  perTick(dailyShare: number): number;
  /** Ticks in a number of trading days, at least 1. */
  ticks(days: number): number;
}

/** Where a run writes what happened; implemented by the runner (files) and by tests (arrays). */
import type { ContractEdge } from '../ledger/contract-graph.js';
import type { ModelEvent } from '../ledger/events.js';

export interface BalanceRow {
  readonly tick: number;
  readonly kind: string;
  readonly instrument: string;
  /** All in $bn: value at the last balance, value of postings since, change of value of what was held, value now. */
  readonly opening: number;
  readonly postings: number;
  readonly revaluation: number;
  readonly closing: number;
}

export interface FlowRow {
  readonly tick: number;
  readonly flow: string;
  readonly kind: string;
  readonly instrument: string;
  /** $bn since the last balance; positive: received. */
  readonly amount: number;
}

/** A contract at a balance. */
export interface ContractRow extends ContractEdge {
  readonly tick: number;
}

export interface AttributionRow {
  /** Last tick of the sum. */
  readonly tick: number;
  readonly asset: string;
  /** Kind whose demand changed, or 'all' for the remainder. */
  readonly kind: string;
  /** Cause, or 'remainder'. */
  readonly cause: string;
  /** Sum of log-price changes. */
  readonly lnPrice: number;
}

export interface RecordSink {
  /** Series whose values `watch` gets in every tick, whatever is recorded. */
  readonly watched?: readonly string[];
  /** Values of `watched` in a tick; the array is reused: copy what you keep. */
  watch?(tick: number, values: Float64Array): void;
  /** Called once, before the first tick. */
  header(series: readonly string[]): void;
  /** Values in the order of the header; the array is reused: copy what you keep. */
  series(tick: number, date: string, values: Float64Array): void;
  balance(row: BalanceRow): void;
  flow(row: FlowRow): void;
  /** Who owes whom what under contract. */
  contract(row: ContractRow): void;
  attribution(row: AttributionRow): void;
  event(event: ModelEvent, date: string): void;
}

/**
 * The only writer of positions: every posting has two legs.
 *
 * `transfer` moves units from one row to another; `transferColumn` does so for a run of rows against one
 * counterparty; `accrueColumn` moves money in proportion to signed positions (a coupon: holders get, issuers pay).
 * Postings are accumulated by kind apart from the positions themselves, so that `invariants.ts` can compare
 * two independent counts.
 */
import { FLOWS } from './flows.js';
import type { InstrumentDeclaration } from './instruments.js';

/** How a row holds money: as deposits, or with the central bank. */
export type MoneyAccount = 'deposits' | 'reserves' | 'treasuryAccount' | 'centralBank';

export interface Posting {
  readonly tick: number;
  readonly from: number;
  readonly to: number;
  readonly instrument: number;
  readonly amount: number;
  readonly flow: number;
}

export interface LedgerLayout {
  readonly rows: number;
  readonly instruments: readonly InstrumentDeclaration[];
  /** First row of each kind; kinds are contiguous and in order; the last entry is `rows`. */
  readonly kindStart: readonly number[];
}

const FLOW_COUNT = FLOWS.length;

/** The rows of a block: a function of its own, for a long loop is compiled well only when it is called often. */
function addBlock(
  units: Float64Array,
  width: number,
  first: number,
  last: number,
  dollars: Float64Array,
  values: Float64Array,
  sums: Float64Array,
): void {
  const count = values.length;
  for (let row = first, from = first * count; row < last; row++, from += count) {
    const book = row * width;
    for (let i = 0; i < count; i++) {
      const amount = dollars[from + i] / values[i];
      units[book + i] += amount;
      sums[i] += amount;
    }
  }
}

export class Ledger {
  readonly rows: number;
  readonly width: number;
  readonly kinds: number;
  readonly instruments: readonly InstrumentDeclaration[];
  /** Signed units, `[row × instrument]`. */
  readonly units: Float64Array;
  /** Value of a unit, `[instrument]`, $bn. */
  readonly unitValue: Float64Array;
  /** Kind of each row. */
  readonly kindOf: Uint8Array;
  readonly kindStart: readonly number[];
  /** Units posted since the start, `[kind × instrument]`, counted from the postings alone. */
  readonly postedUnits: Float64Array;
  /** Value posted in this tick, `[flow × kind × instrument]`, $bn at the value of the transaction. */
  readonly tickFlows: Float64Array;
  /** Units of outside assets put into the world so far, `[instrument]`. */
  readonly outsideUnits: Float64Array;
  journal: Posting[] | undefined;
  tick = 0;

  constructor(
    layout: LedgerLayout,
    storage: {
      units: Float64Array;
      unitValue: Float64Array;
      postedUnits: Float64Array;
      tickFlows: Float64Array;
      outsideUnits: Float64Array;
    },
  ) {
    this.rows = layout.rows;
    this.instruments = layout.instruments;
    this.width = layout.instruments.length;
    this.kindStart = layout.kindStart;
    this.kinds = layout.kindStart.length - 1;
    this.units = storage.units;
    this.unitValue = storage.unitValue;
    this.postedUnits = storage.postedUnits;
    this.tickFlows = storage.tickFlows;
    this.outsideUnits = storage.outsideUnits;
    this.kindOf = new Uint8Array(layout.rows);
    for (let kind = 0; kind < this.kinds; kind++)
      this.kindOf.fill(kind, layout.kindStart[kind], layout.kindStart[kind + 1]);
  }

  /** Units of `instrument` at `row`; negative if the row owes it. */
  position(row: number, instrument: number): number {
    return this.units[row * this.width + instrument];
  }

  /**
   * Moves `amount` units of `instrument` from one row to another; a negative amount moves them back.
   * `value` is the value of a unit in this transaction, by default the instrument's.
   */
  transfer(
    from: number,
    to: number,
    instrument: number,
    amount: number,
    flow: number,
    value: number = this.unitValue[instrument],
  ): void {
    if (amount === 0) return;
    const width = this.width;
    this.units[from * width + instrument] -= amount;
    this.units[to * width + instrument] += amount;
    this.post(this.kindOf[from], instrument, -amount, flow, value);
    this.post(this.kindOf[to], instrument, amount, flow, value);
    if (this.journal !== undefined)
      this.journal.push({ tick: this.tick, from, to, instrument, amount, flow });
  }

  /**
   * Column form of `transfer`: row r of `[first, last)` receives `amounts[r]` units from `counterparty`
   * (gives, if negative). Rows may be of several kinds.
   */
  transferColumn(
    counterparty: number,
    first: number,
    last: number,
    instrument: number,
    amounts: Float64Array,
    flow: number,
    value: number = this.unitValue[instrument],
  ): number {
    const { width, units, journal } = this;
    let total = 0;
    let row = first;
    while (row < last) {
      const kind = this.kindOf[row];
      const end = Math.min(last, this.kindStart[kind + 1]);
      let sum = 0;
      for (; row < end; row++) {
        const amount = amounts[row];
        units[row * width + instrument] += amount;
        sum += amount;
        if (journal !== undefined && amount !== 0)
          journal.push({ tick: this.tick, from: counterparty, to: row, instrument, amount, flow });
      }
      this.post(kind, instrument, sum, flow, value);
      total += sum;
    }
    units[counterparty * width + instrument] -= total;
    this.post(this.kindOf[counterparty], instrument, -total, flow, value);
    return total;
  }

  /**
   * Block form of `transfer`: row r of `[first, last)` buys units of instrument i for `dollars[r * values.length + i]`
   * from `counterparty` (sells, if negative), for the first instruments, at `values` each.
   */
  transferBlock(
    counterparty: number,
    first: number,
    last: number,
    dollars: Float64Array,
    flow: number,
    values: Float64Array,
  ): void {
    const { width, units, kindStart, journal } = this;
    const count = values.length;
    const sums = new Float64Array(count);
    const total = new Float64Array(count);
    let row = first;
    while (row < last) {
      const kind = this.kindOf[row];
      const end = Math.min(last, kindStart[kind + 1]);
      sums.fill(0);
      addBlock(units, width, row, end, dollars, values, sums);
      if (journal !== undefined)
        for (let at = row * count; at < end * count; at++) {
          const instrument = at % count;
          const to = (at - instrument) / count;
          const amount = dollars[at] / values[instrument];
          if (amount !== 0)
            journal.push({ tick: this.tick, from: counterparty, to, instrument, amount, flow });
        }
      row = end;
      for (let i = 0; i < count; i++) {
        this.post(kind, i, sums[i], flow, values[i]);
        total[i] += sums[i];
      }
    }
    for (let i = 0; i < count; i++) {
      units[counterparty * width + i] -= total[i];
      this.post(this.kindOf[counterparty], i, -total[i], flow, values[i]);
    }
  }

  /** Puts units of an outside asset into the world: the only posting with one leg. */
  endowOutside(row: number, instrument: number, amount: number): void {
    if (!this.instruments[instrument].outside)
      throw new Error(`${this.instruments[instrument].name} is not an outside asset`);
    this.units[row * this.width + instrument] += amount;
    this.outsideUnits[instrument] += amount;
    this.postedUnits[this.kindOf[row] * this.width + instrument] += amount;
  }

  private post(kind: number, instrument: number, amount: number, flow: number, value: number): void {
    this.postedUnits[kind * this.width + instrument] += amount;
    this.tickFlows[(flow * this.kinds + kind) * this.width + instrument] += amount * value;
  }

  static storageSizes(layout: LedgerLayout): {
    units: number;
    unitValue: number;
    postedUnits: number;
    tickFlows: number;
    outsideUnits: number;
  } {
    const width = layout.instruments.length;
    const kinds = layout.kindStart.length - 1;
    return {
      units: layout.rows * width,
      unitValue: width,
      postedUnits: kinds * width,
      tickFlows: FLOW_COUNT * kinds * width,
      outsideUnits: width,
    };
  }
}

/**
 * The only writer of positions: every posting has two legs.
 *
 * `transfer` moves units from one row to another; `transferColumn` and `transferBlock` do so for a run of rows against one
 * counterparty, `rollColumn` rolls over a maturing instrument, `squareCash` settles cash accounts against the clearing account.
 * Their long loops are passes (`book-passes.ts`), in TypeScript or in WebAssembly, which tests compare to the bit; nobody else
 * may call a pass that writes (test/architecture.test.ts).
 * Postings are accumulated by kind apart from the positions themselves, so that `invariants.ts` can compare
 * two independent counts.
 */
import { type BookPasses, type CashRule, MOST_COLUMNS, TYPESCRIPT_PASSES } from './book-passes.js';
import { type InstrumentDeclaration, type InstrumentPlaces, instrumentPlaces } from './instruments.js';
import { type FlowStorage, flowStorageSizes, TransactionFlows } from './transaction-flows.js';

/** How a row holds money: as deposits, or with the central bank. */
export type MoneyAccount = 'deposits' | 'reserves' | 'treasuryAccount' | 'centralBank';

export interface Posting {
  readonly tick: number;
  readonly from: number;
  readonly to: number;
  readonly instrument: number;
  readonly amount: number;
  readonly flow: number;
  /** Value of a unit in the transaction, $bn. */
  readonly value: number;
}

export interface LedgerLayout {
  readonly rows: number;
  readonly instruments: readonly InstrumentDeclaration[];
  /** First row of each kind; kinds are contiguous and in order; the last entry is `rows`. */
  readonly kindStart: readonly number[];
}

/** Who passes over the books, and the memory that it can reach. */
export interface LedgerKernel {
  readonly passes: BookPasses;
  allocate(length: number): Float64Array;
}

const TYPESCRIPT_LEDGER: LedgerKernel = {
  passes: TYPESCRIPT_PASSES,
  allocate: (length) => new Float64Array(length),
};

/** Scratch of the passes over the books: nothing in it survives a step of a tick. */
export interface LedgerScratch {
  /** One number a row. */
  readonly rows: Float64Array;
  /** What each row earns, `[flow of income × row]`. */
  readonly earned: Float64Array;
  /** See `BookPasses.scan`. */
  readonly scanned: Float64Array;
  /** Prices and sums of a block of purchases. */
  readonly prices: Float64Array;
  readonly sums: Float64Array;
  /** Sums of columns that are moved at once, `[kind × column]`. */
  readonly columnSums: Float64Array;
  /** Row after the last one of each kind, and what the rows of a kind receive in all. */
  readonly kindEnds: Float64Array;
  readonly kindSums: Float64Array;
  readonly otherKindSums: Float64Array;
}

/** Flows in which income is paid, at most. */
export const INCOME_FLOW_COUNT = MOST_COLUMNS;

function scratchLengths(rows: number, kinds: number, width: number): Record<keyof LedgerScratch, number> {
  const byKind = { kindEnds: kinds, kindSums: kinds, otherKindSums: kinds };
  return {
    rows,
    earned: INCOME_FLOW_COUNT * rows,
    scanned: 3 * width,
    prices: width,
    sums: width,
    columnSums: kinds * MOST_COLUMNS,
    ...byKind,
  };
}

/** Numbers and arrays that a ledger of this shape allocates for scratch. */
export function ledgerScratchSize(
  rows: number,
  kinds: number,
  width: number,
): { length: number; arrays: number } {
  const lengths = Object.values(scratchLengths(rows, kinds, width));
  return { length: lengths.reduce((sum, length) => sum + length, 0), arrays: lengths.length };
}

function ledgerScratch(
  { rows, kindStart, instruments }: LedgerLayout,
  { allocate }: LedgerKernel,
): LedgerScratch {
  const lengths = scratchLengths(rows, kindStart.length - 1, instruments.length);
  const kindEnds = allocate(lengths.kindEnds);
  kindEnds.set(kindStart.slice(1));
  return {
    rows: allocate(lengths.rows),
    earned: allocate(lengths.earned),
    scanned: allocate(lengths.scanned),
    prices: allocate(lengths.prices),
    sums: allocate(lengths.sums),
    columnSums: allocate(lengths.columnSums),
    kindEnds,
    kindSums: allocate(lengths.kindSums),
    otherKindSums: allocate(lengths.otherKindSums),
  };
}

/** The numbers of a ledger, columns of the state. */
export interface LedgerStorage extends FlowStorage {
  readonly units: Float64Array;
  readonly unitValue: Float64Array;
  readonly postedUnits: Float64Array;
  readonly outsideUnits: Float64Array;
}

export class Ledger {
  readonly rows: number;
  readonly width: number;
  readonly kinds: number;
  readonly instruments: readonly InstrumentDeclaration[];
  /** Index of each instrument by name. */
  readonly at: InstrumentPlaces;
  /** Signed units, `[row × instrument]`. */
  readonly units: Float64Array;
  /** Value of a unit, `[instrument]`, $bn. */
  readonly unitValue: Float64Array;
  /** Kind of each row. */
  readonly kindOf: Uint8Array;
  readonly kindStart: readonly number[];
  /** Units posted since the start, `[kind × instrument]`, counted from the postings alone. */
  readonly postedUnits: Float64Array;
  /** The same at the start of the tick. */
  readonly postedBefore: Float64Array;
  /** Value posted in this tick. */
  readonly flows: TransactionFlows;
  /** Units of outside assets put into the world so far, `[instrument]`. */
  readonly outsideUnits: Float64Array;
  readonly passes: BookPasses;
  readonly scratch: LedgerScratch;
  journal: Posting[] | undefined;
  tick = 0;

  constructor(layout: LedgerLayout, storage: LedgerStorage, kernel: LedgerKernel = TYPESCRIPT_LEDGER) {
    this.passes = kernel.passes;
    this.scratch = ledgerScratch(layout, kernel);
    this.rows = layout.rows;
    this.instruments = layout.instruments;
    this.at = instrumentPlaces(layout.instruments);
    this.width = layout.instruments.length;
    this.kindStart = layout.kindStart;
    this.kinds = layout.kindStart.length - 1;
    this.units = storage.units;
    this.unitValue = storage.unitValue;
    this.postedUnits = storage.postedUnits;
    this.flows = new TransactionFlows(this.kinds, this.width, storage);
    this.outsideUnits = storage.outsideUnits;
    this.postedBefore = new Float64Array(storage.postedUnits.length);
    this.kindOf = new Uint8Array(layout.rows);
    for (let kind = 0; kind < this.kinds; kind++)
      this.kindOf.fill(kind, layout.kindStart[kind], layout.kindStart[kind + 1]);
  }

  /** Begins to count the postings of a tick. */
  beginTick(): void {
    this.flows.clear();
    this.postedBefore.set(this.postedUnits);
  }

  /** Units of an instrument posted to a kind in this tick. */
  postedInTick(kind: number, instrument: number): number {
    const at = kind * this.width + instrument;
    return this.postedUnits[at] - this.postedBefore[at];
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
      this.journal.push({ tick: this.tick, from, to, instrument, amount, flow, value });
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
    const { kindEnds, kindSums } = this.scratch;
    this.passes.move(units, width, instrument, amounts, first, last, kindEnds, kindSums);
    const total = this.postKinds(first, last, instrument, kindSums, flow, value);
    if (journal !== undefined)
      for (let to = first; to < last; to++)
        if (amounts[to] !== 0)
          journal.push({
            tick: this.tick,
            from: counterparty,
            to,
            instrument,
            amount: amounts[to],
            flow,
            value,
          });
    units[counterparty * width + instrument] -= total;
    this.post(this.kindOf[counterparty], instrument, -total, flow, value);
    return total;
  }

  /**
   * `transferColumn` of several columns to all rows of some kinds, the k-th under `flows[k]`: what each kind receives is posted
   * column after column, as if they were transferred one after the other. Keeps no journal.
   *
   * @param columns at most `MOST_COLUMNS`
   * @param kinds not that of the counterparty
   * @param others called where other kinds take their turn
   */
  transferColumns(
    counterparty: number,
    instrument: number,
    columns: readonly Float64Array[],
    flows: readonly number[],
    kinds: readonly boolean[],
    others: (kind: number, column: number) => void,
  ): void {
    const { units, width, kindStart, unitValue } = this;
    const { columnSums } = this.scratch;
    const count = columns.length;
    for (let kind = 0; kind < this.kinds; kind++) {
      const sums = columnSums.subarray(kind * count, (kind + 1) * count);
      const [first, last] = [kindStart[kind], kindStart[kind + 1]];
      if (kinds[kind]) this.passes.moveColumns(units, width, instrument, columns, first, last, sums);
    }
    const at = counterparty * width + instrument;
    const value = unitValue[instrument];
    for (let column = 0; column < count; column++)
      for (let kind = 0; kind < this.kinds; kind++) {
        if (kindStart[kind] === kindStart[kind + 1]) continue;
        if (!kinds[kind]) {
          others(kind, column);
          continue;
        }
        const total = columnSums[kind * count + column];
        this.post(kind, instrument, total, flows[column], value);
        units[at] -= total;
        this.post(this.kindOf[counterparty], instrument, -total, flows[column], value);
      }
  }

  /**
   * Two transfers of a column in one: each row receives `share` of its units at a value of 1 each, and gives as much value
   * at `price`; it gives first and then receives, if the share is negative. Keeps no journal.
   */
  rollColumn(counterparty: number, instrument: number, share: number, price: number, flow: number): void {
    const { width, units, rows, kindOf } = this;
    const { kindEnds, kindSums, otherKindSums } = this.scratch;
    const at = counterparty * width + instrument;
    const held = units[at];
    this.passes.roll(units, width, instrument, share, -price, kindEnds, kindSums, otherKindSums);
    const total = this.postKinds(0, rows, instrument, kindSums, flow, 1);
    this.post(kindOf[counterparty], instrument, -total, flow, 1);
    const otherTotal = this.postKinds(0, rows, instrument, otherKindSums, flow, price);
    this.post(kindOf[counterparty], instrument, -otherTotal, flow, price);
    // As a row the counterparty takes part in both; between them it has served the first.
    units[at] = held + share * held - total + (share * held) / -price - otherTotal;
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
    const prices = this.scratch.prices.subarray(0, count);
    const sums = this.scratch.sums.subarray(0, count);
    const total = new Float64Array(count);
    prices.set(values);
    let row = first;
    while (row < last) {
      const kind = this.kindOf[row];
      const end = Math.min(last, kindStart[kind + 1]);
      sums.fill(0);
      this.passes.buy(units, width, row, end, dollars, prices, sums);
      if (journal !== undefined)
        for (let at = row * count; at < end * count; at++) {
          const instrument = at % count;
          const to = (at - instrument) / count;
          const amount = dollars[at] / values[instrument];
          if (amount !== 0)
            journal.push({
              tick: this.tick,
              from: counterparty,
              to,
              instrument,
              amount,
              flow,
              value: values[instrument],
            });
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

  /**
   * Squares the cash accounts of rows as `rule` says, in one pass; returns the first row that draws or repays an overdraft, which
   * is the caller's, or `last`. Keeps no journal.
   */
  squareCash(rule: CashRule, first: number, last: number): number {
    const { units, width, postedUnits, flows } = this;
    return this.passes.squareCash(units, width, postedUnits, flows.values, rule, first, last);
  }

  /** Puts units of an outside asset into the world: the only posting with one leg. */
  endowOutside(row: number, instrument: number, amount: number): void {
    if (!this.instruments[instrument].outside)
      throw new Error(`${this.instruments[instrument].name} is not an outside asset`);
    this.units[row * this.width + instrument] += amount;
    this.outsideUnits[instrument] += amount;
    this.postedUnits[this.kindOf[row] * this.width + instrument] += amount;
  }

  /** Posts what the kinds of rows `[first, last)` receive; returns the sum. */
  private postKinds(
    first: number,
    last: number,
    instrument: number,
    sums: Float64Array,
    flow: number,
    value: number,
  ): number {
    const { kindOf, kindStart } = this;
    let total = 0;
    for (let kind = kindOf[first]; first < last && kind <= kindOf[last - 1]; kind++) {
      if (kindStart[kind] === kindStart[kind + 1]) continue;
      this.post(kind, instrument, sums[kind], flow, value);
      total += sums[kind];
    }
    return total;
  }

  private post(kind: number, instrument: number, amount: number, flow: number, value: number): void {
    this.postedUnits[kind * this.width + instrument] += amount;
    this.flows.add(flow, kind, instrument, amount * value);
  }

  static storageSizes(layout: LedgerLayout): Record<keyof LedgerStorage, number> {
    const width = layout.instruments.length;
    const kinds = layout.kindStart.length - 1;
    return {
      units: layout.rows * width,
      unitValue: width,
      postedUnits: kinds * width,
      outsideUnits: width,
      ...flowStorageSizes(kinds, width),
    };
  }
}

/** The WebAssembly form of the passes over the books (assembly/book-passes.ts); arrays elsewhere are left to TypeScript. */
import {
  type BookPasses,
  type CashRule,
  type EarningList,
  MOST_COLUMNS,
  TYPESCRIPT_PASSES,
} from '../ledger/book-passes.js';
import { settled } from '../ledger/shapes.js';
import type { Allocate } from './workspace.js';

const BYTES = 8;
/** Arrays whose memory is known, a power of two, and what stands there before. */
const KNOWN = 64;
const NONE = new Float64Array(0);
/** Most instruments that earn something, and most flows in which they do; the kernel has room for so many. */
const EARNINGS = 128;
const FLOWS = 8;
/** Numbers of the transfers that square cash. */
const CASH_TRANSFERS = 4 * 6;
/** What these passes allocate. */
export const PASS_NUMBERS = 2 * EARNINGS + FLOWS + CASH_TRANSFERS;
export const PASS_ARRAYS = 4;

export interface PassExports {
  move(
    position: number,
    width: number,
    amounts: number,
    first: number,
    last: number,
    ends: number,
    sums: number,
  ): void;
  moveColumns(
    position: number,
    width: number,
    rows: number,
    count: number,
    ...columnsAndSums: number[]
  ): void;
  take(position: number, width: number, share: number, out: number, count: number): void;
  hold(position: number, width: number, out: number, count: number): number;
  held(position: number, width: number, rows: number, before: number): number;
  holdColumns(width: number, rows: number, count: number, ...positionsAndColumnsAndSums: number[]): void;
  scale(values: number, factor: number, count: number): void;
  roll(
    position: number,
    width: number,
    share: number,
    divisor: number,
    ends: number,
    kinds: number,
    sums: number,
    dividedSums: number,
  ): void;
  divide(values: number, divisor: number, count: number): void;
  buy(
    position: number,
    width: number,
    rows: number,
    dollars: number,
    values: number,
    sums: number,
    count: number,
  ): void;
  spend(dollars: number, count: number, received: number, rows: number): void;
  scan(position: number, width: number, rows: number, out: number): void;
  earn(
    book: number,
    width: number,
    rows: number,
    instruments: number,
    rates: number,
    ends: number,
    flows: number,
    earned: number,
    income: number,
  ): void;
  add(sums: number, values: number, count: number): void;
  sumFour(
    position: number,
    width: number,
    rows: number,
    a: number,
    b: number,
    c: number,
    d: number,
    out: number,
  ): void;
  squareCash(
    book: number,
    width: number,
    form: number,
    count: number,
    moneyFundShare: number,
    deposits: number,
    shares: number,
    funding: number,
    overdraft: number,
    counted: number,
  ): number;
}

/** Address of an entry. */
function place(array: Float64Array, entry: number): number {
  return array.byteOffset + BYTES * entry;
}

/** The passes among all that the kernel exports, in an object from which they are read fast. */
const passesOf = settled(
  ({
    move,
    moveColumns,
    take,
    hold,
    held,
    holdColumns,
    scale,
    roll,
    divide,
    buy,
    spend,
    scan,
    earn,
    add,
    sumFour,
    squareCash,
  }: PassExports): PassExports => ({
    move,
    moveColumns,
    take,
    hold,
    held,
    holdColumns,
    scale,
    roll,
    divide,
    buy,
    spend,
    scan,
    earn,
    add,
    sumFour,
    squareCash,
  }),
);

const wholeBuyOf = settled((kernel: PassExports) => {
  const [name, buy] = Object.entries(kernel).find(([each]) => /^buy\d+$/.test(each)) ?? ['buy0', kernel.buy];
  return { count: Number(name.slice('buy'.length)), buy: buy as PassExports['buy'] };
});

/** A class, not closures made for each world: what has been compiled for one world serves the next. */
export class WebAssemblyPasses implements BookPasses {
  private readonly instruments: Float64Array;
  private readonly rates: Float64Array;
  private readonly ends: Float64Array;
  private readonly cashTransfers: Float64Array;

  private readonly kernel: PassExports;
  private readonly known: Float64Array[] = new Array(KNOWN).fill(NONE);
  /** `buy` for the number of instruments for which it is written out. */
  private readonly wholeBuy: ReturnType<typeof wholeBuyOf>;

  /** @param buffer the memory that the kernel reaches */
  constructor(
    kernel: PassExports,
    private readonly buffer: ArrayBuffer,
    allocate: Allocate,
  ) {
    this.kernel = passesOf(kernel);
    this.wholeBuy = wholeBuyOf(kernel);
    this.instruments = allocate(EARNINGS);
    this.rates = allocate(EARNINGS);
    this.ends = allocate(FLOWS);
    this.cashTransfers = allocate(CASH_TRANSFERS);
  }

  move(
    units: Float64Array,
    width: number,
    instrument: number,
    amounts: Float64Array,
    first: number,
    last: number,
    ends: Float64Array,
    sums: Float64Array,
  ): void {
    if (!(this.isHere(units) && this.isHere(amounts) && this.isHere(ends) && this.isHere(sums))) {
      TYPESCRIPT_PASSES.move(units, width, instrument, amounts, first, last, ends, sums);
      return;
    }
    const position = place(units, first * width + instrument);
    const from = place(amounts, first);
    this.kernel.move(position, BYTES * width, from, first, last, ends.byteOffset, sums.byteOffset);
  }

  moveColumns(
    units: Float64Array,
    width: number,
    instrument: number,
    columns: readonly Float64Array[],
    first: number,
    last: number,
    sums: Float64Array,
  ): void {
    if (!this.takes(columns, units, sums)) {
      TYPESCRIPT_PASSES.moveColumns(units, width, instrument, columns, first, last, sums);
      return;
    }
    const position = place(units, first * width + instrument);
    const at = (k: number): number => (k < columns.length ? place(columns[k], first) : 0);
    this.kernel.moveColumns(
      position,
      BYTES * width,
      last - first,
      columns.length,
      at(0),
      at(1),
      at(2),
      at(3),
      at(4),
      sums.byteOffset,
    );
  }

  take(units: Float64Array, width: number, instrument: number, share: number, out: Float64Array): void {
    if (!this.isHere(units) || !this.isHere(out))
      TYPESCRIPT_PASSES.take(units, width, instrument, share, out);
    else this.kernel.take(place(units, instrument), BYTES * width, share, out.byteOffset, out.length);
  }

  hold(units: Float64Array, width: number, instrument: number, out: Float64Array): number {
    if (!this.isHere(units) || !this.isHere(out))
      return TYPESCRIPT_PASSES.hold(units, width, instrument, out);
    return this.kernel.hold(place(units, instrument), BYTES * width, out.byteOffset, out.length);
  }

  held(
    units: Float64Array,
    width: number,
    instrument: number,
    first: number,
    last: number,
    before: number,
  ): number {
    if (!this.isHere(units)) return TYPESCRIPT_PASSES.held(units, width, instrument, first, last, before);
    return this.kernel.held(place(units, first * width + instrument), BYTES * width, last - first, before);
  }

  holdColumns(
    units: Float64Array,
    width: number,
    instruments: readonly number[],
    out: readonly Float64Array[],
    sums: Float64Array,
  ): void {
    if (!this.takes(out, units, sums)) {
      TYPESCRIPT_PASSES.holdColumns(units, width, instruments, out, sums);
      return;
    }
    const places = Array.from({ length: MOST_COLUMNS }, (_, k) =>
      k < out.length ? place(units, instruments[k]) : 0,
    );
    const columns = Array.from({ length: MOST_COLUMNS }, (_, k) => (k < out.length ? out[k].byteOffset : 0));
    const rows = out[0].length;
    this.kernel.holdColumns(BYTES * width, rows, out.length, ...places, ...columns, sums.byteOffset);
  }

  /** Whether the kernel takes so many columns at once, and reaches them and other arrays. */
  private takes(columns: readonly Float64Array[], ...others: readonly Float64Array[]): boolean {
    return (
      columns.length > 0 &&
      columns.length <= MOST_COLUMNS &&
      columns.every((column) => this.isHere(column)) &&
      others.every((array) => this.isHere(array))
    );
  }

  scale(values: Float64Array, factor: number): void {
    if (!this.isHere(values)) TYPESCRIPT_PASSES.scale(values, factor);
    else this.kernel.scale(values.byteOffset, factor, values.length);
  }

  roll(
    units: Float64Array,
    width: number,
    instrument: number,
    share: number,
    divisor: number,
    ends: Float64Array,
    sums: Float64Array,
    dividedSums: Float64Array,
  ): void {
    if (![units, ends, sums, dividedSums].every((array) => this.isHere(array))) {
      TYPESCRIPT_PASSES.roll(units, width, instrument, share, divisor, ends, sums, dividedSums);
      return;
    }
    const position = place(units, instrument);
    const [last, to, dividedTo] = [ends.byteOffset, sums.byteOffset, dividedSums.byteOffset];
    this.kernel.roll(position, BYTES * width, share, divisor, last, ends.length, to, dividedTo);
  }

  divide(values: Float64Array, divisor: number): void {
    if (!this.isHere(values)) TYPESCRIPT_PASSES.divide(values, divisor);
    else this.kernel.divide(values.byteOffset, divisor, values.length);
  }

  buy(
    units: Float64Array,
    width: number,
    first: number,
    last: number,
    dollars: Float64Array,
    values: Float64Array,
    sums: Float64Array,
  ): void {
    if (!(this.isHere(units) && this.isHere(dollars) && this.isHere(values) && this.isHere(sums))) {
      TYPESCRIPT_PASSES.buy(units, width, first, last, dollars, values, sums);
      return;
    }
    const count = values.length;
    const position = place(units, first * width);
    const from = place(dollars, first * count);
    const { buy } = this.wholeBuy.count === count ? this.wholeBuy : this.kernel;
    buy(position, BYTES * width, last - first, from, values.byteOffset, sums.byteOffset, count);
  }

  spend(dollars: Float64Array, count: number, received: Float64Array, first: number, last: number): void {
    if (!this.isHere(dollars) || !this.isHere(received))
      TYPESCRIPT_PASSES.spend(dollars, count, received, first, last);
    else this.kernel.spend(place(dollars, first * count), count, place(received, first), last - first);
  }

  scan(units: Float64Array, width: number, first: number, last: number, out: Float64Array): void {
    if (!this.isHere(units) || !this.isHere(out)) TYPESCRIPT_PASSES.scan(units, width, first, last, out);
    else this.kernel.scan(place(units, first * width), BYTES * width, last - first, out.byteOffset);
  }

  earn(
    units: Float64Array,
    width: number,
    lists: readonly EarningList[],
    earned: Float64Array,
    income: Float64Array,
  ): void {
    if (!(this.isHere(units) && this.isHere(earned) && this.isHere(income)) || !fits(lists)) {
      TYPESCRIPT_PASSES.earn(units, width, lists, earned, income);
      return;
    }
    const { instruments, rates, ends } = this;
    writeLists(lists, instruments, rates, ends);
    this.kernel.earn(
      units.byteOffset,
      BYTES * width,
      income.length,
      instruments.byteOffset,
      rates.byteOffset,
      ends.byteOffset,
      lists.length,
      earned.byteOffset,
      income.byteOffset,
    );
  }

  add(sums: Float64Array, values: Float64Array): void {
    if (!this.isHere(sums) || !this.isHere(values)) TYPESCRIPT_PASSES.add(sums, values);
    else this.kernel.add(sums.byteOffset, values.byteOffset, sums.length);
  }

  sumFour(
    units: Float64Array,
    width: number,
    four: readonly [number, number, number, number],
    out: Float64Array,
    first: number,
    last: number,
  ): void {
    if (!this.isHere(units) || !this.isHere(out)) {
      TYPESCRIPT_PASSES.sumFour(units, width, four, out, first, last);
      return;
    }
    const [a, b, c, d] = four;
    const position = place(units, first * width);
    const to = place(out, first);
    this.kernel.sumFour(
      position,
      BYTES * width,
      last - first,
      BYTES * a,
      BYTES * b,
      BYTES * c,
      BYTES * d,
      to,
    );
  }

  squareCash(
    units: Float64Array,
    width: number,
    postedUnits: Float64Array,
    flows: Float64Array,
    rule: CashRule,
    first: number,
    last: number,
  ): number {
    const { demandForm, moneyFundShare } = rule;
    if (![units, postedUnits, flows, demandForm].every((array) => this.isHere(array))) return first;
    writeTransfers(rule, units, postedUnits, flows, this.cashTransfers);
    const done = this.kernel.squareCash(
      place(units, first * width),
      BYTES * width,
      place(demandForm, first),
      last - first,
      moneyFundShare,
      BYTES * rule.deposits,
      BYTES * rule.moneyFundShares,
      BYTES * rule.fundingLoans,
      BYTES * rule.bankLoans,
      this.cashTransfers.byteOffset,
    );
    return first + done;
  }

  /** To ask an array for its buffer takes longer than a short pass: arrays that have been asked are known by their address. */
  private isHere(array: Float64Array): boolean {
    const place = (array.byteOffset >> 4) & (KNOWN - 1);
    if (this.known[place] === array) return true;
    if (array.buffer !== this.buffer) return false;
    this.known[place] = array;
    return true;
  }
}

function fits(lists: readonly EarningList[]): boolean {
  let count = 0;
  for (const { rates } of lists) count += rates.length;
  return count <= EARNINGS && lists.length <= FLOWS;
}

/** Writes the lists one behind the other. */
function writeLists(
  lists: readonly EarningList[],
  instruments: Float64Array,
  rates: Float64Array,
  ends: Float64Array,
): void {
  let entry = 0;
  for (let flow = 0; flow < lists.length; flow++) {
    const list = lists[flow];
    for (let k = 0; k < list.rates.length; k++, entry++) {
      instruments[entry] = list.instruments[k];
      rates[entry] = list.rates[k];
    }
    ends[flow] = entry;
  }
}

/** Writes the transfers of cash one behind the other, places as addresses. */
function writeTransfers(
  { transfers }: CashRule,
  units: Float64Array,
  postedUnits: Float64Array,
  flows: Float64Array,
  out: Float64Array,
): void {
  let entry = 0;
  for (const { clearing, posted, postedToClearing, flow, flowToClearing, value } of transfers) {
    out[entry++] = place(units, clearing);
    out[entry++] = place(postedUnits, posted);
    out[entry++] = place(postedUnits, postedToClearing);
    out[entry++] = place(flows, flow);
    out[entry++] = place(flows, flowToClearing);
    out[entry++] = value;
  }
}

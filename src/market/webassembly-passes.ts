/** The WebAssembly form of the passes over the books (assembly/book-passes.ts); arrays elsewhere are left to TypeScript. */
import { type BookPasses, type EarningList, TYPESCRIPT_PASSES } from '../ledger/book-passes.js';
import type { Allocate } from './workspace.js';

const BYTES = 8;
/** Most instruments that earn something, and most flows in which they do; the kernel has room for so many. */
const EARNINGS = 128;
const FLOWS = 8;
/** What these passes allocate. */
export const PASS_NUMBERS = 2 * EARNINGS + FLOWS;
export const PASS_ARRAYS = 3;

export interface PassExports {
  move(position: number, width: number, amounts: number, count: number): number;
  take(position: number, width: number, share: number, out: number, count: number): void;
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
  size(values: number, count: number): number;
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
}

/** Address of an entry. */
function place(array: Float64Array, entry: number): number {
  return array.byteOffset + BYTES * entry;
}

export function webAssemblyPasses(kernel: PassExports, buffer: ArrayBuffer, allocate: Allocate): BookPasses {
  const instruments = allocate(EARNINGS);
  const rates = allocate(EARNINGS);
  const ends = allocate(FLOWS);
  const isHere = (array: Float64Array): boolean => array.buffer === buffer;
  return {
    move(units, width, instrument, amounts, first, last) {
      if (!isHere(units) || !isHere(amounts))
        return TYPESCRIPT_PASSES.move(units, width, instrument, amounts, first, last);
      const position = place(units, first * width + instrument);
      return kernel.move(position, BYTES * width, place(amounts, first), last - first);
    },
    take(units, width, instrument, share, out) {
      if (!isHere(units) || !isHere(out)) TYPESCRIPT_PASSES.take(units, width, instrument, share, out);
      else kernel.take(place(units, instrument), BYTES * width, share, out.byteOffset, out.length);
    },
    divide(values, divisor) {
      if (!isHere(values)) TYPESCRIPT_PASSES.divide(values, divisor);
      else kernel.divide(values.byteOffset, divisor, values.length);
    },
    buy(units, width, first, last, dollars, values, sums) {
      if (![units, dollars, values, sums].every(isHere)) {
        TYPESCRIPT_PASSES.buy(units, width, first, last, dollars, values, sums);
        return;
      }
      const count = values.length;
      const position = place(units, first * width);
      const from = place(dollars, first * count);
      kernel.buy(position, BYTES * width, last - first, from, values.byteOffset, sums.byteOffset, count);
    },
    spend(dollars, count, received, first, last) {
      if (!isHere(dollars) || !isHere(received))
        TYPESCRIPT_PASSES.spend(dollars, count, received, first, last);
      else kernel.spend(place(dollars, first * count), count, place(received, first), last - first);
    },
    scan(units, width, first, last, out) {
      if (!isHere(units) || !isHere(out)) TYPESCRIPT_PASSES.scan(units, width, first, last, out);
      else kernel.scan(place(units, first * width), BYTES * width, last - first, out.byteOffset);
    },
    earn(units, width, lists, earned, income) {
      if (![units, earned, income].every(isHere) || !fits(lists)) {
        TYPESCRIPT_PASSES.earn(units, width, lists, earned, income);
        return;
      }
      writeLists(lists, instruments, rates, ends);
      kernel.earn(
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
    },
    add(sums, values) {
      if (!isHere(sums) || !isHere(values)) TYPESCRIPT_PASSES.add(sums, values);
      else kernel.add(sums.byteOffset, values.byteOffset, sums.length);
    },
    size(values, first, last) {
      if (!isHere(values)) return TYPESCRIPT_PASSES.size(values, first, last);
      return kernel.size(place(values, first), last - first);
    },
    sumFour(units, width, four, out, first, last) {
      if (!isHere(units) || !isHere(out)) {
        TYPESCRIPT_PASSES.sumFour(units, width, four, out, first, last);
        return;
      }
      const [a, b, c, d] = four;
      const position = place(units, first * width);
      const to = place(out, first);
      kernel.sumFour(position, BYTES * width, last - first, BYTES * a, BYTES * b, BYTES * c, BYTES * d, to);
    },
  };
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

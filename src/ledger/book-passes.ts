/**
 * Long passes over the books. They stand here to be read; the WebAssembly kernel does the same operations in the same
 * order (`src/market/assembly/book-passes.ts`), so that results are the same to the bit whichever runs.
 */

/** Instruments that earn something by the flow in which it is paid: rate × units is the amount, $bn. */
export interface EarningList {
  readonly instruments: readonly number[];
  readonly rates: readonly number[];
}

/** Where a transfer between a row and the clearing account is counted: entries of `units`, `postedUnits` and the flows. */
export interface CountedTransfer {
  /** The clearing account's position. */
  readonly clearing: number;
  /** Units posted to the kind of the rows and to that of the clearing account. */
  readonly posted: number;
  readonly postedToClearing: number;
  /** The same in the flow, $bn. */
  readonly flow: number;
  readonly flowToClearing: number;
  /** Of a unit. */
  readonly value: number;
}

/** How the cash accounts of rows are squared, see cash.ts. */
export interface CashRule {
  readonly demandForm: Float64Array;
  readonly moneyFundShare: number;
  readonly deposits: number;
  readonly moneyFundShares: number;
  readonly fundingLoans: number;
  readonly bankLoans: number;
  /** Funding loans and deposits of levered rows, money-fund shares and deposits of the others. */
  readonly transfers: readonly [CountedTransfer, CountedTransfer, CountedTransfer, CountedTransfer];
}

/** Columns that a pass takes at once, at most; what has more is left to TypeScript. */
export const MOST_COLUMNS = 5;

/** Arrays `[row × width]` are books; passes take rows `first` to `last - 1`. */
export interface BookPasses {
  /**
   * Adds `amounts[row]` to the positions in an instrument, and writes their sum by kind.
   *
   * @param ends row after the last one of each kind; kinds without a row from `first` to `last - 1` keep their sum
   */
  move(
    units: Float64Array,
    width: number,
    instrument: number,
    amounts: Float64Array,
    first: number,
    last: number,
    ends: Float64Array,
    sums: Float64Array,
  ): void;
  /**
   * `move` of several columns at once, for rows of one kind: each position receives them in their order. Writes the sum of each.
   */
  moveColumns(
    units: Float64Array,
    width: number,
    instrument: number,
    columns: readonly Float64Array[],
    first: number,
    last: number,
    sums: Float64Array,
  ): void;
  /** out[row] = share × position, of all rows. */
  take(units: Float64Array, width: number, instrument: number, share: number, out: Float64Array): void;
  /** Writes what every row holds of an instrument, 0 where it owes; returns the sum. */
  hold(units: Float64Array, width: number, instrument: number, out: Float64Array): number;
  /** `before` and what rows `first` to `last - 1` hold of an instrument, added one after the other. */
  held(
    units: Float64Array,
    width: number,
    instrument: number,
    first: number,
    last: number,
    before: number,
  ): number;
  /** `hold` of several instruments at once, `out[k]` and `sums[k]` of the k-th. */
  holdColumns(
    units: Float64Array,
    width: number,
    instruments: readonly number[],
    out: readonly Float64Array[],
    sums: Float64Array,
  ): void;
  /** values = values × factor. */
  scale(values: Float64Array, factor: number): void;
  /**
   * Adds share × position to each position in an instrument, and what it then adds divided by `divisor`; writes the sums of
   * both by kind.
   */
  roll(
    units: Float64Array,
    width: number,
    instrument: number,
    share: number,
    divisor: number,
    ends: Float64Array,
    sums: Float64Array,
    dividedSums: Float64Array,
  ): void;
  /** values = values / divisor. */
  divide(values: Float64Array, divisor: number): void;
  /** Adds dollars[row × count + i] / values[i] to the position in instrument i, and to `sums`. */
  buy(
    units: Float64Array,
    width: number,
    first: number,
    last: number,
    dollars: Float64Array,
    values: Float64Array,
    sums: Float64Array,
  ): void;
  /** received[row] = -(sum of the row's `count` dollars). */
  spend(dollars: Float64Array, count: number, received: Float64Array, first: number, last: number): void;
  /** Writes sums, sums of sizes, and lowest positions (or 0) by instrument, `[3 × width]`. */
  scan(units: Float64Array, width: number, first: number, last: number, out: Float64Array): void;
  /** Writes what each row earns by flow, `[flow × row]`, and over all flows. */
  earn(
    units: Float64Array,
    width: number,
    lists: readonly EarningList[],
    earned: Float64Array,
    income: Float64Array,
  ): void;
  /** Adds values to sums, entry by entry. */
  add(sums: Float64Array, values: Float64Array): void;
  /** out[row] = sum of the positions in four instruments. */
  sumFour(
    units: Float64Array,
    width: number,
    instruments: readonly [number, number, number, number],
    out: Float64Array,
    first: number,
    last: number,
  ): void;
  /**
   * Squares cash accounts until one that draws an overdraft or repays one; returns its row, or `last`. The rows from there
   * on are the caller's.
   */
  squareCash(
    units: Float64Array,
    width: number,
    postedUnits: Float64Array,
    flows: Float64Array,
    rule: CashRule,
    first: number,
    last: number,
  ): number;
}

export const TYPESCRIPT_PASSES: BookPasses = {
  move(units, width, instrument, amounts, first, last, ends, sums) {
    let row = first;
    for (let kind = 0; row < last; kind++) {
      if (ends[kind] <= row) continue;
      const end = Math.min(ends[kind], last);
      let sum = 0;
      for (; row < end; row++) {
        units[row * width + instrument] += amounts[row];
        sum += amounts[row];
      }
      sums[kind] = sum;
    }
  },

  moveColumns(units, width, instrument, columns, first, last, sums) {
    for (const [k, column] of columns.entries()) {
      let sum = 0;
      for (let row = first, at = first * width + instrument; row < last; row++, at += width) {
        units[at] += column[row];
        sum += column[row];
      }
      sums[k] = sum;
    }
  },

  take(units, width, instrument, share, out) {
    for (let row = 0, at = instrument; row < out.length; row++, at += width) out[row] = share * units[at];
  },

  hold(units, width, instrument, out) {
    let sum = 0;
    for (let row = 0, at = instrument; row < out.length; row++, at += width) {
      const position = units[at];
      // biome-ignore lint/complexity/useMathMinMax: Math.max would keep what is no number, which the WebAssembly pass does not
      out[row] = position > 0 ? position : 0;
      sum += out[row];
    }
    return sum;
  },

  held(units, width, instrument, first, last, before) {
    let sum = before;
    for (let row = first, at = first * width + instrument; row < last; row++, at += width)
      sum += Math.max(units[at], 0);
    return sum;
  },

  holdColumns(units, width, instruments, out, sums) {
    for (const [k, instrument] of instruments.entries())
      sums[k] = this.hold(units, width, instrument, out[k]);
  },

  scale(values, factor) {
    for (let i = 0; i < values.length; i++) values[i] *= factor;
  },

  roll(units, width, instrument, share, divisor, ends, sums, dividedSums) {
    for (let kind = 0, at = instrument; kind < ends.length; kind++) {
      let sum = 0;
      let divided = 0;
      for (const stop = ends[kind] * width; at < stop; at += width) {
        const amount = share * units[at];
        const part = amount / divisor;
        units[at] = units[at] + amount + part;
        sum += amount;
        divided += part;
      }
      sums[kind] = sum;
      dividedSums[kind] = divided;
    }
  },

  divide(values, divisor) {
    for (let i = 0; i < values.length; i++) values[i] /= divisor;
  },

  buy(units, width, first, last, dollars, values, sums) {
    const count = values.length;
    for (let row = first, from = first * count; row < last; row++, from += count) {
      const book = row * width;
      for (let i = 0; i < count; i++) {
        const amount = dollars[from + i] / values[i];
        units[book + i] += amount;
        sums[i] += amount;
      }
    }
  },

  spend(dollars, count, received, first, last) {
    for (let row = first; row < last; row++) {
      let spent = 0;
      for (let a = 0, i = row * count; a < count; a++, i++) spent += dollars[i];
      received[row] = -spent;
    }
  },

  scan(units, width, first, last, out) {
    out.fill(0);
    for (let row = first, at = first * width; row < last; row++)
      for (let i = 0; i < width; i++, at++) {
        const position = units[at];
        out[i] += position;
        out[width + i] += Math.abs(position);
        if (position < out[2 * width + i]) out[2 * width + i] = position;
      }
  },

  earn(units, width, lists, earned, income) {
    const rows = income.length;
    income.fill(0);
    for (const [flow, { instruments, rates }] of lists.entries())
      for (let row = 0, book = 0; row < rows; row++, book += width) {
        let amount = 0;
        for (let k = 0; k < rates.length; k++) amount += rates[k] * units[book + instruments[k]];
        earned[flow * rows + row] = amount;
        income[row] += amount;
      }
  },

  add(sums, values) {
    for (let i = 0; i < sums.length; i++) sums[i] += values[i];
  },

  sumFour(units, width, [a, b, c, d], out, first, last) {
    for (let row = first, book = first * width; row < last; row++, book += width)
      out[row] = units[book + a] + units[book + b] + units[book + c] + units[book + d];
  },

  // What the pass does, cash.ts does row by row.
  squareCash(_units, _width, _postedUnits, _flows, _rule, first) {
    return first;
  },
};

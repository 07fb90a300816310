// The WebAssembly form of src/ledger/book-passes.ts: the same operations in the same order. Those files say what is
// computed and why. Addresses are in bytes; `width` is the length of a row of the books in bytes.

import { addTo, at } from './vectors';

/** Most instruments that earn something. */
const EARNINGS = 128;
/** Byte offsets of the instruments of `earn`, in a row. */
const PLACES = memory.data(EARNINGS * 4, 16);
/** Where the list of each flow ends. */
const ENDS = memory.data(8 * 4, 16);

/** See `BookPasses.move`; `position` and `amounts` are those of the first row. */
export function move(
  position: usize,
  width: usize,
  amounts: usize,
  first: usize,
  last: usize,
  ends: usize,
  sums: usize,
): void {
  const finish = amounts + ((last - first) << 3);
  for (let row = first; row < last; ends += 8, sums += 8) {
    const end = usize(load<f64>(ends));
    if (end <= row) continue;
    const stop = min(amounts + ((end - row) << 3), finish);
    let sum: f64 = 0;
    for (; amounts < stop; amounts += 8, position += width) {
      const amount = load<f64>(amounts);
      store<f64>(position, load<f64>(position) + amount);
      sum += amount;
    }
    store<f64>(sums, sum);
    row = end;
  }
}

/**
 * See `BookPasses.moveColumns`; `c0` to `c4` are the columns at the first row. Each column has loads of its own: a processor
 * foresees where an instruction reads that goes on by the same step, and books are read from memory, a line a row.
 */
export function moveColumns(
  position: usize,
  width: usize,
  rows: usize,
  count: i32,
  c0: usize,
  c1: usize,
  c2: usize,
  c3: usize,
  c4: usize,
  sums: usize,
): void {
  let sum0: f64 = 0;
  let sum1: f64 = 0;
  let sum2: f64 = 0;
  let sum3: f64 = 0;
  let sum4: f64 = 0;
  for (let i: usize = 0, end = rows << 3; i < end; i += 8, position += width) {
    let held = load<f64>(position);
    const amount0 = load<f64>(c0 + i);
    held += amount0;
    sum0 += amount0;
    if (count > 1) {
      const amount1 = load<f64>(c1 + i);
      held += amount1;
      sum1 += amount1;
    }
    if (count > 2) {
      const amount2 = load<f64>(c2 + i);
      held += amount2;
      sum2 += amount2;
    }
    if (count > 3) {
      const amount3 = load<f64>(c3 + i);
      held += amount3;
      sum3 += amount3;
    }
    if (count > 4) {
      const amount4 = load<f64>(c4 + i);
      held += amount4;
      sum4 += amount4;
    }
    store<f64>(position, held);
  }
  store<f64>(sums, sum0);
  if (count > 1) store<f64>(sums, sum1, 8);
  if (count > 2) store<f64>(sums, sum2, 16);
  if (count > 3) store<f64>(sums, sum3, 24);
  if (count > 4) store<f64>(sums, sum4, 32);
}

/** See `BookPasses.take`. */
export function take(position: usize, width: usize, share: f64, out: usize, count: usize): void {
  const end = out + (count << 3);
  for (; out < end; out += 8, position += width) store<f64>(out, share * load<f64>(position));
}

/** See `BookPasses.hold`. */
export function hold(position: usize, width: usize, out: usize, count: usize): f64 {
  let sum: f64 = 0;
  for (let end = out + (count << 3); out < end; out += 8, position += width) sum += keepHeld(position, out);
  return sum;
}

/** See `BookPasses.held`; `position` is that of the first row. */
export function held(position: usize, width: usize, rows: usize, before: f64): f64 {
  let sum = before;
  for (let end = position + rows * width; position < end; position += width)
    sum += max(load<f64>(position), <f64>0);
  return sum;
}

/** See `BookPasses.holdColumns`; `p0` to `p4` are the positions of the first row. */
export function holdColumns(
  width: usize,
  rows: usize,
  count: i32,
  p0: usize,
  p1: usize,
  p2: usize,
  p3: usize,
  p4: usize,
  out0: usize,
  out1: usize,
  out2: usize,
  out3: usize,
  out4: usize,
  sums: usize,
): void {
  let sum0: f64 = 0;
  let sum1: f64 = 0;
  let sum2: f64 = 0;
  let sum3: f64 = 0;
  let sum4: f64 = 0;
  for (let i: usize = 0, end = rows << 3, book: usize = 0; i < end; i += 8, book += width) {
    sum0 += keepHeld(p0 + book, out0 + i);
    if (count > 1) sum1 += keepHeld(p1 + book, out1 + i);
    if (count > 2) sum2 += keepHeld(p2 + book, out2 + i);
    if (count > 3) sum3 += keepHeld(p3 + book, out3 + i);
    if (count > 4) sum4 += keepHeld(p4 + book, out4 + i);
  }
  store<f64>(sums, sum0);
  if (count > 1) store<f64>(sums, sum1, 8);
  if (count > 2) store<f64>(sums, sum2, 16);
  if (count > 3) store<f64>(sums, sum3, 24);
  if (count > 4) store<f64>(sums, sum4, 32);
}

// @ts-expect-error: decorator
@inline
function keepHeld(position: usize, out: usize): f64 {
  const held = f64x2.pmax(f64x2.splat(0), v128.load64_zero(position));
  v128.store64_lane(out, held, 0);
  return f64x2.extract_lane(held, 0);
}

/** See `BookPasses.scale`. */
export function scale(values: usize, factor: f64, count: usize): void {
  const factors = f64x2.splat(factor);
  const end = values + ((count >> 1) << 4);
  for (; values < end; values += 16) v128.store(values, f64x2.mul(v128.load(values), factors));
  if (count & 1) store<f64>(values, load<f64>(values) * factor);
}

/** See `BookPasses.roll`. */
export function roll(
  position: usize,
  width: usize,
  share: f64,
  divisor: f64,
  ends: usize,
  kinds: usize,
  sums: usize,
  dividedSums: usize,
): void {
  const start = position;
  for (let kind: usize = 0; kind < kinds << 3; kind += 8) {
    const stop = start + usize(load<f64>(ends + kind)) * width;
    let sum: f64 = 0;
    let divided: f64 = 0;
    for (; position < stop; position += width) {
      const held = load<f64>(position);
      const amount = share * held;
      const part = amount / divisor;
      store<f64>(position, held + amount + part);
      sum += amount;
      divided += part;
    }
    store<f64>(sums + kind, sum);
    store<f64>(dividedSums + kind, divided);
  }
}

/** See `BookPasses.divide`. */
export function divide(values: usize, divisor: f64, count: usize): void {
  const divisors = f64x2.splat(divisor);
  const end = values + ((count >> 1) << 4);
  for (; values < end; values += 16) v128.store(values, f64x2.div(v128.load(values), divisors));
  if (count & 1) store<f64>(values, load<f64>(values) / divisor);
}

/** See `BookPasses.spend`. */
export function spend(dollars: usize, count: usize, received: usize, rows: usize): void {
  const bytes = count << 3;
  for (let row: usize = 0; row < rows; row++) {
    let spent: f64 = 0;
    const end = dollars + bytes;
    for (; dollars < end; dollars += 8) spent += load<f64>(dollars);
    store<f64>(received + (row << 3), -spent);
  }
}

/** See `BookPasses.scan`: eight instruments at a time, the last eight once more; fewer one at a time. */
export function scan(position: usize, width: usize, rows: usize, out: usize): void {
  const end = position + width * rows;
  if (width < 64) {
    for (let i: usize = 0; i < width; i += 8) scanOne(position + i, width, end, out + i, width);
    return;
  }
  for (let i: usize = 0; i < width; i += 64) {
    const from = min(i, width - 64);
    scanEight(position + from, width, end, out + from, width);
  }
}

function scanEight(position: usize, width: usize, end: usize, out: usize, stride: usize): void {
  const zero = f64x2.splat(0);
  let sum0 = zero;
  let sum1 = zero;
  let sum2 = zero;
  let sum3 = zero;
  let size0 = zero;
  let size1 = zero;
  let size2 = zero;
  let size3 = zero;
  let low0 = zero;
  let low1 = zero;
  let low2 = zero;
  let low3 = zero;
  for (; position < end; position += width) {
    const p0 = v128.load(position);
    const p1 = v128.load(position, 16);
    const p2 = v128.load(position, 32);
    const p3 = v128.load(position, 48);
    sum0 = f64x2.add(sum0, p0);
    sum1 = f64x2.add(sum1, p1);
    sum2 = f64x2.add(sum2, p2);
    sum3 = f64x2.add(sum3, p3);
    size0 = f64x2.add(size0, f64x2.abs(p0));
    size1 = f64x2.add(size1, f64x2.abs(p1));
    size2 = f64x2.add(size2, f64x2.abs(p2));
    size3 = f64x2.add(size3, f64x2.abs(p3));
    low0 = f64x2.pmin(low0, p0);
    low1 = f64x2.pmin(low1, p1);
    low2 = f64x2.pmin(low2, p2);
    low3 = f64x2.pmin(low3, p3);
  }
  v128.store(out, sum0);
  v128.store(out, sum1, 16);
  v128.store(out, sum2, 32);
  v128.store(out, sum3, 48);
  const sizes = out + stride;
  v128.store(sizes, size0);
  v128.store(sizes, size1, 16);
  v128.store(sizes, size2, 32);
  v128.store(sizes, size3, 48);
  const lows = sizes + stride;
  v128.store(lows, low0);
  v128.store(lows, low1, 16);
  v128.store(lows, low2, 32);
  v128.store(lows, low3, 48);
}

function scanOne(position: usize, width: usize, end: usize, out: usize, stride: usize): void {
  let sum: f64 = 0;
  let size: f64 = 0;
  let low: f64 = 0;
  for (; position < end; position += width) {
    const p = load<f64>(position);
    sum += p;
    size += abs(p);
    if (p < low) low = p;
  }
  store<f64>(out, sum);
  store<f64>(out + stride, size);
  store<f64>(out + 2 * stride, low);
}

/**
 * See `BookPasses.earn`.
 *
 * @param instruments numbers of the instruments, flow after flow
 * @param ends where the list of each flow ends
 * @param earned what each row earns, flow after flow
 */
export function earn(
  book: usize,
  width: usize,
  rows: usize,
  instruments: usize,
  rates: usize,
  ends: usize,
  flows: usize,
  earned: usize,
  income: usize,
): void {
  const bytes = rows << 3;
  const all = usize(load<f64>(ends + ((flows - 1) << 3)));
  for (let k: usize = 0; k < all; k++)
    store<u32>(PLACES + (k << 2), u32(load<f64>(instruments + (k << 3))) << 3);
  for (let flow: usize = 0; flow < flows; flow++) store<u32>(ENDS + (flow << 2), u32(load<f64>(ends + (flow << 3))));
  for (let row: usize = 0; row < bytes; row += 8, book += width) {
    let own: f64 = 0;
    let k: usize = 0;
    for (let flow: usize = 0, out = earned + row; flow < flows; flow++, out += bytes) {
      let amount: f64 = 0;
      const end = usize(load<u32>(ENDS + (flow << 2)));
      for (; k < end; k++)
        amount += load<f64>(rates + (k << 3)) * load<f64>(book + usize(load<u32>(PLACES + (k << 2))));
      store<f64>(out, amount);
      own += amount;
    }
    store<f64>(income + row, own);
  }
}

const LEVERED: f64 = 2;
/** Numbers of a `CountedTransfer`: five addresses and the value of a unit. */
const COUNTED: usize = 6 * 8;
/** Addresses of the four transfers of cash. */
const PLACES_OF_CASH = memory.data(4 * 48, 16);

/** A row receives `amount` from the clearing account. */
// @ts-expect-error: decorator
@inline
function receive(position: usize, transfer: usize, amount: f64): void {
  const value = amount * load<f64>(transfer, 40);
  addTo(load<u32>(transfer), -amount);
  addTo(position, amount);
  addTo(load<u32>(transfer, 16), -amount);
  addTo(load<u32>(transfer, 32), -value);
  addTo(load<u32>(transfer, 8), amount);
  addTo(load<u32>(transfer, 24), value);
}

/**
 * See `BookPasses.squareCash`.
 *
 * @param book the first row of the books, `form` that of the forms of demand
 * @param counted the transfers: funding loans and deposits of levered rows, money-fund shares and deposits of others
 * @returns how many rows have been squared
 */
export function squareCash(
  book: usize,
  width: usize,
  form: usize,
  count: usize,
  moneyFundShare: f64,
  deposits: usize,
  shares: usize,
  funding: usize,
  overdraft: usize,
  counted: usize,
): usize {
  for (let i: usize = 0; i < 4 * COUNTED; i += COUNTED) {
    for (let k: usize = 0; k < 40; k += 8) store<u32>(PLACES_OF_CASH + i + k, u32(load<f64>(counted + i + k)));
    store<f64>(PLACES_OF_CASH + i, load<f64>(counted + i, 40), 40);
  }
  for (let row: usize = 0; row < count; row++, book += width) {
    const held = load<f64>(book + deposits);
    if (at(form, row) == LEVERED) {
      const change = held < 0 ? -held : -min(held, -load<f64>(book + funding));
      if (change == 0) continue;
      receive(book + funding, PLACES_OF_CASH, -change);
      receive(book + deposits, PLACES_OF_CASH + COUNTED, change);
      continue;
    }
    if (-load<f64>(book + overdraft) > 0 && held > 0) return row;
    const inFund = load<f64>(book + shares);
    const cash = held + inFund;
    const moved = (cash > 0 ? moneyFundShare * cash : 0) - inFund;
    const moves = abs(moved) > 1e-12 * abs(cash);
    if ((moves ? held - moved : held) < 0) return row;
    if (!moves) continue;
    receive(book + shares, PLACES_OF_CASH + 2 * COUNTED, moved);
    receive(book + deposits, PLACES_OF_CASH + 3 * COUNTED, -moved);
  }
  return count;
}

/** See `BookPasses.add`. */
export function add(sums: usize, values: usize, count: usize): void {
  const end = sums + ((count >> 1) << 4);
  for (; sums < end; sums += 16, values += 16)
    v128.store(sums, f64x2.add(v128.load(sums), v128.load(values)));
  if (count & 1) store<f64>(sums, load<f64>(sums) + load<f64>(values));
}

/** See `BookPasses.sumFour`. */
export function sumFour(position: usize, width: usize, rows: usize, a: usize, b: usize, c: usize, d: usize, out: usize): void {
  for (let row: usize = 0; row < rows; row++, position += width, out += 8)
    store<f64>(
      out,
      load<f64>(position + a) + load<f64>(position + b) + load<f64>(position + c) + load<f64>(position + d),
    );
}

// The operations of move-weights.ts: weights times the exponential of a small step.
import { exponentials, exponentialsWithin, WITHIN } from './exponential';
import { assets, rows, stride } from './layout';
import { add, at, both, mul, splat } from './vectors';

// Both lanes of 1 / n!. A load takes one instruction; a constant that stands in the code takes three.
// biome-ignore format: a table
const INVERSE_FACTORIALS = memory.data<f64>([
  1, 1, 0.5, 0.5, 1.0 / 6, 1.0 / 6, 1.0 / 24, 1.0 / 24, 1.0 / 120, 1.0 / 120, 1.0 / 720, 1.0 / 720, 1.0 / 5040, 1.0 / 5040,
  1.0 / 40320, 1.0 / 40320, 1.0 / 362880, 1.0 / 362880,
], 16);

/** Largest size of a step, NaN if one is. */
function largest(step: usize): f64 {
  let size: f64 = 0;
  for (let j: usize = 0; j != assets; j += 8) size = max(size, abs(load<f64>(step + j)));
  return size;
}

/** One row whose weights may leave the range of doubles. */
function growRow(grown: usize, from: usize, rate: f64, step: usize, weights: usize): f64 {
  let sum = splat(0);
  for (let j: usize = 0; j != stride; j += 16) {
    const factor = exponentials(mul(splat(rate), v128.load(step + j)));
    const value = mul(v128.load(from + j), factor);
    v128.store(grown + j, value);
    sum = add(sum, mul(v128.load(weights + j), value));
  }
  return both(sum);
}

export function growFull(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const size = largest(step);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++, entry += width) {
    const each = at(rates, row);
    if (!(abs(each) * size < WITHIN)) {
      store<f64>(sums + (row << 3), growRow(grown + entry, from + entry, each, step, weights));
      continue;
    }
    const rate = splat(each);
    let sum = splat(0);
    // in turn: 6
    for (let j: usize = 0; j < width; j += 16) {
      const factor = exponentialsWithin(mul(rate, v128.load(step + j)));
      const value = mul(v128.load(from + entry + j), factor);
      v128.store(grown + entry + j, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

export function growSlightly(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const one = v128.load(INVERSE_FACTORIALS, 0);
  const half = v128.load(INVERSE_FACTORIALS, 16);
  const c3 = v128.load(INVERSE_FACTORIALS, 32);
  const c4 = v128.load(INVERSE_FACTORIALS, 48);
  const c5 = v128.load(INVERSE_FACTORIALS, 64);
  const c6 = v128.load(INVERSE_FACTORIALS, 80);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++, entry += width) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    // in turn: 6
    for (let j: usize = 0; j < width; j += 16) {
      const x = mul(rate, v128.load(step + j));
      const tail = mul(x, add(one, mul(x, add(half, mul(x, add(c3, mul(x, add(c4, mul(x, add(c5, mul(x, c6)))))))))));
      const before = v128.load(from + entry + j);
      const value = add(before, mul(before, tail));
      v128.store(grown + entry + j, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

export function growModerately(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const one = v128.load(INVERSE_FACTORIALS, 0);
  const half = v128.load(INVERSE_FACTORIALS, 16);
  const c3 = v128.load(INVERSE_FACTORIALS, 32);
  const c4 = v128.load(INVERSE_FACTORIALS, 48);
  const c5 = v128.load(INVERSE_FACTORIALS, 64);
  const c6 = v128.load(INVERSE_FACTORIALS, 80);
  const c7 = v128.load(INVERSE_FACTORIALS, 96);
  const c8 = v128.load(INVERSE_FACTORIALS, 112);
  const c9 = v128.load(INVERSE_FACTORIALS, 128);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++, entry += width) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    // in turn: 6
    for (let j: usize = 0; j < width; j += 16) {
      const x = mul(rate, v128.load(step + j));
      const high = add(c5, mul(x, add(c6, mul(x, add(c7, mul(x, add(c8, mul(x, c9))))))));
      const tail = mul(x, add(one, mul(x, add(half, mul(x, add(c3, mul(x, add(c4, mul(x, high)))))))));
      const before = v128.load(from + entry + j);
      const value = add(before, mul(before, tail));
      v128.store(grown + entry + j, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

export function growBarely(grown: usize, from: usize, rates: usize, step: usize, weights: usize, sums: usize): void {
  const width = stride;
  const one = v128.load(INVERSE_FACTORIALS, 0);
  const half = v128.load(INVERSE_FACTORIALS, 16);
  const c3 = v128.load(INVERSE_FACTORIALS, 32);
  for (let row: usize = 0, entry: usize = 0; row < usize(rows); row++, entry += width) {
    const rate = splat(at(rates, row));
    let sum = splat(0);
    // in turn: 6
    for (let j: usize = 0; j < width; j += 16) {
      const x = mul(rate, v128.load(step + j));
      const before = v128.load(from + entry + j);
      const value = add(before, mul(before, mul(x, add(one, mul(x, add(half, mul(x, c3)))))));
      v128.store(grown + entry + j, value);
      sum = add(sum, mul(v128.load(weights + j), value));
    }
    store<f64>(sums + (row << 3), both(sum));
  }
}

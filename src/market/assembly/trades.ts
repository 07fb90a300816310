// The operations of `BookPasses.buy`, by themselves because they are written out for as many instruments as there are assets.
import { add, loadPair } from './vectors';

/** See `BookPasses.buy`; `step` is the length of a row of the books in bytes. */
export function buy(
  position: usize,
  step: usize,
  rows: usize,
  dollars: usize,
  values: usize,
  sums: usize,
  count: usize,
): void {
  const width = count << 3;
  for (let row: usize = 0; row < rows; row++, position += step, dollars += width) {
    for (let i: usize = 0; i < width; i += 16) {
      const whole = i + 16 <= width;
      const amount = f64x2.div(loadPair(dollars + i, whole), loadPair(values + i, whole));
      const held = add(loadPair(position + i, whole), amount);
      const sum = add(loadPair(sums + i, whole), amount);
      if (whole) {
        v128.store(position + i, held);
        v128.store(sums + i, sum);
      } else {
        v128.store64_lane(position + i, held, 0);
        v128.store64_lane(sums + i, sum, 0);
      }
    }
  }
}

/**
 * A fixed piece of work of the sort that a tick is made of: arithmetic on rows, look-ups by name, short-lived objects and
 * texts. Its time says how fast the machine is at the moment, so that figures of two machines compare.
 */
import { leastCpu } from './figures.js';

const ROWS = 200_000;
const ROUNDS = 12;
const NAMES = Array.from({ length: 256 }, (_, i) => `kind${i % 16}.name${i}`);

function pass(values: Float64Array, sums: Map<string, { sum: number }>): number {
  let characters = 0;
  for (let row = 0; row < ROWS; row++) {
    const value = values[row] * 1.000001 + 1e-9 * row;
    values[row] = value > 2 ? value - 1 : value;
    if (row % 8 === 0) {
      const name = NAMES[row & 255];
      sums.set(name, { sum: (sums.get(name)?.sum ?? 0) + value });
    }
    if (row % 64 === 0) characters += String(value).length;
  }
  return characters;
}

/** CPU ms of the work, least of a few turns. */
export function yardstick(): number {
  const values = new Float64Array(ROWS).fill(1);
  const sums = new Map<string, { sum: number }>();
  let characters = 0;
  const least = leastCpu(5, () => {
    for (let round = 0; round < ROUNDS; round++) characters += pass(values, sums);
  });
  if (!(characters > 0)) throw new Error('the yardstick did nothing');
  return least;
}

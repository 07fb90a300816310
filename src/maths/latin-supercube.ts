import { randomStream } from './random.js';
import { sobolSequence } from './sobol-sequence.js';

/** Dimensions that the direction numbers reach. */
const BLOCK = 161;

/**
 * Latin supercube sampling, [point × dimension]: Sobol' points in blocks of up to 161 dimensions, the points of every
 * block after the first in a random order of their own, so that more dimensions than there are direction numbers are
 * each spread evenly, and blocks are independent.
 *
 * Source: A. B. Owen, Latin supercube sampling for very high-dimensional simulations, ACM Transactions on Modeling and
 * Computer Simulation 8 (1998).
 */
export function latinSupercube(points: number, dimensions: number, seed: string): Float64Array {
  const cube = new Float64Array(points * dimensions);
  for (let first = 0; first < dimensions; first += BLOCK) {
    const width = Math.min(BLOCK, dimensions - first);
    const block = sobolSequence(points, width);
    const order = first === 0 ? inOrder(points) : shuffled(points, seed, first);
    for (let point = 0; point < points; point++)
      cube.set(block.subarray(order[point] * width, (order[point] + 1) * width), point * dimensions + first);
  }
  return cube;
}

function inOrder(count: number): Uint32Array {
  return Uint32Array.from({ length: count }, (_, index) => index);
}

function shuffled(count: number, seed: string, first: number): Uint32Array {
  const draws = randomStream('philox', seed, 'latin supercube order');
  const order = inOrder(count);
  for (let last = count - 1; last > 0; last--) {
    const other = Math.floor(draws.uniform(first, last) * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

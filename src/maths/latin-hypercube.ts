import { randomStream } from './random.js';

/**
 * A Latin hypercube, [point × dimension]: each of `points` equal parts of every axis holds exactly one point, at a
 * random place within it; the order along each axis is a random permutation of its own.
 *
 * Source: M. D. McKay, R. J. Beckman and W. J. Conover, Technometrics 21 (1979).
 */
export function latinHypercube(points: number, dimensions: number, seed: string): Float64Array {
  const order = randomStream('philox', seed, 'latin hypercube order');
  const place = randomStream('philox', seed, 'latin hypercube place');
  const cube = new Float64Array(points * dimensions);
  const cells = Uint32Array.from({ length: points }, (_, cell) => cell);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    for (let last = points - 1; last > 0; last--) {
      const other = Math.floor(order.uniform(dimension, last) * (last + 1));
      [cells[last], cells[other]] = [cells[other], cells[last]];
    }
    for (let point = 0; point < points; point++)
      cube[point * dimensions + dimension] = (cells[point] + place.uniform(dimension, point)) / points;
  }
  return cube;
}

import { SOBOL_DIRECTIONS } from './sobol-directions.js';

const BITS = 32;
const STEP = 2.3283064365386963e-10; // 2^-32

/**
 * v_1 … v_32 of one dimension, as 32-bit fractions, from `polynomial m_1 … m_s` by Sobol's recurrence
 * v_k = a_1 v_(k-1) ^ … ^ a_(s-1) v_(k-s+1) ^ v_(k-s) ^ (v_(k-s) >> s).
 */
function directions(entry: string): Uint32Array {
  const [polynomial, ...initial] = entry.trim().split(' ').map(Number);
  const degree = initial.length;
  const fractions = new Uint32Array(BITS);
  for (let k = 0; k < BITS; k++) {
    if (k < degree) {
      fractions[k] = initial[k] << (BITS - 1 - k);
      continue;
    }
    let value = fractions[k - degree] ^ (fractions[k - degree] >>> degree);
    for (let i = 1; i < degree; i++) if ((polynomial >>> (degree - i)) & 1) value ^= fractions[k - i];
    fractions[k] = value;
  }
  return fractions;
}

/** The first dimension is the index in base 2, mirrored at the point (van der Corput). */
const VAN_DER_CORPUT = Uint32Array.from({ length: BITS }, (_, k) => 1 << (BITS - 1 - k));

const ENTRIES = SOBOL_DIRECTIONS.split(',');

/** Most dimensions that {@link sobolSequence} has. */
export const SOBOL_DIMENSIONS = ENTRIES.length + 1;

/**
 * The first `count` points of the Sobol' sequence, [point × dimension], each coordinate moved to the middle of its
 * cell: with 2^m points every coordinate takes each of the values (i + 1/2) / 2^m once. So no point lies on an edge
 * of the unit cube, and the points stay as evenly spread as those of the sequence itself, which begins at the origin.
 *
 * @throws RangeError for more than {@link SOBOL_DIMENSIONS} dimensions or 2^31 points
 */
export function sobolSequence(count: number, dimensions: number): Float64Array {
  if (!(dimensions >= 1 && dimensions <= SOBOL_DIMENSIONS))
    throw new RangeError(`a Sobol' sequence has 1 to ${SOBOL_DIMENSIONS} dimensions, not ${dimensions}`);
  if (!(count >= 0 && count <= 2147483648)) throw new RangeError(`${count} points of a Sobol' sequence`);
  let cells = 1;
  while (cells < count) cells *= 2;
  const points = new Float64Array(count * dimensions);
  for (let dimension = 0; dimension < dimensions; dimension++) {
    const fractions = dimension === 0 ? VAN_DER_CORPUT : directions(ENTRIES[dimension - 1]);
    let value = 0;
    for (let point = 0; point < count; point++) {
      points[point * dimensions + dimension] = (value >>> 0) * STEP + 0.5 / cells;
      // Gray code: only the direction of the lowest zero bit of the index changes.
      value ^= fractions[BITS - 1 - Math.clz32(~point & (point + 1))];
    }
  }
  return points;
}

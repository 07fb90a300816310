/** Laws of pure functions, checked on drawn arguments with a fixed seed; the small vocabulary of these tests. */
import fc from 'fast-check';

const SEED = 20260131;

/** A number between two bounds; the lower one is drawn often, subnormal numbers never. */
export function between(min: number, max: number): fc.Arbitrary<number> {
  return fc.maxSafeNat().map((drawn) => min + (max - min) * (drawn / Number.MAX_SAFE_INTEGER));
}

/** Asserts for every drawn tuple; `check` asserts with expect. */
export function law<Drawn extends unknown[]>(
  drawn: { [K in keyof Drawn]: fc.Arbitrary<Drawn[K]> },
  check: (...values: Drawn) => void,
): void {
  const property = fc.property(fc.tuple(...drawn), (values) => {
    check(...(values as unknown as Drawn));
  });
  fc.assert(property, { seed: SEED, numRuns: 300 });
}

/** Central difference. */
export function slope(f: (x: number) => number, x: number, step = 1e-6): number {
  return (f(x + step) - f(x - step)) / (2 * step);
}

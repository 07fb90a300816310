/** Seeded draws for tests, apart from the generators under test: a 32-bit mixing counter (mulberry32). */
export interface Draws {
  uniform(): number;
  /** Standard normal by Box and Muller. */
  normal(): number;
  /** Between two bounds. */
  between(low: number, high: number): number;
}

export function draws(seed: number): Draws {
  let state = seed >>> 0;
  const uniform = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  return {
    uniform,
    normal: () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform()),
    between: (low, high) => low + (high - low) * uniform(),
  };
}

import { describe, expect, it } from 'vitest';
import { paretoSize } from '../../src/maths/heavy-tail.js';
import { hillIndex } from '../../src/maths/moments.js';

describe('paretoSize', () => {
  it('is the quantile of the Pareto law', () => {
    expect(paretoSize(0, 1.6)).toBe(1);
    expect(paretoSize(0.75, 2)).toBeCloseTo(2, 14);
    expect(paretoSize(1 - 3 ** -1.6, 1.6)).toBeCloseTo(3, 13);
  });

  it("has the exponent that Hill's estimate finds", () => {
    const sizes = Array.from({ length: 100_000 }, (_, i) => paretoSize((i + 0.5) / 100_000, 1.6));
    expect(hillIndex(sizes, 0.1)).toBeCloseTo(1.6, 2);
  });

  it('refuses what is no probability and no exponent', () => {
    expect(() => paretoSize(1, 2)).toThrow(RangeError);
    expect(() => paretoSize(-0.1, 2)).toThrow(RangeError);
    expect(() => paretoSize(0.5, 0)).toThrow(RangeError);
  });
});

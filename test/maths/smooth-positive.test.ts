import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { smoothPositive, smoothPositiveSlope } from '../../src/maths/smooth-positive.js';

const inputs = [
  fc.double({ min: -100, max: 100, noNaN: true }),
  fc.double({ min: 1e-3, max: 10, noNaN: true }),
] as const;

describe('smoothPositive', () => {
  it('is exactly 0 at 0, with a slope of one half', () => {
    expect([smoothPositive(0, 0.3), smoothPositiveSlope(0, 0.3)]).toEqual([0, 0.5]);
  });

  it('stays within half a width of the kink', () => {
    fc.assert(
      fc.property(...inputs, (z, width) => {
        const distance = smoothPositive(z, width) - Math.max(z, 0);
        expect(distance).toBeLessThanOrEqual(1e-12);
        expect(distance).toBeGreaterThanOrEqual(-width / 2 - 1e-12);
      }),
      { seed: 1 },
    );
  });

  it('has the slope of its difference quotient', () => {
    fc.assert(
      fc.property(...inputs, (z, width) => {
        const step = 1e-5 * width;
        const quotient = (smoothPositive(z + step, width) - smoothPositive(z - step, width)) / (2 * step);
        expect(Math.abs(smoothPositiveSlope(z, width) - quotient)).toBeLessThan(1e-5);
      }),
      { seed: 2 },
    );
  });

  it('is the kink itself at width 0', () => {
    expect([smoothPositive(-2, 0), smoothPositive(3, 0), smoothPositiveSlope(0, 0)]).toEqual([0, 3, 0.5]);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { exp, ln, pow } from '../../src/maths/elementary.js';
import { sha256 } from '../../src/maths/sha256.js';

const SEEDED = { seed: 20260101, numRuns: 2000 };
const { NaN: nan, POSITIVE_INFINITY: infinity } = Number;

/** [x, f(x)] to 40 digits by mpmath, rounded to double. */
const EXPONENTIALS = [
  [1e-10, 1.0000000001],
  [-1e-10, 0.9999999999],
  [0.5, 1.6487212707001282],
  [-0.5, 0.6065306597126334],
  [2.5, 12.182493960703473],
  [-2.5, 0.0820849986238988],
  [10.1, 24343.00942440838],
  [-10.1, 4.1079555225300724e-5],
  [100.7, 5.413203172330057e43],
  [-100.7, 1.8473350586794258e-44],
  [700.25, 1.3022997366991783e304],
  [-700.25, 7.678723813110872e-305],
  [709.5, 1.3549863193146328e308],
  [-708.2, 2.7079953615140913e-308],
] as const;
const LOGARITHMS = [
  [1e-300, -690.7755278982137],
  [5e-324, -744.4400719213812],
  [1e-10, -23.025850929940457],
  [0.1, -2.3025850929940455],
  [0.7071067811865475, -0.34657359027997275],
  [0.7071067811865477, -0.3465735902799724],
  [0.999999, -1.000000500029089e-6],
  [1.000001, 9.999994999180668e-7],
  [1.4142135, 0.3465735461755332],
  [12345.678, 9.421061321291832],
  [1e100, 230.25850929940458],
  [1.7e308, 709.7268368932282],
] as const;
const POWERS = [
  [1.5, 10, 57.6650390625],
  [1.1, 0.5, 1.0488088481701516],
  [0.9, 252.5, 2.7940465246577966e-12],
  [3, -3, 0.037037037037037035],
  [0.001, 0.3333333333333333, 0.10000000000000002],
  [0.999, 1000, 0.36769542477096373],
  [7, 63, 1.742514982336908e53],
] as const;

/** A million points spread evenly over a range, without a random generator. */
function* spread(from: number, to: number, count = 1_000_000): Generator<number> {
  for (let i = 0; i < count; i++) yield from + (to - from) * ((i * 0.6180339887498949) % 1);
}

function worstRelativeError(
  f: (x: number) => number,
  reference: (x: number) => number,
  points: Iterable<number>,
) {
  let worst = 0;
  for (const x of points) {
    const error = Math.abs(f(x) / reference(x) - 1);
    if (!(error <= worst)) worst = error;
  }
  return worst;
}

/** Hash of the exact bits of f at the points. */
function goldenHash(f: (x: number) => number, points: Iterable<number>): string {
  const results = Float64Array.from(points, f);
  const bytes = new DataView(new ArrayBuffer(8 * results.length));
  results.forEach((result, i) => {
    bytes.setFloat64(8 * i, result, true);
  });
  return sha256(new Uint8Array(bytes.buffer));
}

describe('exp', () => {
  it.each(EXPONENTIALS)('of %d is %d', (x, expected) => {
    expect(Math.abs(exp(x) / expected - 1)).toBeLessThan(4.5e-16);
  });

  it('is within 5e-16 of Math.exp at a million points each', () => {
    expect(worstRelativeError(exp, Math.exp, spread(-5, 5))).toBeLessThan(5e-16);
    expect(worstRelativeError(exp, Math.exp, spread(-708, 709.78))).toBeLessThan(5e-16);
  });

  it('has exact special values', () => {
    expect([0, -0, infinity, -infinity, nan, 710, -746].map(exp)).toEqual([
      1,
      1,
      infinity,
      0,
      nan,
      infinity,
      0,
    ]);
    expect(exp(709.782712893384)).toBeGreaterThan(1.797e308);
    expect(Number.isFinite(exp(709.782712893384))).toBe(true);
    expect(exp(-745)).toBe(5e-324);
    expect(exp(-740) / Math.exp(-740)).toBeCloseTo(1, 2);
  });

  it('never falls', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -745, max: 709, noNaN: true }),
        fc.integer({ min: 1, max: 1000 }),
        (x, steps) => {
          expect(exp(x + Math.abs(x) * steps * 2.3e-16)).toBeGreaterThanOrEqual(exp(x));
        },
      ),
      SEEDED,
    );
  });

  it('gives these bits on every machine', () => {
    expect(goldenHash(exp, spread(-746, 710, 100_000))).toBe(
      'd6fd41b3c9fd6f157c6717efcfc9f6589c0f48b994d2c99b7316acbdfda70095',
    );
  });
});

describe('ln', () => {
  it.each(LOGARITHMS)('of %d is %d', (x, expected) => {
    expect(Math.abs(ln(x) / expected - 1)).toBeLessThan(2.3e-16);
  });

  it('is within 5e-16 of Math.log at a million points each', () => {
    expect(worstRelativeError(ln, Math.log, spread(1e-6, 0.9))).toBeLessThan(5e-16);
    expect(worstRelativeError(ln, Math.log, spread(1.1, 1e6))).toBeLessThan(5e-16);
    expect(worstRelativeError(ln, Math.log, spread(0.9, 1.1))).toBeLessThan(5e-16);
  });

  it('has exact special values', () => {
    expect([1, 0, -0, infinity, -1, nan].map(ln)).toEqual([0, -infinity, -infinity, infinity, nan, nan]);
  });

  it('undoes exp', () => {
    fc.assert(
      fc.property(fc.double({ min: -700, max: 700, noNaN: true }), (x) => {
        expect(Math.abs(ln(exp(x)) - x)).toBeLessThan(3e-16 + 3e-16 * Math.abs(x));
      }),
      SEEDED,
    );
  });

  it('gives these bits on every machine', () => {
    expect(goldenHash(ln, spread(0, 1000, 100_000))).toBe(
      'afcdbea85a5126cee0e78a9b6322f1cc0f971f8c23b98a3ed8283b5504b752f7',
    );
  });
});

describe('pow', () => {
  it.each(POWERS)('%d to the %d is %d', (x, y, expected) => {
    expect(Math.abs(pow(x, y) / expected - 1)).toBeLessThan(4e-16 * (1 + Math.abs(y * Math.log(x))));
  });

  it('is exact where multiplication is', () => {
    expect([pow(3, 4), pow(-2, 3), pow(2, -10), pow(5, 0), pow(1.1, 1), pow(1.1, 2)]).toEqual([
      81,
      -8,
      0.0009765625,
      1,
      1.1,
      1.1 * 1.1,
    ]);
  });

  it('has the special values of its comment', () => {
    expect([pow(0, 0.5), pow(0, -0.5), pow(0, -1), pow(-2, 0.5), pow(nan, 2)]).toEqual([
      0,
      infinity,
      infinity,
      nan,
      nan,
    ]);
  });
});

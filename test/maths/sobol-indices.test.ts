import { describe, expect, it } from 'vitest';
import { randomStream } from '../../src/maths/random.js';
import { saltelliPoints, sobolIndices } from '../../src/maths/sobol-indices.js';

const RESAMPLING = { resamples: 200, seed: 'test' };

function outcomes(rows: number, dimensions: number, f: (x: Float64Array) => number): Float64Array {
  const points = saltelliPoints(rows, dimensions);
  return Float64Array.from({ length: points.length / dimensions }, (_, point) =>
    f(points.subarray(point * dimensions, (point + 1) * dimensions)),
  );
}

/** Ishigami and Homma's function with a = 7, b = 0.1. */
function ishigami(x: Float64Array): number {
  const [x1, x2, x3] = Array.from(x, (share) => (2 * share - 1) * Math.PI);
  return Math.sin(x1) + 7 * Math.sin(x2) ** 2 + 0.1 * x3 ** 4 * Math.sin(x1);
}

const ISHIGAMI = { first: [0.3139, 0.4424, 0], total: [0.5576, 0.4424, 0.2437] };

describe('Sobol indices', () => {
  it('of Ishigami are the exact ones', () => {
    const found = sobolIndices(outcomes(4096, 3, ishigami), 3, RESAMPLING);
    for (const [i, { first, total, firstInterval, totalInterval, rows }] of found.entries()) {
      expect(Math.abs(first - ISHIGAMI.first[i])).toBeLessThan(0.004);
      expect(Math.abs(total - ISHIGAMI.total[i])).toBeLessThan(0.004);
      expect(firstInterval.low).toBeLessThan(ISHIGAMI.first[i]);
      expect(firstInterval.high).toBeGreaterThan(ISHIGAMI.first[i]);
      expect(totalInterval.low).toBeLessThan(ISHIGAMI.total[i]);
      expect(totalInterval.high).toBeGreaterThan(ISHIGAMI.total[i]);
      expect(rows).toBe(4096);
    }
  });

  it('of a linear function are the shares of the squared coefficients, whatever is added', () => {
    const coefficients = [4, -2, 1, 0];
    const f = (x: Float64Array) => coefficients.reduce((sum, c, i) => sum + c * x[i], 0);
    const found = sobolIndices(outcomes(1024, 4, f), 4, RESAMPLING);
    const shifted = sobolIndices(
      outcomes(1024, 4, (x) => 1e6 + f(x)),
      4,
      RESAMPLING,
    );
    for (const [i, coefficient] of coefficients.entries()) {
      expect(Math.abs(found[i].first - coefficient ** 2 / 21)).toBeLessThan(0.01);
      expect(Math.abs(found[i].total - coefficient ** 2 / 21)).toBeLessThan(0.005);
      expect(shifted[i].first).toBeCloseTo(found[i].first, 7);
    }
    expect(found[3]).toMatchObject({ first: 0, total: 0 });
  });

  it('are the estimators of their sources, in few rows too', () => {
    const values = outcomes(5, 2, (x) => 3 + x[0] * x[1] + x[1]);
    const row = (i: number) => Array.from(values.subarray(4 * i, 4 * i + 4));
    const rows = [0, 1, 2, 3, 4].map(row);
    const both = rows.flatMap((r) => r.slice(0, 2));
    const centre = both.reduce((sum, value) => sum + value, 0) / 10;
    const variance = both.reduce((sum, value) => sum + (value - centre) ** 2, 0) / 10;
    const found = sobolIndices(values, 2, RESAMPLING);
    for (const j of [0, 1]) {
      const first = rows.reduce((sum, r) => sum + (r[1] - centre) * (r[2 + j] - r[0]), 0) / 5 / variance;
      const total = rows.reduce((sum, r) => sum + (r[0] - r[2 + j]) ** 2, 0) / 10 / variance;
      expect(found[j].first).toBeCloseTo(first, 12);
      expect(found[j].total).toBeCloseTo(total, 12);
    }
  });

  it('stand when runs fail by chance, and say how many rows are left', () => {
    const values = outcomes(2048, 3, ishigami);
    const fails = randomStream('philox', 'fails', 'test');
    for (let i = 0; i < values.length; i++) if (fails.uniform(0, i) < 0.03) values[i] = Number.NaN;
    for (const [i, { first, total, rows }] of sobolIndices(values, 3, RESAMPLING).entries()) {
      expect(Math.abs(first - ISHIGAMI.first[i])).toBeLessThan(0.05);
      expect(Math.abs(total - ISHIGAMI.total[i])).toBeLessThan(0.05);
      // A row needs three outcomes.
      expect(Math.abs(rows / 2048 - 0.97 ** 3)).toBeLessThan(0.03);
    }
  });

  it('say nothing of an outcome that does not vary, or that is always missing', () => {
    for (const value of [0.1, Number.NaN])
      for (const { first, total, totalInterval } of sobolIndices(
        outcomes(16, 2, () => value),
        2,
        RESAMPLING,
      ))
        expect([first, total, totalInterval.low]).toEqual([Number.NaN, Number.NaN, Number.NaN]);
  });
});

describe('the points of a row', () => {
  it('are two points and their mixtures', () => {
    const points = saltelliPoints(4, 2);
    for (let row = 0; row < 4; row++) {
      const [a, b, first, second] = [0, 1, 2, 3].map((i) =>
        points.subarray((row * 4 + i) * 2, (row * 4 + i + 1) * 2),
      );
      expect(Array.from(first)).toEqual([b[0], a[1]]);
      expect(Array.from(second)).toEqual([a[0], b[1]]);
    }
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { quasiNewtonStep, updateInverse } from '../../src/maths/broyden.js';

const N = 3;
const entry = fc.integer({ min: -200, max: 200 }).map((x) => x / 100);
const vector = fc.array(entry, { minLength: N, maxLength: N }).map((x) => Float64Array.from(x));
const matrix = fc.array(entry, { minLength: N * N, maxLength: N * N }).map((x) => Float64Array.from(x));

function times(m: Float64Array, x: Float64Array): number[] {
  return Array.from(x, (_, i) => x.reduce((sum, value, j) => sum + m[i * N + j] * value, 0));
}

describe("Broyden's method", () => {
  it('maps the change of the function to the step after an update, and keeps what is orthogonal to it', () => {
    fc.assert(
      fc.property(matrix, vector, vector, (inverse, step, change) => {
        const curvature = times(inverse, change).reduce((sum, value, i) => sum + value * step[i], 0);
        fc.pre(Math.abs(curvature) > 0.01);
        const before = Float64Array.from(inverse);
        updateInverse(inverse, step, change, new Float64Array(2 * N));
        for (const [i, value] of times(inverse, change).entries()) expect(value).toBeCloseTo(step[i], 8);
        // rank one, along s'H: a vector y with s' H y = 0 is mapped as before
        const row = Float64Array.from({ length: N }, (_, j) =>
          step.reduce((sum, value, i) => sum + value * before[i * N + j], 0),
        );
        const kept = Float64Array.from([row[1], -row[0], 0]);
        const was = times(before, kept);
        for (const [i, value] of times(inverse, kept).entries()) expect(value).toBeCloseTo(was[i], 6);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('leaves the inverse alone where the step says nothing', () => {
    const inverse = Float64Array.from([1, 0, 0, 0, 1, 0, 0, 0, 1]);
    updateInverse(
      inverse,
      Float64Array.from([1, 0, 0]),
      Float64Array.from([0, 1, 0]),
      new Float64Array(2 * N),
    );
    expect(Array.from(inverse)).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1]);
  });

  it('shortens a step to its longest entry, in its direction', () => {
    const inverse = Float64Array.from([2, 0, 0, 0, 1, 0, 0, 0, 1]);
    const step = new Float64Array(N);
    quasiNewtonStep(inverse, Float64Array.from([1, 1, 0]), 0.5, step);
    expect(Array.from(step)).toEqual([-0.5, -0.25, 0]);
  });

  it('solves equations in few steps', () => {
    // x² + y = 3, x - y² = 1 from (2, 1), with the inverse derivative there; the root is to be met to 1e-12
    const f = (x: number, y: number): Float64Array => Float64Array.from([x * x + y - 3, x - y * y - 1]);
    const inverse = Float64Array.from([2 / 9, 1 / 9, 1 / 9, -4 / 9]);
    const point = Float64Array.from([2, 1]);
    const step = new Float64Array(2);
    let values = f(point[0], point[1]);
    let steps = 0;
    for (; Math.max(...values.map(Math.abs)) > 1e-12 && steps < 30; steps++) {
      quasiNewtonStep(inverse, values, 1, step);
      point[0] += step[0];
      point[1] += step[1];
      const next = f(point[0], point[1]);
      updateInverse(
        inverse,
        step,
        next.map((value, i) => value - values[i]),
        new Float64Array(4),
      );
      values = next;
    }
    expect(steps).toBeLessThan(12);
    expect(point[0] ** 2 + point[1]).toBeCloseTo(3, 11);
  });
});

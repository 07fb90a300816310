import { describe, expect, it } from 'vitest';
import { elementaryEffects, morrisTrajectories, screening } from '../../src/maths/elementary-effects.js';

const RESAMPLING = { resamples: 500, seed: 'test' };

function outcomes(points: Float64Array, dimensions: number, f: (x: Float64Array) => number): Float64Array {
  return Float64Array.from({ length: points.length / dimensions }, (_, point) =>
    f(points.subarray(point * dimensions, (point + 1) * dimensions)),
  );
}

function screen(f: (x: Float64Array) => number, dimensions: number, count = 20) {
  const points = morrisTrajectories(count, dimensions, 4, 'test');
  return screening(
    elementaryEffects(points, outcomes(points, dimensions, f), dimensions),
    dimensions,
    RESAMPLING,
  );
}

describe('trajectories', () => {
  it('change one coordinate at a time, each once, by half the levels', () => {
    const [count, dimensions, levels] = [50, 5, 6];
    const points = morrisTrajectories(count, dimensions, levels, 'a');
    const seen = new Set<number>();
    for (let trajectory = 0; trajectory < count; trajectory++) {
      const moved: number[] = [];
      for (let step = 0; step <= dimensions; step++)
        for (let axis = 0; axis < dimensions; axis++) {
          const at = (trajectory * (dimensions + 1) + step) * dimensions + axis;
          seen.add(Math.round(points[at] * (levels - 1)));
          expect(points[at]).toBeGreaterThanOrEqual(0);
          expect(points[at]).toBeLessThanOrEqual(1);
          if (step === 0 || points[at] === points[at - dimensions]) continue;
          moved.push(axis);
          expect(Math.abs(points[at] - points[at - dimensions])).toBeCloseTo(3 / 5, 14);
        }
      expect(moved.sort()).toEqual([0, 1, 2, 3, 4]);
    }
    expect([...seen].sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('need an even number of levels', () => {
    expect(() => morrisTrajectories(2, 2, 5, 'a')).toThrow(RangeError);
  });
});

describe('elementary effects', () => {
  it('of a linear function are its coefficients', () => {
    const coefficients = [3, -1, 0, 0.25];
    const found = screen((x) => 10 + coefficients.reduce((sum, c, i) => sum + c * x[i], 0), 4);
    for (const [i, { mean, size, deviation, effects, sizeInterval }] of found.entries()) {
      expect(mean).toBeCloseTo(coefficients[i], 12);
      expect(size).toBeCloseTo(Math.abs(coefficients[i]), 12);
      expect(deviation).toBeCloseTo(0, 12);
      expect(effects).toBe(20);
      expect([sizeInterval.low, sizeInterval.high].map((end) => Math.abs(end - size) < 1e-12)).toEqual([
        true,
        true,
      ]);
    }
  });

  it('have the mean and the sample deviation of their values', () => {
    const [{ mean, size, deviation }] = screening(Float64Array.of(1, -3, 5), 1, RESAMPLING);
    expect([mean, size, deviation]).toEqual([1, 3, 4]);
  });

  it('tell interaction from a plain effect', () => {
    const [first, second, third] = screen((x) => (x[0] - 0.5) * (x[1] - 0.5) + 0.1 * x[2], 3, 200);
    // The effect of x_0 is x_1 - 1/2: 1/2 or 1/6 in size on four levels, and none on average.
    expect(first.size).toBeCloseTo(1 / 3, 1);
    expect(Math.abs(first.mean)).toBeLessThan(0.06);
    expect(first.deviation).toBeGreaterThan(0.3);
    expect(second.sizeInterval.low).toBeLessThan(1 / 3);
    expect(second.sizeInterval.high).toBeGreaterThan(1 / 3);
    expect(third.deviation).toBeCloseTo(0, 12);
  });

  it('have intervals that hold the truth in most studies: of the mean, its sign, and the deviation', () => {
    // The effect of x_0 is 1 + (x_1 - 1/2) on four levels: x_1 is 0, 1/3, 2/3 or 1, its spread sqrt(5/36).
    const f = (x: Float64Array) => x[0] * (1 + x[1] - 0.5) + 0.01 * x[1];
    const truth = { mean: 1, deviation: Math.sqrt(5 / 36) };
    let [means, deviations] = [0, 0];
    for (let study = 0; study < 200; study++) {
      const points = morrisTrajectories(30, 2, 4, `study ${study}`);
      const effects = elementaryEffects(points, outcomes(points, 2, f), 2);
      const [{ meanInterval, deviationInterval }] = screening(effects, 2, { resamples: 200, seed: 'a' });
      if (meanInterval.low <= truth.mean && truth.mean <= meanInterval.high) means++;
      if (deviationInterval.low <= truth.deviation && truth.deviation <= deviationInterval.high) deviations++;
      expect(meanInterval.low).toBeGreaterThan(0);
    }
    expect(means / 200).toBeGreaterThan(0.88);
    expect(deviations / 200).toBeGreaterThan(0.85);
  });

  it('leave out what a failed run would have told', () => {
    const points = morrisTrajectories(10, 2, 4, 'a');
    const values = outcomes(points, 2, (x) => 2 * x[0] + x[1]);
    values[4] = Number.NaN; // the middle of the second trajectory: both its effects
    const found = screening(elementaryEffects(points, values, 2), 2, RESAMPLING);
    expect(found.map(({ effects }) => effects)).toEqual([9, 9]);
    expect(found[0].mean).toBeCloseTo(2, 12);
    expect(found[1].mean).toBeCloseTo(1, 12);
  });

  it('are not known where the input did not move', () => {
    const points = Float64Array.of(0, 0, 0, 0, 0, 1);
    expect([...elementaryEffects(points, Float64Array.of(1, 1, 3), 2)]).toEqual([Number.NaN, 2]);
  });

  it('say nothing where every run failed', () => {
    const points = morrisTrajectories(3, 2, 4, 'a');
    const [found] = screening(
      elementaryEffects(
        points,
        outcomes(points, 2, () => Number.NaN),
        2,
      ),
      2,
      RESAMPLING,
    );
    expect(found).toMatchObject({ mean: Number.NaN, size: Number.NaN, deviation: Number.NaN, effects: 0 });
    for (const interval of [found.meanInterval, found.sizeInterval, found.deviationInterval])
      expect(interval).toEqual({ low: Number.NaN, high: Number.NaN });
  });
});

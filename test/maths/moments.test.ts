import { describe, expect, it } from 'vitest';
import {
  autocorrelation,
  correlation,
  hillIndex,
  kurtosis,
  mean,
  skewness,
  standardDeviation,
  variance,
} from '../../src/maths/moments.js';

const X = [2.1, -0.4, 0.3, 5.5, -3.2, 0.9, 1.1];
const Y = [1, 0, 2, 4, -1, 0.5, 3];

describe('moments', () => {
  it('agree with SciPy', () => {
    expect(mean(X)).toBeCloseTo(0.9, 14);
    expect(variance(X)).toBeCloseTo(6.916666666666668, 14);
    expect(standardDeviation(X)).toBeCloseTo(Math.sqrt(6.916666666666668), 14);
    expect(skewness(X)).toBeCloseTo(0.2745061120684023, 14);
    expect(kurtosis(X)).toBeCloseTo(2.9889262302220927, 14);
    expect(correlation(X, Y)).toBeCloseTo(0.8369227775584084, 14);
  });

  it('do not lose a small spread on a large level', () => {
    expect(variance(X.map((x) => x + 1e9))).toBeCloseTo(6.916666666666668, 5);
  });

  it('are NaN where they are not defined', () => {
    expect([mean([]), variance([1]), kurtosis([2, 2]), correlation([1, 1], [1, 2])]).toEqual(
      new Array(4).fill(Number.NaN),
    );
    expect(() => correlation([1], [1, 2])).toThrow(RangeError);
  });
});

describe('autocorrelation', () => {
  it('is 1 at lag 0 and by hand at lag 1', () => {
    expect(autocorrelation(X, 0)).toBeCloseTo(1, 15);
    expect(autocorrelation([1, 2, 3, 4], 1)).toBeCloseTo(0.25, 15); // (-1.5)(-.5) + (-.5)(.5) + (.5)(1.5) over 5
    expect(autocorrelation([1, -1, 1, -1, 1, -1], 1)).toBeCloseTo(-5 / 6, 15);
  });

  it('refuses a lag outside the series', () => {
    expect(() => autocorrelation(X, 7)).toThrow(RangeError);
    expect(() => autocorrelation(X, 0.5)).toThrow(RangeError);
  });
});

describe('hillIndex', () => {
  it('is by hand 2 / (ln 4 + ln 2) for a tail of 8 and -4 above 2', () => {
    expect(hillIndex([8, 1, -4, 2], 0.5)).toBeCloseTo(2 / Math.log(8), 14);
  });

  it('is NaN without a tail', () => {
    expect([hillIndex([1, 2, 3], 0.1), hillIndex([0, 0, 0], 0.5)]).toEqual([Number.NaN, Number.NaN]);
  });
});

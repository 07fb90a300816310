import { describe, expect, it } from 'vitest';
import {
  type CheckResult,
  distanceFrom,
  isValid,
  jackknifeError,
  validate,
} from '../../src/experiment/validation.js';
import type { Check } from '../../src/experiment/validation-checks.js';
import { mean, standardDeviation } from '../../src/maths/moments.js';
import { runOf } from './validation-runs.js';

const BASE = { group: 'g', name: 'n', unit: '', mandatory: true } as const;

/** A check of the mean of the last values, in one band. */
function lastValue(more: Partial<Check> = {}): Check {
  return {
    ...BASE,
    band: [1, 2],
    from: 'returns',
    measure: ({ runs }: { runs: readonly { series: ReadonlyMap<string, Float64Array> }[] }) =>
      mean(runs.map(({ series }) => (series.get('x') as Float64Array)[1])),
    ...more,
  } as Check;
}

function resultOf(values: readonly number[], check: Check): CheckResult {
  const returns = values.map((value, seed) =>
    runOf({ x: Float64Array.of(1, value) }, 'reference', String(seed)),
  );
  return validate({ returns, responses: [], floats: {}, ticksPerYear: 252 }, [check])[0];
}

describe('distance from a band', () => {
  it.each([
    [0.5, -0.5],
    [1, 0],
    [1.5, 0],
    [2, 0],
    [2.25, 0.25],
  ])('of %f is %f', (value, distance) => {
    expect(distanceFrom([1, 2], value)).toBe(distance);
  });
});

describe('the standard error', () => {
  it('of a mean is the usual one', () => {
    const values = [1.2, 3.4, 2.2, 5.1, 0.4];
    const leftOut = values.map((_, left) => mean(values.filter((__, index) => index !== left)));
    expect(jackknifeError(leftOut)).toBeCloseTo(standardDeviation(values) / Math.sqrt(5), 14);
  });

  it('is not known of one seed', () => {
    expect(jackknifeError([1])).toBeNaN();
    expect(resultOf([1.5], lastValue())).toMatchObject({ standardError: null, interval: null });
  });
});

describe('the verdict', () => {
  it('passes a value in the band, with its error over seeds', () => {
    expect(resultOf([1.4, 1.6], lastValue())).toMatchObject({
      model: 1.5,
      standardError: expect.closeTo(0.1, 12),
      interval: [expect.closeTo(1.304, 12), expect.closeTo(1.696, 12)],
      seeds: 2,
      distance: 0,
      verdict: 'pass',
    });
  });

  it('fails a value outside and says by how much', () => {
    expect(resultOf([2.4, 2.6], lastValue())).toMatchObject({ distance: 0.5, verdict: 'fail' });
  });

  it('only shows a value without a band', () => {
    const { band: _, ...check } = lastValue({ mandatory: false });
    expect(resultOf([7], check as Check)).toMatchObject({
      model: 7,
      band: null,
      distance: null,
      verdict: 'shown',
    });
  });

  it('is none on too few years, though the value lies in the band', () => {
    expect(resultOf([1.5], lastValue({ years: 10 } as Partial<Check>))).toMatchObject({
      distance: 0,
      verdict: 'short',
    });
  });

  it('is none without runs or without a number', () => {
    expect(resultOf([], lastValue()).verdict).toBe('missing');
    expect(resultOf([Number.NaN], lastValue())).toMatchObject({ model: null, verdict: 'missing' });
  });

  it('uses the seeds in which both arms were completed', () => {
    const arm = (name: string, seed: string, value: number) =>
      runOf({ x: Float64Array.of(value) }, name, seed);
    const responses = [
      arm('reference', 'a', 1),
      arm('bought', 'a', 2),
      arm('reference', 'b', 1),
      arm('bought', 'c', 9),
      arm('reference', 'd', 1),
      arm('bought', 'd', 4),
    ];
    const check: Check = {
      ...BASE,
      band: [1, 2],
      from: 'responses',
      arm: 'bought',
      measure: (pair) => pair.value('bought', 'x', 1) - pair.base('x', 1),
    };
    expect(validate({ returns: [], responses, floats: {}, ticksPerYear: 252 }, [check])[0]).toMatchObject({
      model: 2,
      standardError: 1,
      seeds: 2,
      verdict: 'pass',
    });
  });
});

describe('a model is valid', () => {
  const result = (verdict: CheckResult['verdict'], mandatory: boolean) =>
    ({ ...resultOf([1.5], lastValue()), verdict, mandatory }) as CheckResult;

  it('when every mandatory check passes, whatever the others say', () => {
    expect(isValid([result('pass', true), result('fail', false), result('shown', false)])).toBe(true);
  });

  it.each(['fail', 'short', 'missing'] as const)('not when a mandatory check says %s', (verdict) => {
    expect(isValid([result('pass', true), result(verdict, true)])).toBe(false);
  });
});

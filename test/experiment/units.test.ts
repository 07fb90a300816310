import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Unit } from '../../src/agent-kind.js';
import { formatValue, parseParameter, parseValue } from '../../src/experiment/units.js';

describe('values as people write them', () => {
  it.each<[string | number | boolean, Unit, number | boolean]>([
    ['4 %', 'per year', 0.04],
    ['4.1 %', 'per year', 0.041],
    ['25 bp', 'per year', 0.0025],
    ['-25bp', 'per year', -0.0025],
    ['4 %/yr', 'per year', 0.04],
    ['4 % per year', 'per year', 0.04],
    [0.04, 'per year', 0.04],
    ['0.04', 'per year', 0.04],
    ['300 $bn/yr', '$bn/yr', 300],
    ['$300bn/yr', '$bn/yr', 300],
    ['-$300 bn / year', '$bn/yr', -300],
    [300, '$bn/yr', 300],
    ['25 $bn/month', '$bn/yr', 300],
    ['1.2 $tn/yr', '$bn/yr', 1200],
    ['300 $bn/yr', '$bn/month', 25],
    ['25 $bn/month', '$bn/month', 25],
    ['25 $bn per month', '$bn/month', 25],
    ['1.5 $tn', '$bn', 1500],
    ['500 $mn', '$bn', 0.5],
    ['$2 billion', '$bn', 2],
    ['90 d', 'days', 90],
    ['90 days', 'days', 90],
    ['1 trading day', 'days', 1],
    ['2 y', 'years', 2],
    ['18 months', 'years', 1.5],
    ['4 %', 'ratio', 0.04],
    [1.5, 'ratio', 1.5],
    [12, 'count', 12],
    ['on', 'switch', true],
    [false, 'switch', false],
  ])('%s as %s is %s', (written, unit, value) => {
    expect(parseValue(written, unit)).toEqual({ value });
  });

  it.each<[unknown, Unit, RegExp]>([
    ['25 bp', 'ratio', /wrong unit; expected a plain number or a percentage/],
    ['4 %', '$bn/yr', /wrong unit; expected a flow of money, such as 300 \$bn\/yr/],
    ['300 $bn', '$bn/yr', /wrong unit/],
    ['300 $bn/yr', '$bn', /wrong unit; expected an amount of money/],
    ['3 weeks', 'days', /wrong unit; expected a number of trading days/],
    ['90 days', 'years', /wrong unit; expected a number of years/],
    ['300 bn', '$bn', /wrong unit/],
    ['many', 'count', /'many' is not a number; expected a whole number/],
    [1.5, 'count', /not a whole number/],
    ['maybe', 'switch', /neither true nor false/],
    [true, 'ratio', /true is not a number/],
    [Number.NaN, 'ratio', /is not a number/],
    [[1], 'ratio', /\[1\] is not a number/],
  ])('%s as %s is refused', (written, unit, message) => {
    const parsed = parseValue(written, unit);
    expect('error' in parsed && parsed.error).toMatch(message);
  });

  it('names the nearest choice and the allowed range', () => {
    const rule = { name: 'r', unit: 'choice', choices: ['path', 'taylor'], meaning: '' } as const;
    expect(parseParameter('tailor', rule)).toEqual({
      error: "'tailor' is not one of path, taylor; did you mean 'taylor'?",
    });
    const rate = { name: 'r', unit: 'per year', range: [0, 0.2], meaning: '' } as const;
    expect(parseParameter('30 %', rate)).toEqual({
      error: "'30 %' is out of range; allowed: 0 /yr to 0.2 /yr",
    });
    expect(parseParameter('20 %', rate)).toEqual({ value: 0.2 });
  });

  it('reads back exactly what it writes, in every unit', () => {
    const units = ['ratio', 'per year', '$bn', '$bn/yr', '$bn/month', 'days', 'years'] as const;
    const finite = fc.double({ noNaN: true, noDefaultInfinity: true });
    fc.assert(
      fc.property(fc.constantFrom(...units), finite, (unit, value) => {
        expect(parseValue(formatValue(value, unit), unit)).toEqual({ value: value + 0 });
      }),
      { seed: 20260102, numRuns: 1000 },
    );
  });

  it('reads a percentage as the double nearest to the decimal', () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999, max: 99_999 }), (thousandths) => {
        const percent = (thousandths / 1000).toFixed(3);
        expect(parseValue(`${percent} %`, 'ratio')).toEqual({ value: Number(`${percent}e-2`) });
        expect(parseValue(`${percent} bp`, 'per year')).toEqual({ value: Number(`${percent}e-4`) });
      }),
      { seed: 20260102 },
    );
  });
});

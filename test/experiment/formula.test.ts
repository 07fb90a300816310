import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadFormulas, type ReadFormula } from '../../src/experiment/formula.js';
import { FormulaError } from '../../src/experiment/formula-functions.js';
import { exp, ln, pow } from '../../src/maths/elementary.js';

const X = Float64Array.of(1, 2, 4, 3, 3.5);
const Y = Float64Array.of(2, 1, 1, 5, 4);
const VARIABLES = new Map([
  ['index.broad', 'series'],
  ['price.crypto', 'series'],
  ['t', 'number'],
] as const);
const VALUES = new Map<string, number | Float64Array>([
  ['index.broad', X],
  ['price.crypto', Y],
  ['t', 3],
]);

let read: ReadFormula;
beforeAll(async () => {
  read = await loadFormulas();
});

function evaluated(text: string): number {
  return read(text, VARIABLES).evaluate(VALUES);
}

describe('a formula', () => {
  it.each([
    ['100 * (last(index.broad) / at(index.broad, 2) - 1)', 75],
    ['first(index.broad) + 10 * min(index.broad) + 100 * max(index.broad)', 411],
    ['mean(index.broad)', 2.7],
    ['sum(price.crypto)', 13],
    // Squares of the deviations add up to 5.8 and 13.2, their products to 1.9.
    ['std(index.broad)', Math.sqrt(5.8 / 4)],
    ['quantile(index.broad, 0.3)', 2.2],
    ['maxDrawdown(index.broad)', -0.25],
    ['sum(between(index.broad, 2, 4))', 9],
    ['last(returns(index.broad))', 3.5 / 3 - 1],
    ['last(changes(index.broad, 2)) + 10 * sum(changes(index.broad, 4))', 3.5 / 4 - 1 + 25],
    ['drawdownLength(index.broad) + 10 * drawdownLength(-1 - index.broad * 0)', 1],
    ['steepestFall(index.broad, 9) + 10 * steepestFall(-1 - index.broad * 0, 2)', -0.25],
    ['10 * tickOfMax(index.broad) + tickOfMax(between(index.broad, 2, 4))', 32],
    ['tickOfPeak(index.broad)', 3],
    ['last(movingMean(index.broad, 2)) + sum(movingMean(index.broad, 5))', 3.25 + 2.7],
    ['correlation(index.broad, price.crypto)', 1.9 / Math.sqrt(5.8 * 13.2)],
    ['sum(index.broad * price.crypto - 1)', 2 + 2 + 4 + 15 + 14 - 5],
    ['sum(index.broad > price.crypto)', 2],
    ['last(index.broad > 3 and not (price.crypto > 4) ? 1 : index.broad)', 1],
    ['sum(max(index.broad, price.crypto)) + min(t, 1, 2)', 2 + 2 + 4 + 5 + 4 + 1],
    ['1 < t <= 3 ? 5 : 6', 5],
    ['-t^2', -9],
    ['t >= 3 or 0', 1],
    ['t == 3 and t != 4', 1],
    ['floor(-1.5) + ceil(1.2) + abs(-2)', 2],
    ['round(2.5) - round(-2.5)', 6],
    ['2^10 + sqrt(16)', 1028],
  ])('%s', (text, expected) => {
    expect(evaluated(text)).toBeCloseTo(expected, 12);
  });

  it('knows no peak at either end', () => {
    for (const series of [
      'between(index.broad, 1, 3)',
      'between(index.broad, 3, 4)',
      'movingMean(index.broad, 5)',
    ])
      expect(evaluated(`tickOfPeak(${series})`)).toBeNaN();
  });

  it('correlates in calm and in stress as the validation does', () => {
    const wave = (k: number) =>
      Float64Array.from({ length: 64 }, (_, t) => 2 + Math.sin(k * t * t) * (t > 42 ? 0.5 : 0.01));
    const [x, y] = [wave(1), Float64Array.from(wave(1), (value, t) => (t > 42 ? value : 4 - value))];
    const at = (text: string) =>
      read(
        text,
        new Map([
          ['x', 'series'],
          ['y', 'series'],
        ]),
      ).evaluate(
        new Map([
          ['x', x],
          ['y', y],
        ]),
      );
    expect(at('stressCorrelation(x, y, x)')).toBeGreaterThan(0.99);
    expect(at('calmCorrelation(x, y, x)')).toBeLessThan(-0.99);
    expect(() => at('calmCorrelation(between(x, 22, 64), between(y, 22, 64), x)')).toThrow(
      'calmCorrelation: of series with 43, 43 and 64 values',
    );
    expect(() => at('stressCorrelation(x, between(y, 2, 64), x)')).toThrow(FormulaError);
    const short = (name: string) => `between(${name}, 2, 64)`;
    expect(() => at(`stressCorrelation(${short('x')}, ${short('y')}, ${short('x')})`)).toThrow(
      'stressCorrelation: needs 64 values, and the series has 63',
    );
  });

  it('computes with the elementary functions of the project, to the bit', () => {
    const x = fc.double({ min: 1e-3, max: 50, noNaN: true });
    fc.assert(
      fc.property(x, x, (a, b) => {
        const at = (text: string) =>
          read(
            text,
            new Map([
              ['a', 'number'],
              ['b', 'number'],
            ]),
          ).evaluate(
            new Map([
              ['a', a],
              ['b', b],
            ]),
          );
        expect(at('a ^ b')).toBe(pow(a, b));
        expect(at('exp(a) + log(b)')).toBe(exp(a) + ln(b));
      }),
      { seed: 3, numRuns: 50 },
    );
  });

  it('agrees with the same arithmetic in JavaScript', () => {
    const leaf = fc.oneof(fc.integer({ min: 0, max: 99 }).map(String), fc.constantFrom('a', 'b'));
    const { tree } = fc.letrec<{ tree: string }>((tie) => ({
      tree: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        leaf,
        fc
          .tuple(tie('tree'), fc.constantFrom('+', '-', '*', '/', '<', '>='), tie('tree'))
          .map(([l, o, r]) => `(${l} ${o} ${r})`),
        fc.tuple(tie('tree'), tie('tree'), tie('tree')).map(([c, y, n]) => `(${c} ? ${y} : ${n})`),
      ),
    }));
    fc.assert(
      fc.property(tree, fc.integer({ min: -9, max: 9 }), fc.integer({ min: -9, max: 9 }), (text, a, b) => {
        const found = read(
          text,
          new Map([
            ['a', 'number'],
            ['b', 'number'],
          ]),
        ).evaluate(
          new Map([
            ['a', a],
            ['b', b],
          ]),
        );
        // NaN counts as true here and as false there: only formulas without it are compared.
        const expected = Number(new Function('a', 'b', `return ${text}`)(a, b));
        fc.pre(!text.includes('/'));
        expect(found).toBe(expected);
      }),
      { seed: 7, numRuns: 300 },
    );
  });

  it('says which series it uses', () => {
    expect(read('last(price.crypto) / last(index.broad) * 0 + t', VARIABLES).uses).toEqual([
      'index.broad',
      'price.crypto',
      't',
    ]);
  });

  it.each([
    ['index.brod', "unknown name 'index.brod'; did you mean 'index.broad'?"],
    ['median(index.broad)', "unknown function 'median'; did you mean 'mean'?"],
    ['last', "unknown name 'last'; 'last' is a function: last(…)"],
    ['constructor(1)', "unknown function 'constructor'"],
    ['last(index.broad).constructor', 'unknown name'],
    ['toString', "unknown name 'toString'"],
    ['index.broad', 'gives a value for each tick; make it a number'],
    ['last(1)', 'last: value 1 is a number, not a series'],
    ['quantile(index.broad, index.broad)', 'quantile: value 2 is a series, not a number'],
    ['quantile(index.broad)', 'quantile: takes 2 value(s), not 1'],
    ['abs(1, 2)', 'abs: takes 1 value(s), not 2'],
    ['last(index?.broad)', 'unknown name'],
    ['2 t', 'write the multiplication as *'],
    ['t!', 'there is no operator like that'],
    ['t % 2', 'there is no operator like that'],
    ['"a"', "'a' is neither a number nor a date"],
    ['1e999', "'Infinity' is neither a number nor a date"],
    ['', 'is empty'],
    ['[1, 2]', 'is nothing that a formula may hold'],
    ['x = 3', 'is nothing that a formula may hold'],
    ['f(x) = 3', 'is nothing that a formula may hold'],
    ['1; 2', 'is nothing that a formula may hold'],
    ['1 +', 'cannot be read: Unexpected end of expression'],
    ['import("fs")', "unknown function 'import'"],
    ['last(toString)', /unknown name 'toString'$/],
    ['last(returns)', "unknown name 'returns'; 'returns' is a function: returns(…)"],
  ])('%s is refused', (text, message) => {
    expect(() => read(text, VARIABLES)).toThrow(message);
  });

  it.each([
    ['at(index.broad, 6)', 'at: 6 is no tick of it; it has ticks 1 to 5'],
    ['at(index.broad, 1.5)', 'at: 1.5 is no tick'],
    ['mean(between(index.broad, 3, 2))', 'between: tick 2 is before tick 3'],
    ['last(movingMean(index.broad, 6))', 'movingMean: needs 6 values, and the series has 5'],
    ['sum(changes(index.broad, 5))', 'changes: needs 6 values, and the series has 5'],
    ['sum(returns(between(index.broad, 2, 2)))', 'returns: needs 2 values, and the series has 1'],
    ['quantile(index.broad, 30)', 'quantile: 30 does not lie within 0 and 1'],
    ['sum(index.broad + returns(index.broad))', 'series with 5 and 4 values cannot be combined'],
    ['correlation(index.broad, returns(index.broad))', 'correlation: of series with 5 and 4 values'],
  ])('%s has no value', (text, message) => {
    expect(() => evaluated(text)).toThrow(message);
  });
});

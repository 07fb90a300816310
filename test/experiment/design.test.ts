import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Design, designPoints, pointName, valueInRange } from '../../src/experiment/design.js';

const RANGES = {
  'fed.rate': { from: 0.03, to: 0.05 },
  'opening.cash': { from: 10, to: 1000, scale: 'log' },
  'funds.count': { from: 1, to: 9, whole: true },
} as const;

describe('a grid', () => {
  it('is every combination, the first parameter the slowest', () => {
    const design: Design = {
      type: 'grid',
      parameters: { 'fed.rate': { from: 0.03, to: 0.05, steps: 3 }, 'fed.rule': ['path', 'hold'] },
    };
    expect(designPoints(design)).toEqual({
      names: ['fed.rate', 'fed.rule'],
      rows: [
        [0.03, 'path'],
        [0.03, 'hold'],
        [0.04, 'path'],
        [0.04, 'hold'],
        [0.05, 'path'],
        [0.05, 'hold'],
      ],
    });
  });

  it('has equal ratios on a logarithmic scale, whole numbers of things, and the ends as they are written', () => {
    const values = (given: object) =>
      designPoints({ type: 'grid', parameters: { x: given } } as Design).rows.flat() as number[];
    const ratios = values({ from: 0.1, to: 100, steps: 4, scale: 'log' });
    for (const [index, value] of ratios.entries()) expect(value / 10 ** (index - 1)).toBeCloseTo(1, 14);
    expect([ratios[0], ratios[3]]).toEqual([0.1, 100]);
    expect(values({ from: 10, to: 21, steps: 3, whole: true })).toEqual([10, 16, 21]);
    expect(values({ from: 5, to: 1, steps: 3 })).toEqual([5, 3, 1]);
    expect(values({ from: 5, to: 1, steps: 1 })).toEqual([5]);
  });
});

describe('a design over ranges', () => {
  it('stays within them and visits both halves of each equally often', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('sobol', 'latinHypercube'),
        fc.integer({ min: 1, max: 6 }),
        (type, power) => {
          const points = 2 ** power;
          const { names, rows } = designPoints({ type, points, seed: 'a', parameters: RANGES } as Design);
          expect(names).toEqual(Object.keys(RANGES));
          expect(rows).toHaveLength(points);
          for (const [column, range] of Object.values(RANGES).entries()) {
            const values = rows.map((row) => Number(row[column]));
            const middle = valueInRange(range, 0.5);
            for (const value of values) {
              expect(value).toBeGreaterThanOrEqual(range.from);
              expect(value).toBeLessThanOrEqual(range.to);
            }
            if (column < 2) expect(values.filter((value) => value < middle)).toHaveLength(points / 2);
            else expect(values.every(Number.isInteger)).toBe(true);
          }
        },
      ),
      { seed: 1, numRuns: 20 },
    );
  });

  it('is another one for another seed', () => {
    const rows = (seed: string) =>
      designPoints({ type: 'latinHypercube', points: 4, seed, parameters: RANGES }).rows;
    expect(rows('a')).toEqual(rows('a'));
    expect(rows('a')).not.toEqual(rows('b'));
  });

  it('refuses a logarithmic range that reaches zero', () => {
    const parameters = { 'fed.rate': { from: 0, to: 1, scale: 'log' } } as const;
    expect(() => designPoints({ type: 'sobol', points: 2, parameters })).toThrow(/fed\.rate.*above zero/);
  });
});

describe('a list', () => {
  it('is the rows, in the order of the names of the first', () => {
    const rows = [
      { a: 1, b: true },
      { b: false, a: 2 },
    ];
    expect(designPoints({ type: 'list', rows })).toEqual({
      names: ['a', 'b'],
      rows: [
        [1, true],
        [2, false],
      ],
    });
  });

  it.each([[[{ a: 1 }, { b: 1 }]], [[{ a: 1 }, { a: 1, b: 1 }]], [[{ a: 1, b: 1 }, { a: 1 }]]])(
    'refuses rows of different parameters: %j',
    (rows) => {
      expect(() => designPoints({ type: 'list', rows } as Design)).toThrow(/same parameters/);
    },
  );
});

describe('the name of a point', () => {
  it('sorts as the points do', () => {
    expect(pointName(0, 8)).toBe('p001');
    expect(pointName(41, 20_000)).toBe('p00042');
    const names = Array.from({ length: 1234 }, (_, index) => pointName(index, 1234));
    expect([...names].sort()).toEqual(names);
  });
});

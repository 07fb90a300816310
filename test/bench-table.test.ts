import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Baseline } from './bench/baseline.js';
import { type Figure, meetsBar } from './bench/figures.js';
import { comparisonRows, sharedNames } from './bench/table.js';
import { yardstick } from './bench/yardstick.js';

const KINDS = ['time', 'rate', 'cost', 'gain'] as const;
const size = fc.double({ min: 0.01, max: 1e6, noNaN: true });
const factor = fc.double({ min: 0.1, max: 10, noNaN: true });
const kind = fc.constantFrom(...KINDS);

/** How much worse a value is than a stored one. */
function compared(figure: Pick<Figure, 'kind' | 'value'>, yardstick: number, before: number, stored: number) {
  const baseline: Baseline = { it: { value: before, unit: 'u', yardstick: stored, machine: '' } };
  const figures = [{ name: 'it', unit: 'u', ...figure }];
  return comparisonRows([{ figures, yardstick }], baseline)[0];
}

/** The value of the same program on a machine that is so many times slower. */
function onSlower({ kind, value }: Pick<Figure, 'kind' | 'value'>, times: number): number {
  if (kind === 'time') return value * times;
  return kind === 'rate' ? value / times : value;
}

describe('a figure beside the baseline', () => {
  it('is as good as itself on a machine of any speed', () => {
    const check = (kind: Figure['kind'], value: number, stored: number, times: number) => {
      const now = { kind, value: onSlower({ kind, value }, times) };
      const { ratio, isRegression } = compared(now, stored * times, value, stored);
      expect(ratio).toBeCloseTo(1, 9);
      expect(isRegression).toBe(false);
    };
    fc.assert(fc.property(kind, size, size, factor, check), { seed: 1 });
  });

  it('is a regression when it is more than 15 % worse, in its own direction', () => {
    const check = (kind: Figure['kind'], value: number, worse: number) => {
      const isLessBetter = kind === 'time' || kind === 'cost';
      const now = { kind, value: isLessBetter ? value * worse : value / worse };
      const { ratio, isRegression } = compared(now, 1, value, 1);
      expect(ratio).toBeCloseTo(worse, 9);
      expect(isRegression).toBe(worse > 1.15);
    };
    fc.assert(fc.property(kind, size, fc.constantFrom(0.5, 1, 1.14, 1.16, 3), check), { seed: 1 });
  });

  it('has a name of its own', () => {
    const figure = (name: string): Figure => ({ name, value: 1, unit: 's', kind: 'time' });
    const rows = comparisonRows(
      [
        { figures: [figure('a'), figure('b')], yardstick: 1 },
        { figures: [figure('a')], yardstick: 1 },
      ],
      {},
    );
    expect(sharedNames(rows)).toEqual(['a']);
    expect(sharedNames(rows.slice(0, 2))).toEqual([]);
  });

  it('is not compared with what has another unit or was not stored', () => {
    const figures: Figure[] = [
      { name: 'it', value: 1, unit: 's', kind: 'time' },
      { name: 'new', value: 1, unit: 'u', kind: 'time' },
    ];
    const baseline: Baseline = { it: { value: 0.1, unit: 'u', yardstick: 1, machine: '' } };
    for (const row of comparisonRows([{ figures, yardstick: 1 }], baseline)) {
      expect(row.ratio).toBeUndefined();
      expect(row.isRegression).toBe(false);
    }
  });
});

it('meets a bar from the right side', () => {
  const meets = (kind: Figure['kind'], value: number) =>
    meetsBar({ name: '', unit: '', kind, value, bar: 10 });
  expect(KINDS.map((kind) => meets(kind, 9))).toEqual([true, false, true, false]);
  expect(KINDS.map((kind) => meets(kind, 11))).toEqual([false, true, false, true]);
  expect(KINDS.every((kind) => meets(kind, 10))).toBe(true);
});

it('has a yardstick that takes time', () => {
  expect(yardstick()).toBeGreaterThan(1);
});

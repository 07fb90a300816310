import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decimalsFor, listed, pText, signed, thousands } from '../../src/report/number-text.js';
import { dateAxis, monthTicks, STACK, STACK_REST } from '../../src/report/theme.js';

const DATE = fc
  .date({ min: new Date('2000-01-01'), max: new Date('2060-01-01'), noInvalidDate: true })
  .map((date) => date.toISOString().slice(0, 10));

describe('ticks of months', () => {
  it('are first days within the dates, evenly apart, and not too many', () => {
    fc.assert(
      fc.property(DATE, DATE, fc.integer({ min: 2, max: 12 }), (a, b, most) => {
        const [first, last] = [a, b].sort();
        const ticks = monthTicks(first, last, most);
        expect(ticks.length).toBeGreaterThan(0);
        expect(ticks.length).toBeLessThanOrEqual(most + 1);
        if (ticks[0] === first) return;
        for (const tick of ticks) expect(tick >= first && tick <= last && tick.endsWith('-01')).toBe(true);
      }),
    );
  });

  it('fall on January and July where half-years do', () => {
    expect(monthTicks('2025-10-01', '2028-09-28', 7)).toEqual([
      '2026-01-01',
      '2026-07-01',
      '2027-01-01',
      '2027-07-01',
      '2028-01-01',
      '2028-07-01',
    ]);
  });
});

describe('the axis of dates', () => {
  const years = (from: string, to: string) =>
    dateAxis([from, to], 6).axis.labelExpr.match(/== '([^']*)'/)?.[1];

  it('has a year below the first month, unless January comes next', () => {
    expect(years('2025-09-01', '2026-01-20')).toBe('2025-09-01');
    expect(years('2025-12-01', '2026-03-20')).toBe('');
  });
});

describe('the parts of a stack', () => {
  /** Luma of ITU-R BT.601: what a printer without colours makes of it. */
  const grey = (color: string) =>
    [0.299, 0.587, 0.114].reduce(
      (sum, share, index) => sum + share * Number.parseInt(color.slice(1 + 2 * index, 3 + 2 * index), 16),
      0,
    );

  it('grow lighter by steps that grey shows', () => {
    const levels = [...STACK, STACK_REST].map(grey);
    for (const [index, level] of levels.slice(1).entries())
      expect(level - levels[index], STACK[index]).toBeGreaterThan(20);
  });
});

describe('numbers in words', () => {
  it('have their sign, and no more digits than their interval', () => {
    expect(signed(-10.789, decimalsFor(0.1))).toBe('−10.789');
    expect(signed(5.29, decimalsFor(27))).toBe('+5');
    expect(signed(-0.001, 1)).toBe('0.0');
    expect(signed(Number.NaN, 1)).toBe('–');
    expect([pText(0.00001), pText(0.0005), pText(0.2), pText(Number.NaN)]).toEqual([
      '< 0.0001',
      '0.0005',
      '0.200',
      '–',
    ]);
    expect([thousands(12), thousands(1234), thousands(1234567)]).toEqual(['12', '1,234', '1,234,567']);
    expect([listed([]), listed(['a']), listed(['a', 'b']), listed(['a', 'b', 'c'])]).toEqual([
      '',
      'a',
      'a and b',
      'a, b and c',
    ]);
  });
});

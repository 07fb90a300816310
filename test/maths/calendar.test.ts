import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateOfTick, tickOfDate } from '../../src/maths/calendar.js';

const days = fc
  .integer({ min: -20_000, max: 40_000 })
  .map((day) => new Date(day * 86_400_000).toISOString().slice(0, 10));

describe('calendar', () => {
  it('counts Monday to Friday, over leap days and ends of years', () => {
    expect([0, 1, 2, 5].map((tick) => dateOfTick(tick, '2026-01-01', 252))).toEqual([
      '2026-01-01',
      '2026-01-02',
      '2026-01-05',
      '2026-01-08',
    ]);
    expect(dateOfTick(1, '2024-02-28', 252)).toBe('2024-02-29');
    expect(dateOfTick(-1, '2027-01-01', 252)).toBe('2026-12-31');
    expect(dateOfTick(1, '2100-02-26', 252)).toBe('2100-03-01');
    expect(dateOfTick(2, '2026-12-28', 52)).toBe('2027-01-11');
  });

  it('starts after a weekend when days are counted', () => {
    expect(dateOfTick(0, '2026-01-03', 252)).toBe('2026-01-05');
    expect(tickOfDate('2026-01-04', '2026-01-02', 252)).toBe(1);
  });

  it('agrees with a count day by day, and back', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: 0, max: 700 }), (start, tick) => {
        const slow = new Date(`${start}T00:00:00Z`);
        const isWeekend = () => slow.getUTCDay() % 6 === 0;
        while (isWeekend()) slow.setUTCDate(slow.getUTCDate() + 1);
        for (let i = 0; i < tick; i++)
          do slow.setUTCDate(slow.getUTCDate() + 1);
          while (isWeekend());
        const date = dateOfTick(tick, start, 252);
        expect(date).toBe(slow.toISOString().slice(0, 10));
        expect(tickOfDate(date, start, 252)).toBe(tick);
      }),
      { seed: 6, numRuns: 200 },
    );
  });

  it('undoes weekly dates', () => {
    fc.assert(
      fc.property(days, fc.integer({ min: -500, max: 500 }), (start, tick) => {
        expect(tickOfDate(dateOfTick(tick, start, 52), start, 52)).toBe(tick);
      }),
      { seed: 7 },
    );
    expect(tickOfDate('2026-01-02', '2026-01-01', 52)).toBe(1);
  });

  it('refuses what is no date, no tick and no known year', () => {
    expect(() => dateOfTick(0, '2026-02-29', 252)).toThrow(/no date/);
    expect(() => dateOfTick(0, '2026-13-01', 252)).toThrow(/no date/);
    expect(() => dateOfTick(0, 'soon', 252)).toThrow(/no date/);
    expect(() => dateOfTick(0.5, '2026-01-01', 252)).toThrow(/whole/);
    expect(() => tickOfDate('2026-01-01', '2026-01-01', 365)).toThrow(/ticks a year/);
  });
});

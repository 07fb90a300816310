import { describe, expect, it } from 'vitest';
import { goldFundamental } from '../../src/mechanisms/gold-anchor.js';
import { between, law } from './law.js';

const GAINS = { realYield: 4, balanceSheet: 0.3, defaultFear: 2 };
const start = { realYieldChange: 0, balanceSheetRatio: 1, spreadChange: 0 };

describe('goldFundamental', () => {
  it('is its anchor at the start', () => {
    expect(goldFundamental(0.2, start, GAINS)).toBe(0.2);
  });

  it('falls in the real yield, rises with the balance sheet and with fear', () => {
    law(
      [between(-0.05, 0.05), between(0.3, 3), between(0, 0.1)],
      (realYieldChange, balanceSheetRatio, spreadChange) => {
        const drivers = { realYieldChange, balanceSheetRatio, spreadChange };
        const now = goldFundamental(0, drivers, GAINS);
        const value = (change: object) => goldFundamental(0, { ...drivers, ...change }, GAINS);
        expect(value({ realYieldChange: realYieldChange + 0.01 })).toBeCloseTo(now - 0.04, 12);
        expect(value({ balanceSheetRatio: 2 * balanceSheetRatio })).toBeCloseTo(now + 0.3 * Math.LN2, 12);
        expect(value({ spreadChange: spreadChange + 0.01 })).toBeCloseTo(now + 0.02, 12);
      },
    );
  });

  it('does not fall because spreads are calm', () => {
    expect(goldFundamental(0, { ...start, spreadChange: -0.02 }, GAINS)).toBe(0);
  });
});

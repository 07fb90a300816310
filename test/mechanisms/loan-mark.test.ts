import { describe, expect, it } from 'vitest';
import { loanMark, meanLife } from '../../src/mechanisms/loan-mark.js';
import { between, law } from './law.js';

describe('loanMark', () => {
  it('is par at the spread of the contract, falls in the fair spread by the years left, and never exceeds par', () => {
    expect(loanMark(0.05, 0.05, 4)).toBe(1);
    expect(loanMark(0.05, 0.03, 4)).toBe(1);
    expect(loanMark(0.05, 0.06, 4)).toBeCloseTo(0.960789, 6);
    law([between(0, 0.1), between(0, 0.5), between(0, 20)], (contract, fair, years) => {
      const mark = loanMark(contract, fair, years);
      expect(mark).toBeGreaterThan(0);
      expect(mark).toBeLessThanOrEqual(1);
      expect(loanMark(contract, fair + 0.01, years)).toBeLessThanOrEqual(mark);
      expect(loanMark(contract, fair, years + 1)).toBeLessThanOrEqual(mark);
    });
  });
});

describe('meanLife', () => {
  it('is the time to maturity of a bullet, and shorter the more is repaid on the way', () => {
    expect(meanLife(5, 0)).toBe(5);
    law([between(0, 30), between(0, 1)], (years, amortisation) => {
      const life = meanLife(years, amortisation);
      expect(life).toBeLessThanOrEqual(years + 1e-9);
      expect(life).toBeGreaterThanOrEqual(0);
      expect(meanLife(years, amortisation + 0.1)).toBeLessThanOrEqual(life + 1e-9);
    });
  });
});

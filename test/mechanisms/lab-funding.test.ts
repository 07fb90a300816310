import { describe, expect, it } from 'vitest';
import { burnRate, fundingNeed, runway } from '../../src/mechanisms/lab-funding.js';
import { between, law } from './law.js';

describe('runway', () => {
  it('is cash over burn, endless without burn, over without cash', () => {
    expect(runway(10, burnRate(30, 10))).toBe(0.5);
    expect(runway(10, burnRate(10, 30))).toBe(Number.POSITIVE_INFINITY);
    expect(runway(-1, 5)).toBe(0);
  });
});

describe('fundingNeed', () => {
  it('pays for the years wanted, with nothing to spare', () => {
    law([between(-50, 50), between(0, 3), between(0, 60), between(0, 60)], (burn, years, cash, called) => {
      const need = fundingNeed(burn, years, cash, called);
      expect(need).toBeGreaterThanOrEqual(0);
      if (need > 0) expect(runway(cash + called + need, burn)).toBeCloseTo(years, 6);
      else expect(runway(cash + called, burn)).toBeGreaterThanOrEqual(years - 1e-9);
    });
  });

  it('rises with burn and falls with cash', () => {
    law([between(0, 50), between(0, 50), between(0, 2), between(0, 50)], (burn, more, years, cash) => {
      const need = fundingNeed(burn, years, cash, 0);
      expect(fundingNeed(burn + more, years, cash, 0)).toBeGreaterThanOrEqual(need);
      expect(fundingNeed(burn, years, cash + more, 0)).toBeLessThanOrEqual(need);
    });
  });
});

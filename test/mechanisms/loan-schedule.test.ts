import { describe, expect, it } from 'vitest';
import { blendedRate, loanPayment, refinanced, refinancingRate } from '../../src/mechanisms/loan-schedule.js';
import { between, law } from './law.js';

describe('loanPayment', () => {
  it('pays interest and a part of principal, and the rest as a balloon', () => {
    expect(loanPayment(10, 0.1, 0.2, 0.25, false)).toEqual({ interest: 0.25, amortisation: 0.5, balloon: 0 });
    expect(loanPayment(10, 0.1, 0.2, 0.25, true)).toEqual({ interest: 0.25, amortisation: 0, balloon: 10 });
  });

  it('repays the principal exactly once over the life of the loan', () => {
    law([between(0.1, 50), between(0, 0.5), between(0, 1)], (principal, rate, amortisation) => {
      let left = principal;
      let repaid = 0;
      for (let year = 1; year <= 5; year++) {
        const due = loanPayment(left, rate, amortisation, 1, year === 5);
        expect(due.interest).toBeCloseTo(rate * left, 12);
        repaid += due.amortisation + due.balloon;
        left -= due.amortisation + due.balloon;
      }
      expect(left).toBe(0);
      expect(repaid).toBeCloseTo(principal, 10);
    });
  });
});

describe('refinanced', () => {
  it('rolls all while debt is within the limit, nothing for who is shut out', () => {
    expect(refinanced(4, 10, 12, true)).toBe(4);
    expect(refinanced(4, 10, 8, true)).toBe(2);
    expect(refinanced(4, 10, 5, true)).toBe(0);
    expect(refinanced(4, 10, 12, false)).toBe(0);
  });

  it('leaves debt within the limit, or rolls nothing', () => {
    law([between(0, 20), between(0, 30), between(0, 60)], (due, others, limit) => {
      const rolled = refinanced(due, others + due, limit, true);
      expect(rolled).toBeGreaterThanOrEqual(0);
      expect(rolled).toBeLessThanOrEqual(due);
      if (rolled > 0) expect(others + rolled).toBeLessThanOrEqual(limit + 1e-12);
      expect(refinanced(due, others + due, limit + 1, true)).toBeGreaterThanOrEqual(rolled);
    });
  });
});

describe('rates', () => {
  it('are the cleared yield plus the concession, and blend by principal', () => {
    expect(refinancingRate(0.095, 0.02)).toBeCloseTo(0.115, 14);
    expect(blendedRate(6, 0.01, 2, 0.05)).toBeCloseTo(0.02, 14);
    expect(blendedRate(0, 0.03, 0, 0.05)).toBe(0.03);
    law([between(0.1, 9), between(-0.1, 0.3), between(0.1, 9), between(-0.1, 0.3)], (a, one, b, other) => {
      const blend = blendedRate(a, one, b, other);
      expect(blend).toBeGreaterThanOrEqual(Math.min(one, other) - 1e-12);
      expect(blend).toBeLessThanOrEqual(Math.max(one, other) + 1e-12);
    });
  });
});

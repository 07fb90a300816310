import { describe, expect, it } from 'vitest';
import {
  breachOf,
  cure,
  type DebtState,
  debtServiceCoverage,
  loanToValue,
} from '../../src/mechanisms/debt-covenants.js';
import { between, law } from './law.js';

const COVENANTS = { coverage: 1.2, loanToValue: 0.8 };
const SOUND: DebtState = {
  cashFlow: 4,
  interest: 1,
  amortisation: 1.5,
  debt: 10,
  secured: 10,
  collateral: 15,
};

describe('the two ratios', () => {
  it('are cash flow over debt service, and debt over collateral', () => {
    expect(debtServiceCoverage(SOUND)).toBeCloseTo(1.6, 14);
    expect(loanToValue(SOUND)).toBeCloseTo(2 / 3, 14);
  });

  it('have an answer without debt or collateral', () => {
    const free = { ...SOUND, interest: 0, amortisation: 0, debt: 0, secured: 0 };
    expect(debtServiceCoverage(free)).toBe(Number.POSITIVE_INFINITY);
    expect(loanToValue(free)).toBe(0);
    expect(loanToValue({ ...SOUND, collateral: 0 })).toBe(Number.POSITIVE_INFINITY);
  });
});

describe('breachOf', () => {
  it('names the covenant that is breached, coverage first', () => {
    expect(breachOf(SOUND, COVENANTS)).toBe('none');
    expect(breachOf({ ...SOUND, cashFlow: 2 }, COVENANTS)).toBe('coverage');
    expect(breachOf({ ...SOUND, collateral: 12 }, COVENANTS)).toBe('loanToValue');
    expect(breachOf({ ...SOUND, cashFlow: 2, collateral: 12 }, COVENANTS)).toBe('coverage');
    expect(breachOf({ ...SOUND, cashFlow: -1, debt: 0, secured: 0 }, COVENANTS)).toBe('none');
  });
});

describe('cure', () => {
  it('is 0 exactly where nothing is breached, and cures what is, with nothing to spare', () => {
    law(
      [between(-2, 10), between(0.1, 2), between(0, 3), between(0.1, 30), between(0, 40), between(0, 1)],
      (cashFlow, interest, amortisation, debt, collateral, part) => {
        const secured = part * debt;
        const state = { cashFlow, interest, amortisation, debt, secured, collateral };
        const paid = cure(state, COVENANTS);
        expect(paid).toBeGreaterThanOrEqual(0);
        expect(paid).toBeLessThanOrEqual(secured);
        if (breachOf(state, COVENANTS) === 'none') expect(paid).toBe(0);
        else expect(paid).toBeGreaterThan(0);
        const over = 1e-9 * debt;
        const left = debt - paid - over;
        const share = left / debt;
        const after = {
          ...state,
          debt: left,
          secured: Math.max(secured - paid - over, 0),
          interest: interest * share,
          amortisation: amortisation * share,
        };
        if (left > 1e-9) expect(breachOf(after, COVENANTS)).toBe('none');
      },
    );
  });
});

import { expect, it } from 'vitest';
import { runEconomy } from './small-economy.js';

const EMPTY = {
  'hyperscalers.oracle.operatingCashFlow': 0,
  'hyperscalers.oracle.deposits': 0,
  'hyperscalers.oracle.moneyFundShares': 0,
  'hyperscalers.oracle.capitalExpenditure': 0,
  'hyperscalers.oracle.capitalExpenditureGuidance': 0,
  'hyperscalers.oracle.leverageLimit': 0,
};

it('lets a hyperscaler without cash or income borrow from banks to serve its debt', () => {
  const { events, series } = runEconomy(20, { set: EMPTY });
  const loans = events.filter(({ type }) => type === 'bank loan');
  expect(loans.length).toBeGreaterThan(10);
  // Interest on about 55 $bn of bonds at 5 % and dividends, for 20 days.
  expect(loans.reduce((sum, { amount }) => sum + amount, 0)).toBeGreaterThan(0.2);
  expect(Math.min(...series('hyperscalers.cash.oracle'))).toBeGreaterThan(-1e-9);
});

import { describe, expect, it } from 'vitest';
import { ASSETS } from '../../src/engine/declarations.js';
import { type Kept, run, smallConfiguration } from './economy.js';

/** Annual volatility of log price changes. */
function volatility(kept: Kept, asset: string, ticksPerYear: number): number {
  const prices = [1, ...kept.of(`price.${asset}`)];
  let sum = 0;
  for (let i = 1; i < prices.length; i++) sum += Math.log(prices[i] / prices[i - 1]) ** 2;
  return Math.sqrt((sum / (prices.length - 1)) * ticksPerYear);
}

describe('a tick of a week', () => {
  const days = run(smallConfiguration({ ticks: 252 }));
  const weeks = run(smallConfiguration({ ticks: 52, ticksPerYear: 52 }));

  it('has a date a week after the last', () => {
    expect(weeks.dates.slice(0, 2).map((date) => new Date(date).getTime())).toSatisfy(
      ([one, other]: number[]) => other - one === 7 * 86_400_000,
    );
  });

  it('pays in a year what daily ticks pay', () => {
    for (const flow of ['wages', 'taxes', 'dividends', 'operatingIncome', 'coupons'])
      expect(weeks.gross(flow) / days.gross(flow), flow).toSatisfy(
        (ratio: number) => ratio > 0.97 && ratio < 1.03,
      );
  });

  it('has volatilities of the size of daily ones', () => {
    for (const asset of ASSETS) {
      const ratio = volatility(weeks, asset, 52) / volatility(days, asset, 252);
      expect(ratio, asset).toBeGreaterThan(0.5);
      expect(ratio, asset).toBeLessThan(2);
    }
  });

  it('keeps the stationary economy where it is', () => {
    const kept = run(smallConfiguration({ experiment: 'stationary', ticks: 52, ticksPerYear: 52 }));
    for (const asset of ASSETS)
      for (const price of kept.of(`price.${asset}`)) expect(Math.abs(price - 1), asset).toBeLessThan(1e-9);
  });
});

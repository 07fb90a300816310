import { exp, ln } from './elementary.js';

/** Trading days of a year: speeds are stated in trading days and hold at every tick length. */
export const TRADING_DAYS_PER_YEAR = 252;

/**
 * Share of a gap that closes in one tick: 1 - 2^(-(252 / ticksPerYear) / halfLife).
 *
 * @param halfLife trading days until half the gap is closed; 0 closes it at once, Infinity never
 * @throws RangeError for a negative half-life
 */
export function rateFromHalfLife(halfLife: number, ticksPerYear: number): number {
  if (!(halfLife >= 0)) throw new RangeError(`half-life ${halfLife}, not 0 or more days`);
  return 1 - exp((-Math.LN2 * (TRADING_DAYS_PER_YEAR / ticksPerYear)) / halfLife);
}

/** A flow or simple rate per year as the amount per tick: annualRate / ticksPerYear, without compounding. */
export function perTick(annualRate: number, ticksPerYear: number): number {
  return annualRate / ticksPerYear;
}

/**
 * Share taken a tick so that a year of ticks leaves what a year of days leaves: 1 - (1 - x)^(252 / ticksPerYear).
 *
 * @param dailyFraction share a trading day, 0 … 1
 * @throws RangeError for a share outside 0 … 1
 */
export function rescaleFraction(dailyFraction: number, ticksPerYear: number): number {
  if (!(dailyFraction >= 0 && dailyFraction <= 1))
    throw new RangeError(`share ${dailyFraction} a day, not in 0 … 1`);
  const daysPerTick = TRADING_DAYS_PER_YEAR / ticksPerYear;
  if (daysPerTick === 1) return dailyFraction;
  return 1 - exp(daysPerTick * ln(1 - dailyFraction));
}

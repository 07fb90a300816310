/**
 * Log fundamental of gold: no cash flow, so what it competes with and what it insures against.
 *
 * Sources: gold and real yields (Erb & Harvey 2013, FAJ 69), measured GLD -3.9 % per 100 bp of the 10-year
 * yield in 2022; safe haven (Baur & Lucey 2010, Financial Review 45); reserve diversification (Arslanalp,
 * Eichengreen & Simpson-Bell 2023, JIE 145).
 */
import { ln } from '../maths/elementary.js';

/** All gains >= 0. */
export interface GoldGains {
  /** Fall of the log fundamental for each unit of real yield, years. */
  readonly realYield: number;
  /** Elasticity to the Fed's balance sheet. */
  readonly balanceSheet: number;
  /** Rise for each unit of default fear. */
  readonly defaultFear: number;
}

/** What gold answers to, each against its start. */
export interface GoldDrivers {
  /** Real yield less its start, per year. */
  readonly realYieldChange: number;
  /** Fed assets over their start; positive. */
  readonly balanceSheetRatio: number;
  /**
   * Spread of risky bonds less its start, per year; below 0 there is no fear, and gold does not fall for it.
   */
  readonly spreadChange: number;
}

/**
 * v = e - D (change of the real yield) + a ln(balance sheet/start) + b (change of the spread)+.
 * @param anchor e: slow log anchor, reserve diversification included; 0 at the start
 */
export function goldFundamental(anchor: number, drivers: GoldDrivers, gains: GoldGains): number {
  return (
    anchor -
    gains.realYield * drivers.realYieldChange +
    gains.balanceSheet * ln(drivers.balanceSheetRatio) +
    gains.defaultFear * Math.max(drivers.spreadChange, 0)
  );
}

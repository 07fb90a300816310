/**
 * Capital expenditure of a hyperscaler: a plan, given up as capital gets dear or shareholders punish it.
 * Flows in $bn a year.
 *
 * Sources: hurdle rates and investment (Gormsen & Huber 2025, AER 115); the market disciplines investment
 * through the share price (Baker, Stein & Wurgler 2003, QJE 118); slow adjustment (time to build: Kydland &
 * Prescott 1982, Econometrica 50).
 */
import { exp } from '../maths/elementary.js';

/** debtShare debt yield + (1 - debtShare) cost of equity, per year. */
export function costOfCapital(debtShare: number, debtYield: number, costOfEquity: number): number {
  return debtShare * debtYield + (1 - debtShare) * costOfEquity;
}

/** exp(-sensitivity (cost - hurdle)+): share of the plan kept at this cost of capital; 1 below the hurdle. */
export function hurdleFactor(cost: number, hurdle: number, sensitivity: number): number {
  return exp(-sensitivity * Math.max(cost - hurdle, 0));
}

/**
 * exp(gain min(drawdown + tolerance, 0)): share of the plan kept after a fall of the own equity; 1 within the
 * tolerance.
 * @param logDrawdown ln p less its peak within memory, at most 0
 * @param tolerance log fall that shareholders bear without a word, >= 0
 */
export function punishmentFactor(logDrawdown: number, tolerance: number, gain: number): number {
  return exp(gain * Math.min(logDrawdown + tolerance, 0));
}

/** plan times both factors: between 0 and the plan, homogeneous of degree 1 in it. */
export function desiredCapitalExpenditure(plan: number, hurdle: number, punishment: number): number {
  return plan * hurdle * punishment;
}

/**
 * current + rate (desired - current): projects under way are finished, new ones take time; `rate` per tick.
 */
export function capitalExpenditureStep(current: number, desired: number, rate: number): number {
  return current + rate * (desired - current);
}

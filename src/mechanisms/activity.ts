/**
 * Activity: what spending above its start does to output. Flows in $bn a year.
 *
 * Sources: multipliers of 0.6-1, up to 1.5 while rates do not answer (Ramey 2019, JEP 33); wealth effect of
 * about 3 cents a dollar a year (Chodorow-Reich, Nenov & Simsek 2021, AER 111).
 */
import { ln } from '../maths/elementary.js';

/** Deviations from the start, $bn a year; wealth in $bn. */
export interface DemandDeviations {
  readonly capitalExpenditure: number;
  readonly deficit: number;
  readonly wealth: number;
  /** Fall of consumption by itself; positive lowers activity. */
  readonly consumptionShortfall: number;
}

export interface ActivityGains {
  readonly multiplier: number;
  /** Share of capex that is spent at home, 0 … 1. */
  readonly domesticShare: number;
  /** Consumption out of a dollar of wealth in a year, 1/year. */
  readonly wealthEffect: number;
}

/**
 * multiplier (domestic share capex + deficit + wealth effect wealth - consumption shortfall), $bn a year; 0
 * at the start.
 */
export function activityImpulse(deviations: DemandDeviations, gains: ActivityGains): number {
  const spending = gains.domesticShare * deviations.capitalExpenditure + deviations.deficit;
  const consumption = gains.wealthEffect * deviations.wealth - deviations.consumptionShortfall;
  return gains.multiplier * (spending + consumption);
}

/** EWMA step; `rate` per tick from a half-life of about 40 days. */
export function smoothedImpulse(impulse: number, today: number, rate: number): number {
  return impulse + rate * (today - impulse);
}

/** Activity cannot fall below half its trend. */
const LOWEST_LEVEL = 0.5;

/** ln(1 + impulse/trend), at least ln 0.5: log deviation of activity from its trend. */
export function logActivity(impulse: number, trendOutput: number): number {
  return ln(Math.max(1 + impulse / trendOutput, LOWEST_LEVEL));
}

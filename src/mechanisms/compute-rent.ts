/**
 * Rents of computing capacity: what a generation of chips earns as newer ones come, and as demand outgrows or
 * falls short of what there is.
 *
 * A dollar of new chips earns a rent yield in its first year. Every generation loses to the next, so rents fade with
 * age; on top of that the price of computing may fall for all, or rebound when capacity is scarce. Source of the
 * orders of magnitude: rents of one generation fell from 9.5 to 1.7 dollars an hour in two years, then rose by 40 %.
 */
import { exp, pow } from '../maths/elementary.js';

/** Scarcity cannot move rents by more than this factor, up or down. */
const LARGEST_FACTOR = 4;

/**
 * Rent of a generation, per year and dollar of its price when new: yield × exp(-age/life) × index.
 * @param age years since it was new
 * @param economicLife years over which rents fade by a factor e
 * @param index price of computing, 1 at the start
 */
export function generationRent(rentYield: number, age: number, economicLife: number, index: number): number {
  return rentYield * exp(-age / economicLife) * index;
}

/** Share of capacity that still earns after `years`: what newer generations leave of the rents of an old one. */
export function fadedShare(years: number, economicLife: number): number {
  return exp(-years / economicLife);
}

/** Price of computing after `years` of a fall at the rate `deflation` (a rise, if negative). */
export function deflated(index: number, deflation: number, years: number): number {
  return index * exp(-deflation * years);
}

/**
 * (demand/capacity)^elasticity, bounded: above 1 when demand outgrows capacity, a rebound; below when chips stand
 * idle. 1 where they grow alike.
 */
export function scarcityFactor(demand: number, capacity: number, elasticity: number): number {
  if (!(capacity > 0)) return LARGEST_FACTOR;
  const factor = pow(Math.max(demand, 0) / capacity, elasticity);
  return Math.min(Math.max(factor, 1 / LARGEST_FACTOR), LARGEST_FACTOR);
}

/** Contracts run on at the rent they were made at: their mean follows the market as they expire. */
export function contractedRent(contracted: number, market: number, speed: number): number {
  return contracted + speed * (market - contracted);
}

/** Mean rent of a fleet, relative to the start: part under contract, the rest at the market. */
export function fleetRent(contractShare: number, contracted: number, market: number): number {
  return contractShare * contracted + (1 - contractShare) * market;
}

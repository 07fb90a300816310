/**
 * Marks of illiquid funds follow the value of what they hold with a lag.
 *
 * Source: smoothed returns of illiquid funds, Getmansky, Lo & Makarov (2004, JFE 74): reported = theta fair +
 * (1 - theta) reported before.
 */

/** Reported NAV a tick on: between the NAV reported before and the fair one. `speed` 1 is daily marking, 0 none. */
export function smoothedNav(reported: number, fair: number, speed: number): number {
  return reported + speed * (fair - reported);
}

/**
 * NAV that owners act on: what is reported, and by `attention` what prices of listed vehicles and news on borrowers
 * tell of the fair one. Stale marks invite owners to leave first (Chen, Goldstein & Jiang 2010, JFE 97).
 */
export function perceivedNav(reported: number, fair: number, attention: number): number {
  return reported + attention * (fair - reported);
}

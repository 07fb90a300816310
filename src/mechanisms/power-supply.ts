/**
 * Power for data centres: what can be connected, how scarce it is, what utilities build. Gigawatts and years.
 *
 * Chips that leave a site free its power for new ones; beyond that, connections are limited by headroom: the less is
 * left, the longer a site waits. Sources: congestion in interconnection queues (Johnston, Liu & Yang 2023, NBER WP
 * 31946); time to build (Kydland & Prescott 1982, Econometrica 50).
 */
import { exp, ln } from '../maths/elementary.js';

/** Scarcity beyond this moves prices no further: e^3 is twentyfold. */
const LARGEST_SCARCITY = 3;

/** in use/life + headroom+/connection time: gigawatts a year that can go to new chips; a site keeps its connection. */
export function connectable(
  inUse: number,
  siteLife: number,
  headroom: number,
  connectionTime: number,
): number {
  return inUse / siteLife + Math.max(headroom, 0) / connectionTime;
}

/**
 * Where sites go, gigawatts a year by region: first where they are wanted, as far as power is; of those turned away a
 * part moves to regions that have some left, in proportion to what is left.
 * @param mobility share of the sites turned away that can move, in [0, 1]
 */
export function placeSites(
  wanted: readonly number[],
  supply: readonly number[],
  mobility: number,
): readonly number[] {
  let moving = 0;
  let slack = 0;
  for (const [region, need] of wanted.entries()) {
    moving += mobility * Math.max(need - supply[region], 0);
    slack += Math.max(supply[region] - need, 0);
  }
  const filled = slack > 0 ? Math.min(moving / slack, 1) : 0;
  return wanted.map(
    (need, region) => Math.min(need, supply[region]) + filled * Math.max(supply[region] - need, 0),
  );
}

/**
 * (ln(cover at start/cover))+, at most 3, with cover = supply/wanted: 0 while power is as plentiful as at the start.
 */
export function powerScarcity(startCover: number, supply: number, wanted: number): number {
  if (!(wanted > 0)) return 0;
  if (!(supply > 0)) return LARGEST_SCARCITY;
  return Math.min(Math.max(ln((startCover * wanted) / supply), 0), LARGEST_SCARCITY);
}

/** e^(elasticity scarcity): price over that at the start, at least 1. */
export function scarcityPrice(scarcity: number, elasticity: number): number {
  return exp(elasticity * scarcity);
}

/**
 * Gigawatts missing when what is started today comes on line: (net wanted × lead time - headroom - planned additions ×
 * lead time - under construction)+.
 * @param netWanted gigawatts a year beyond what old sites give back
 */
export function capacityGap(
  netWanted: number,
  leadTime: number,
  headroom: number,
  additions: number,
  underConstruction: number,
): number {
  return Math.max((netWanted - additions) * leadTime - headroom - underConstruction, 0);
}

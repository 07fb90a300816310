/**
 * Why fundamentals changed overnight, at yesterday's prices: policy (the expected rate path and the term premium),
 * default (fair credit spreads), and all else as fundamentals (model section 5).
 */
import { ln } from '../maths/elementary.js';
import { ASSETS, BONDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';
import { treasuryAnchor } from './treasury-anchor.js';

/**
 * Sets the Treasury anchor, evaluates fundamentals at yesterday's prices and splits their change by cause into the
 * market's workspace.
 *
 * @param before fair credit spreads and Treasury anchor parts of yesterday
 */
export function splitFundamentalChange(
  world: RunningWorld,
  before: { readonly fairSpread: Float64Array; readonly policyAnchor: number },
): void {
  const { demand, market } = world;
  const { work } = market;
  const assets = ASSETS.length;
  const today = new Float64Array(assets);
  market.fundamentalsAtYesterdaysPrices(today);
  const change = work.fundamentalChange;
  change.fill(0);
  const policy = treasuryAnchor(world, false) - before.policyAnchor;
  for (let a = 0; a < assets; a++) {
    const total = today[a] - demand.previousFundamental[a];
    let byPolicy = 0;
    let byDefault = 0;
    if (a === 0) byPolicy = policy;
    else if (BONDS.includes(ASSETS[a])) {
      const base = demand.yield[0] + demand.decay[a];
      byDefault = ln((base + before.fairSpread[a]) / (base + demand.fairSpread[a]));
    }
    change[a] = total - byPolicy - byDefault;
    change[assets + a] = byPolicy;
    change[2 * assets + a] = byDefault;
  }
}

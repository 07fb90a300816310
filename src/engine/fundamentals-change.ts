/**
 * Why fundamentals changed overnight, at yesterday's prices: policy (the expected rate path and the term premium),
 * default (what fair credit spreads make of new defaults and losses), and all else as fundamentals, leverage of
 * issuers among it (model section 5).
 */
import { handles } from '../ledger/handles.js';
import { ln } from '../maths/elementary.js';
import { ASSETS, BONDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';
import { treasuryAnchor } from './treasury-anchor.js';

/**
 * Sets the Treasury anchor, evaluates fundamentals at yesterday's prices and splits their change by cause into the
 * market's workspace.
 *
 * @param policyBefore yesterday's policy part of the Treasury anchor
 */
const fundamentals = handles(() => new Float64Array(ASSETS.length));

export function splitFundamentalChange(world: RunningWorld, policyBefore: number): void {
  const { demand, market } = world;
  const { work } = market;
  const assets = ASSETS.length;
  const today = fundamentals(world);
  market.fundamentalsAtYesterdaysPrices(today);
  const change = work.fundamentalChange;
  change.fill(0);
  const withoutDefaults = world.column('spreadWithoutDefaults');
  const policy = treasuryAnchor(world, false) - policyBefore;
  for (let a = 0; a < assets; a++) {
    const total = today[a] - demand.previousFundamental[a];
    let byPolicy = 0;
    let byDefault = 0;
    if (a === 0) byPolicy = policy;
    else if (BONDS.includes(ASSETS[a])) {
      const base = demand.yield[0] + demand.decay[a];
      byDefault = ln((base + withoutDefaults[a]) / (base + demand.fairSpread[a]));
    }
    change[a] = total - byPolicy - byDefault;
    change[assets + a] = byPolicy;
    change[2 * assets + a] = byDefault;
  }
}

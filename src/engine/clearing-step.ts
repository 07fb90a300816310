/** Step 4: one price vector and one funding rate clear all markets together. */

import { bondYield } from '../mechanisms/bond-price.js';
import { updateFairSpreads } from './credit.js';
import { BONDS } from './declarations.js';
import { defaultDemand } from './default-demand.js';
import { splitFundamentalChange } from './fundamentals-change.js';
import { updateGoldAnchor } from './gold.js';
import type { RunningWorld } from './running-world.js';
import { treasuryAnchor } from './treasury-anchor.js';

export function clearMarkets(world: RunningWorld): void {
  const { demand, scalars, market } = world;
  const memory = world.column('fundamentalMemory');
  demand.earnings[0] += treasuryAnchor(world, true) - memory[1];
  memory[1] = treasuryAnchor(world, true);
  updateFairSpreads(world);
  updateGoldAnchor(world);
  splitFundamentalChange(world, memory[0]);
  memory[0] = treasuryAnchor(world, false);
  const terms = market.work.funding;
  if (terms !== undefined) {
    terms.capacity = scalars.get('fundingCapacity');
    terms.elasticity = scalars.get('fundingElasticity');
    const cap = scalars.get('fundingSpreadCap');
    terms.cap = cap > 0 ? cap : Number.POSITIVE_INFINITY;
  }
  const spread = scalars.get('fundingSpread');
  const defaults = defaultDemand(world);
  market.prepare(spread);
  scalars.set(
    'fundingSpread',
    market.clear(world.tick, spread, world.orders.list, world.column('previousEarnings'), defaults),
  );
  for (let a = 0; a < BONDS.length; a++)
    demand.yield[a] = bondYield(market.work.price[a], demand.coupon[a], demand.decay[a]);
}

/** The fundamental of Treasury bonds (model section 5). */

import type { World } from '../ledger/world.js';
import { ln } from '../maths/elementary.js';
import { bondPrice } from '../mechanisms/bond-price.js';

/** Log price of a Treasury bond at the expected path of policy, the term premium and news on rates. */
export function treasuryAnchor(world: Pick<World, 'demand' | 'scalars'>, withNews: boolean): number {
  const { demand, scalars } = world;
  const fair =
    scalars.get('expectedPolicyRate') + scalars.get('termPremium') + (withNews ? scalars.get('rateNews') : 0);
  return ln(bondPrice(fair, demand.coupon[0], demand.decay[0]));
}

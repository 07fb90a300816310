/**
 * What investors order because a default took units from them, destroyed or paid out, for the attribution: they hold
 * less than they want, and want less because there is less of the asset. Both would show as something else.
 */

import type { DefaultDemand } from '../market/attribution.js';
import { exp } from '../maths/elementary.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';

/** By kind: $bn of orders that restore what was taken, and of orders that follow the smaller supply. */
export function defaultDemand(world: RunningWorld): readonly DefaultDemand[] {
  const taken = world.column('defaultedShare');
  const list: DefaultDemand[] = [];
  for (const [asset, share] of taken.entries())
    if (share > 0 && share < 1)
      for (const kind of INVESTOR_KINDS) list.push(ofKind(world, kind, asset, share / (1 - share)));
  taken.fill(0);
  return list;
}

/** @param lost units lost over units left */
function ofKind(world: RunningWorld, kind: string, asset: number, lost: number): DefaultDemand {
  const { ledger, demand } = world;
  const { first, last } = world.rowsOf(kind);
  const price = exp(demand.lnPrice[asset]);
  let restored = 0;
  let followed = 0;
  for (let row = first; row < last; row++) {
    const value = lost * price * Math.max(ledger.position(row, asset), 0);
    const speed = demand.rebalancingSpeed[row];
    restored += speed * value;
    followed += demand.supplyFollowing[row] * Math.max(speed, demand.immediacy[row]) * value;
  }
  return { kind: ledger.kindOf[first], asset, restored, followed };
}

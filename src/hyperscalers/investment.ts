/** Capex is paid, and capital ages in fact and in the books. */

import { builtFor, buyCapacity, capitalFor } from '../ledger/chip-purchase.js';
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { reportCut } from './financing.js';
import { own, position, terms } from './firms.js';

/** Pays suppliers and owners out of what has come in; what it cannot pay is cut. */
export function invest(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = own(world).first + i;
  const planned = own(world).toPay[i];
  const paid = Math.min(planned, Math.max(position(world, i, world.ledger.at.deposits), 0));
  reportCut(world, i, planned - paid);
  buyCapacity(world, row, paid);
  const payout = Math.min(own(world).payout[i], Math.max(position(world, i, world.ledger.at.deposits), 0));
  payments.pay(row, world.rowOf('realEconomy'), payout, FLOW.dividends);
  const built = builtFor(world, paid + own(world).vehicleCapital[i]);
  scalars.add('sitesBuilt', built / dt);
  age(world, i, built, capitalFor(world, built));
}

/**
 * Capital grows by what capex buys and fades over its life; what the books carry beyond what the start led to expect of
 * economic capital is written down.
 */
export function age(world: World, i: number, capex: number, capital: number): void {
  const { dt } = world;
  const economic = own(world).economicCapital;
  const reported = own(world).reportedCapital;
  const economicLife = terms(world).economicLife.now;
  const assumedLife = terms(world).assumedLife.now;
  economic[i] += capital - (economic[i] / economicLife) * dt;
  reported[i] += capex - (reported[i] / assumedLife) * dt;
  const history = terms(world).capitalGrowthHistory.now;
  const expected = (economic[i] * (history + 1 / economicLife)) / (history + 1 / assumedLife);
  const lost = world.speed(terms(world).writeDownHalfLife.now) * Math.max(reported[i] - expected, 0);
  reported[i] -= lost;
  own(world).written[i] += lost;
}

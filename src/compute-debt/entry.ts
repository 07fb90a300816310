/**
 * Entrants: in the place of a firm that has failed founders set up a new one when chips, on the life that lenders believe
 * in and at the rents of today, are worth more than they cost. It begins with their cash and a plan, without chips or debt.
 */

import { builtFor, capitalFor } from '../ledger/chip-purchase.js';
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { rentalValue } from '../mechanisms/fleet-value.js';
import { entrantsRate, entryReadiness } from '../mechanisms/free-entry.js';
import { type Borrowers, SOUND } from './borrowers.js';
import { marketOf } from './handles.js';
import { callOwners } from './owners.js';
import { lenderLife, marketRent, rentIndex, rentOf } from './rents.js';

/** Value of chips bought for a dollar today, discounted at `rate`. */
function worthOfChips(world: World, rate: number): number {
  const { operatingCost, rentDeflation } = marketOf(world);
  const built = builtFor(world, 1);
  const capacity = capitalFor(world, built) / rentIndex(world)[0];
  const rents = (rentOf(world, marketRent(world)) - world.scalars.get('powerSurcharge')) * capacity;
  const net = rents - operatingCost.now * built;
  // Founders count on a fall of rents that goes on, not on a rebound.
  return rentalValue(net, lenderLife(world)[0], Math.max(rentDeflation.now, 0), Math.max(rate, 0));
}

/** Founders gather, and set the firm up when they have what it takes. */
export function enter(world: World, firms: Borrowers, i: number): void {
  const { readiness, advanceRate } = firms.of(world);
  const { pool, founderPremium, entrySpeed } = marketOf(world);
  const rate = entrantsRate(world.demand.yield[pool], advanceRate.now, founderPremium.now);
  const chips = firms.figure(world, i, 'capitalExpenditure');
  const machines = firms.beyond.machines?.(world, i, rate) ?? { value: 0, cost: 0 };
  const value = chips * worthOfChips(world, rate) + machines.value;
  const cost = chips + machines.cost;
  readiness[i] = entryReadiness(readiness[i], value, cost, entrySpeed.now, world.dt);
  if (readiness[i] >= 1) setUp(world, firms, i, machines.cost);
}

/** Owners pay in the cash of the firm and its machines, which suppliers are paid for. */
function setUp(world: World, firms: Borrowers, i: number, machines: number): void {
  const columns = firms.of(world);
  const row = firms.row(world, i);
  const cash = firms.figure(world, i, 'deposits');
  callOwners(world, firms, i, cash + machines);
  world.payments.pay(row, world.rowOf('realEconomy'), machines, FLOW.capitalExpenditure);
  columns.usualCash[i] = cash;
  columns.plan[i] = firms.figure(world, i, 'capitalExpenditure');
  columns.contracted[i] = marketRent(world);
  columns.putOff[i] = 0;
  columns.readiness[i] = 0;
  columns.state[i] = SOUND;
  world.events.add('entry', firms.kind, row, 'privateAiEquity', cash + machines);
}

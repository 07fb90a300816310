/** Plans of labs, their revenue and their costs. */

import { beginContracts, contractedAmount } from '../ledger/compute-contracts.js';
import { deliver, delivered, endUnserved, keptShare, runDown } from '../ledger/contract-book.js';
import { FLOW } from '../ledger/flows.js';
import { leaseRent, payLeases } from '../ledger/site-leases.js';
import type { World } from '../ledger/world.js';
import { exp, pow } from '../maths/elementary.js';
import { burnRate } from '../mechanisms/lab-funding.js';
import { review } from './contract-review.js';
import { figures, LAB_CONTRACTS, LEASED, own, PURCHASES, position, rowOf, terms } from './labs.js';
import { fail, isLost, payContracts, settleClaims } from './payments.js';
import { budgetChips, raise } from './rounds.js';

/** Planned revenue grows, more slowly as time goes on; contracts grow, run down, and are renewed at their end. */
export function plan(world: World): void {
  const { dt } = world;
  const left = own(world).growthLeft;
  own(world).planned[0] *= exp(terms(world).revenueGrowth.now * left[0] * dt);
  left[0] *= 1 - world.speed(terms(world).growthHalfLife.now);
  own(world).subscribed.fill(0);
  beginContracts(world);
  runDown(world);
  for (const k of LAB_CONTRACTS) endUnserved(world, k);
  deliver(world);
}

export function hasFailed(world: World, i: number): boolean {
  return own(world).failed[i] === 1;
}

/** A tick of a lab that lives. */
export function run(world: World, i: number): void {
  earn(world, i);
  review(world, i);
  payContracts(world, i);
  if (isLost(world, i)) {
    fail(world, i);
    return;
  }
  settleClaims(world, i);
  budgetChips(world, i);
  raise(world, i);
}

/** The real economy pays revenue; interest is spent as it comes; staff, other costs and leases are paid first of all. */
function earn(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = rowOf(world, i);
  const economy = world.rowOf('realEconomy');
  const planned = own(world).planned[0];
  const revenue =
    figures(world).revenue[i].now *
    planned *
    (1 - terms(world).revenueShortfall.now) *
    exp(terms(world).activityElasticity.now * scalars.get('activity')) *
    pow(keptShare(world, PURCHASES[i]), terms(world).computeElasticity.now);
  own(world).revenue[i] = revenue;
  const costs = otherCost(world, i) * dt + world.column('income')[row];
  payments.pay(economy, row, revenue * dt, FLOW.operatingIncome);
  payments.pay(
    row,
    economy,
    Math.min(costs, Math.max(position(world, i, world.ledger.at.deposits), 0)),
    FLOW.operatingIncome,
  );
  payLeases(world, row, LEASED[i], position(world, i, world.ledger.at.deposits));
}

/** Staff and other costs follow the plan, not what comes, $bn a year. */
export function otherCost(world: World, i: number): number {
  return figures(world).otherCost[i].now * pow(own(world).planned[0], terms(world).costElasticity.now);
}

/** Own part of chip orders as planned, $bn a year. */
export function plannedChips(world: World, i: number): number {
  const start = figures(world).chipOrders[i].now;
  const orders = start + delivered(world) * (figures(world).fullChipOrders[i].now - start);
  return orders * (1 - world.parameters.number('chipVendor.financingShare'));
}

/** The same of what has not been cut. */
export function chipOrders(world: World, i: number): number {
  return own(world).chipsKept[i] * plannedChips(world, i);
}

export function burnOf(world: World, i: number): number {
  const computing = contractedAmount(world, PURCHASES[i]);
  const spending = otherCost(world, i) + leaseRent(world, LEASED[i]) + computing + chipOrders(world, i);
  return burnRate(spending, own(world).revenue[i]);
}

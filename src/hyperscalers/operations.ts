/** What hyperscalers earn, the rents and the computing that they pay. */

import { contractDue, contractsPaid, contractsUnpaid, payContract } from '../ledger/compute-contracts.js';
import { claimsPaid } from '../ledger/contract-claims.js';
import { FLOW } from '../ledger/flows.js';
import { leaseRent, otherVehicleRent, payLeases } from '../ledger/site-leases.js';
import type { World } from '../ledger/world.js';
import { exp, pow } from '../maths/elementary.js';
import { figures, LEASED, own, PURCHASES, SALES, terms } from './firms.js';

/** AI revenue from economic capital, demand and activity, less that of empty capacity; labs and the economy pay operating cash flow, vehicles get rent. */
export function earn(world: World, i: number): void {
  const { payments, dt } = world;
  const row = own(world).first + i;
  const { economy, power, builders } = own(world);
  const start = terms(world).aiRevenue.now * figures(world).aiRevenueShare[i].now;
  const startCapital =
    figures(world).capitalExpenditure[i].now /
    (terms(world).capitalGrowthHistory.now + 1 / terms(world).economicLife.now);
  const capital = startCapital > 0 ? own(world).economicCapital[i] / startCapital : 1;
  const capacity =
    start *
    pow(capital, terms(world).aiRevenueElasticity.now) *
    own(world).demandIndex[0] *
    exp(terms(world).activityElasticity.now * own(world).activity.now) *
    (1 - terms(world).aiRevenueShortfall.now);
  const revenue = Math.max(capacity - own(world).vacant[i], 0);
  own(world).aiRevenue[i] = revenue;
  const claims = claimsPaid(world, SALES[i]);
  const cashFlow =
    figures(world).operatingCashFlow[i].now * own(world).operatingIndex[0] +
    terms(world).aiMargin.now * (revenue - start) +
    (claims - contractsUnpaid(world, SALES[i])) / dt;
  const surcharge = powerSurcharge(world, i);
  own(world).operatingCashFlow[i] = cashFlow - surcharge;
  // Labs have paid their part already; computing bought of neoclouds is resold at cost.
  const labs = contractsPaid(world, SALES[i]) + claims;
  payments.pay(economy, row, cashFlow * dt - labs + buyComputing(world, i), FLOW.operatingIncome);
  payments.pay(row, power, surcharge * dt, FLOW.operatingIncome);
  const rent = otherVehicleRent(world, i, LEASED[i]);
  payments.pay(row, builders, rent * dt, FLOW.operatingIncome);
  payRents(world, i);
}

/** Customers pay the rents of the vehicles of the start with all else; what the firm keeps of them stays with it. */
function payRents(world: World, i: number): void {
  const { payments, dt } = world;
  const row = own(world).first + i;
  const due = leaseRent(world, LEASED[i]) * dt;
  payments.pay(own(world).economy, row, due, FLOW.operatingIncome);
  const paid = payLeases(world, row, LEASED[i], due);
  own(world).operatingCashFlow[i] += (due - paid) / dt;
}

/** What dearer power costs the firm, $bn a year. */
export function powerSurcharge(world: World, i: number): number {
  return own(world).powerSurcharge.now * own(world).reportedCapital[i];
}

/** Pays neoclouds what is due under contract, $bn. */
function buyComputing(world: World, i: number): number {
  let paid = 0;
  for (const k of PURCHASES[i]) {
    const due = contractDue(world, k);
    payContract(world, k, due);
    paid += due;
  }
  return paid;
}

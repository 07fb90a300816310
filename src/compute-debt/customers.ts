/** Customers under contract of those who own chips: what they pay, what is left empty when they go, and who guarantees it. */

import {
  contractedAmount,
  contractsCut,
  contractsPaid,
  contractsSigned,
  contractsUnpaid,
  customersOf,
} from '../ledger/compute-contracts.js';
import { claimsPaid } from '../ledger/contract-claims.js';
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import { contractedValue, herfindahl, largestShare } from '../mechanisms/contract-concentration.js';
import { contractedShare, vacancyStep } from '../mechanisms/contract-cut.js';
import type { Borrowers } from './borrowers.js';
import { marketOf } from './handles.js';

/**
 * Contracts that customers cut leave capacity empty until it is let again, and capex planned for them is given up; new ones
 * fill what is empty, and capex is planned for them.
 */
function answerContracts(world: World, firms: Borrowers, i: number, capacity: number): number {
  const sales = firms.sales[i];
  const cut = Math.min(contractsCut(world, sales), capacity);
  const signed = contractsSigned(world, sales);
  const vacant = firms.of(world).vacant;
  const speed = world.speed(marketOf(world).reletHalfLife.now);
  vacant[i] = Math.min(vacancyStep(Math.max(vacant[i] - signed, 0), cut, speed), capacity);
  replan(world, firms, i, contractedShare(signed, cut, capacity));
  return vacant[i];
}

/** @param share change of what is contracted, over rents and what is new */
function replan(world: World, firms: Borrowers, i: number, share: number): void {
  if (share === 0) return;
  const plan = firms.of(world).plan;
  const response = marketOf(world).contractPlanResponse.now;
  const change = plan[i] * (exp(response * share) - 1);
  const row = firms.row(world, i);
  if (change < 0) world.events.add('plan cut', firms.kind, row, 'capitalExpenditure', -change);
  else world.events.add('plan raised', firms.kind, row, 'capitalExpenditure', change);
  plan[i] += change;
}

/**
 * Collects the rents of capacity that would earn `capacity` ($bn a year): customers under contract have paid their part
 * already and what they owed from before, a guarantor pays for what is empty, the real economy the rest.
 * @returns revenue, $bn a year
 */
export function collectRents(world: World, firms: Borrowers, i: number, capacity: number): number {
  const sales = firms.sales[i];
  const { payments, dt } = world;
  const pay = (amount: number): void =>
    payments.pay(marketOf(world).economy, firms.row(world, i), amount, FLOW.operatingIncome);
  if (sales.length === 0) {
    pay(capacity * dt);
    return capacity;
  }
  const occupied = capacity - answerContracts(world, firms, i, capacity);
  const unpaid = contractsUnpaid(world, sales);
  pay(occupied * dt - unpaid - contractsPaid(world, sales));
  const claims = claimsPaid(world, sales);
  return occupied + (marketOf(world).guaranteed[i] + claims - unpaid) / dt;
}

/** Herfindahl index of the customers of a firm in what is contracted and a year of rents without contract. */
export function herfindahlOf(world: World, firms: Borrowers, i: number): number {
  const { customers, others } = revenueOf(world, firms, i, firms.sales[i]);
  return herfindahl(customers, others);
}

/** Largest customer of a firm in what is contracted, a year of rents without contract beside it. */
export function concentrationOf(world: World, firms: Borrowers, i: number): number {
  const sales = firms.sales[i];
  if (sales.length === 0) return firms.statedConcentration(world, i);
  const { customers, others } = revenueOf(world, firms, i, sales);
  return largestShare(customers, others);
}

/** What customers have contracted of a firm, $bn, and a year of its rents from others. */
function revenueOf(world: World, firms: Borrowers, i: number, sales: readonly number[]) {
  const { amounts, years } = customersOf(world, sales);
  const rents = firms.cashFlow(world, i) + firms.of(world).running[i];
  return {
    customers: amounts.map((amount, k) => contractedValue(amount, years[k])),
    others: Math.max(rents - contractedAmount(world, sales), 0),
  };
}

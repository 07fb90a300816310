/** Customers under contract of those who own chips: what they pay, what is left empty when they go, and who guarantees it. */
import {
  contractedAmount,
  contractsCut,
  contractsPaid,
  contractsUnpaid,
  customersOf,
  salesOf,
} from '../ledger/compute-contracts.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import { contractedValue, largestShare } from '../mechanisms/contract-concentration.js';
import { vacancyStep } from '../mechanisms/contract-cut.js';
import type { Borrowers } from './borrowers.js';

/** Contracts that customers cut leave capacity empty until it is let again, and capex planned for them is given up. */
function loseCustomers(world: World, firms: Borrowers, i: number, capacity: number): number {
  const { parameters } = world;
  const cut = Math.min(contractsCut(world, salesOf(firms.kind, i)), capacity);
  const vacant = firms.column(world, 'vacant');
  const speed = world.speed(parameters.number('hyperscalers.reletHalfLife'));
  vacant[i] = Math.min(vacancyStep(vacant[i], cut, speed), capacity);
  if (cut > 0) {
    const plan = firms.of(world).plan;
    const kept = exp((-parameters.number('hyperscalers.contractPlanResponse') * cut) / capacity);
    world.events.add('plan cut', firms.kind, firms.row(world, i), 'capitalExpenditure', plan[i] * (1 - kept));
    plan[i] *= kept;
  }
  return vacant[i];
}

/**
 * Collects the rents of capacity that would earn `capacity` ($bn a year): customers under contract have paid their part
 * already, a guarantor pays for what is empty, the real economy the rest.
 * @returns revenue, $bn a year
 */
export function collectRents(world: World, firms: Borrowers, i: number, capacity: number): number {
  const sales = salesOf(firms.kind, i);
  const { payments, dt } = world;
  const pay = (amount: number): void =>
    payments.pay(world.rowOf('realEconomy'), firms.row(world, i), amount, world.flow('operatingIncome'));
  if (sales.length === 0) {
    pay(capacity * dt);
    return capacity;
  }
  const occupied = capacity - loseCustomers(world, firms, i, capacity);
  const unpaid = contractsUnpaid(world, sales);
  pay(occupied * dt - unpaid - contractsPaid(world, sales));
  return occupied + (world.column('chipVendor.guaranteed')[i] - unpaid) / dt;
}

/** Largest customer of a firm in what is contracted, a year of rents without contract beside it. */
export function concentrationOf(world: World, firms: Borrowers, i: number): number {
  const sales = salesOf(firms.kind, i);
  if (sales.length === 0) return firms.figure(world, i, 'concentration');
  const { amounts, years } = customersOf(world, firms.kind, i);
  const rents = firms.cashFlow(world, i) + firms.of(world).running[i];
  const others = Math.max(rents - contractedAmount(world, sales), 0);
  return largestShare(
    amounts.map((amount, k) => contractedValue(amount, years[k])),
    others,
  );
}

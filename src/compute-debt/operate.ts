/** A tick of a borrower against chips, in the order in which the duties of a kind call it. */
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { contractedRent, fleetRent } from '../mechanisms/compute-rent.js';
import { drawLine } from './bank-line.js';
import { ACCELERATED, type Borrowers, GONE, SOUND } from './borrowers.js';
import { testCovenants } from './covenants.js';
import { collectRents } from './customers.js';
import { capacityOf, invest } from './fleet.js';
import { marketOf } from './handles.js';
import { setConcessions } from './issuers.js';
import { bookIssue } from './loans.js';
import { marketRent, rentOf } from './rents.js';

/** Customers pay rents, part of them under contract; power and staff are paid out of them. */
export function earnRents(world: World, firms: Borrowers, i: number): void {
  const { payments, dt } = world;
  const { economy } = marketOf(world);
  const market = marketRent(world);
  const contracted = firms.of(world).contracted;
  const speed = world.speed(marketOf(world).contractHalfLife.now);
  contracted[i] = contractedRent(contracted[i], market, speed);
  const rent = fleetRent(firms.of(world).contractShare[i].now, contracted[i], market);
  const revenue = collectRents(world, firms, i, rentOf(world, rent) * capacityOf(world, firms, i));
  const costs = firms.of(world).running[i];
  const surcharge = marketOf(world).powerSurcharge.now * capacityOf(world, firms, i);
  firms.of(world).cashFlow[i] = revenue - costs - surcharge;
  const flow = FLOW.operatingIncome;
  payments.pay(firms.row(world, i), economy, costs * dt, flow);
  payments.pay(firms.row(world, i), world.rowOf('power'), surcharge * dt, flow);
}

/** Step 5: what was raised is booked and spent; a line of the bank pays what is short. */
export function settleBorrowers(world: World, firms: Borrowers): void {
  for (let i = 0; i < firms.count; i++) {
    if (firms.state(world, i) === GONE) continue;
    bookIssue(world, firms, i);
    invest(world, firms, i);
    drawLine(world, firms, i);
    if (firms.state(world, i) === ACCELERATED) firms.of(world).defaultTicks[i] += 1;
  }
  firms.of(world).day.fill(0);
}

/** Step 6: covenants, and what lenders ask of each. */
export function markBorrowers(world: World, firms: Borrowers): void {
  for (let i = 0; i < firms.count; i++) if (firms.state(world, i) === SOUND) testCovenants(world, firms, i);
  setConcessions(world, firms);
}

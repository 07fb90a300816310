/**
 * Leases between the vehicles of the essays' deals and their tenants: what a tenant pays is the cash flow of the vehicle,
 * out of which its lenders are paid. Vehicles are the first private borrowers, whose columns hold rents and what was paid.
 */

import { AI_LABS, HYPERSCALERS } from './ai-firms.js';
import { type AddEdge, addEdge } from './contract-graph.js';
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import type { World } from './world.js';

interface Lease {
  readonly vehicle: string;
  readonly tenantKind: string;
  /** Row of the tenant among its kind. */
  readonly tenant: number;
}

function lease(vehicle: string, tenantKind: string, firms: readonly string[], firm: string): Lease {
  return { vehicle, tenantKind, tenant: firms.indexOf(firm) };
}

export const LEASES: readonly Lease[] = [
  lease('metaVehicle', 'hyperscalers', HYPERSCALERS, 'meta'),
  lease('oracleSites', 'hyperscalers', HYPERSCALERS, 'oracle'),
  lease('xaiVehicle', 'aiLabs', AI_LABS, 'xai'),
];

const VEHICLES = 'privateBorrowers';
/** State of a vehicle that has failed: who bought it is part of the real economy. */
const GONE = 2;

/** Leases of a tenant, as places in the list. */
export function leasesOf(tenantKind: string, tenant: number): readonly number[] {
  return LEASES.flatMap((one, k) => (one.tenantKind === tenantKind && one.tenant === tenant ? [k] : []));
}

/** What vehicles keep on their leases; undefined in a world without vehicles. */
const bookOf = handles((world) => {
  if (!world.hasKind(VEHICLES)) return undefined;
  return {
    vehicles: world.rowOf(VEHICLES),
    economy: world.rowOf('realEconomy'),
    operatingIncome: FLOW.operatingIncome,
    rent: world.column('privateBorrowers.leaseRent'),
    debt: world.column('privateBorrowers.leasedDebt'),
    paid: world.column('privateBorrowers.leasePaid'),
    state: world.column('privateBorrowers.state'),
    shortfall: world.parameters.handle('privateBorrowers.vehicleShortfall'),
  };
});

const marketOf = handles((world) => ({
  pool: world.ledger.at.aiInfrastructureDebt,
  obligations: world.column('hyperscalers.lease'),
}));

function sumOf(values: Float64Array | undefined, leases: readonly number[]): number {
  let sum = 0;
  if (values !== undefined) for (const k of leases) sum += values[k];
  return sum;
}

/** Rent agreed, $bn a year. */
export function leaseRent(world: World, leases: readonly number[]): number {
  return sumOf(bookOf(world)?.rent, leases);
}

/** What tenants owe vehicles of rents a year. */
export function addLeases(world: World, add: AddEdge): void {
  for (const [k, { vehicle, tenantKind, tenant }] of LEASES.entries()) {
    const firm = tenantKind === 'aiLabs' ? AI_LABS[tenant] : HYPERSCALERS[tenant];
    addEdge(add, firm, vehicle, 'money', { perYear: leaseRent(world, [k]) });
  }
}

/** What the vehicles owed at the start, $bn. */
function leasedDebt(world: World, leases: readonly number[]): number {
  return sumOf(bookOf(world)?.debt, leases);
}

/** The tenant in `row` pays the rents of the tick, as far as it pays them and out of `cash`. Returns what was paid, $bn. */
export function payLeases(world: World, row: number, leases: readonly number[], cash: number): number {
  const book = bookOf(world);
  if (leases.length === 0 || book === undefined) return 0;
  const { rent, paid, state, vehicles, economy } = book;
  const kept = 1 - book.shortfall.now;
  const available = Math.max(cash, 0);
  let left = available;
  for (const k of leases) {
    paid[k] = Math.min(rent[k] * kept * world.dt, left);
    world.payments.pay(row, state[k] === GONE ? economy : vehicles + k, paid[k], book.operatingIncome);
    left -= paid[k];
  }
  return available - left;
}

/** Rent of a hyperscaler for what other vehicles, those among AI builders, have built for it, $bn a year. */
export function otherVehicleRent(world: World, tenant: number, leases: readonly number[]): number {
  const { pool, obligations } = marketOf(world);
  return world.demand.coupon[pool] * Math.max(obligations[tenant] - leasedDebt(world, leases), 0);
}

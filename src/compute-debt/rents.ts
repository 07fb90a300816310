/** The market for computing: one rent for chips of a generation, and the life of chips that lenders believe in. */
import type { World } from '../ledger/world.js';
import { deflated, generationRent, scarcityFactor } from '../mechanisms/compute-rent.js';
import { marketOf } from './handles.js';

/** Price of computing over its start, without scarcity. */
export function rentIndex(world: World): Float64Array {
  return marketOf(world).rentIndex;
}

export function lenderLife(world: World): Float64Array {
  return marketOf(world).lenderLife;
}

/** Market rent of the tick over its start, for the age of chips. */
export function marketRent(world: World): number {
  return marketOf(world).marketRent[0];
}

/** Rent of a unit of capacity a year, for rents relative to the start. */
export function rentOf(world: World, rent: number): number {
  return generationRent(marketOf(world).rentYield.now, 0, marketOf(world).economicLife.now, rent);
}

export function openRents(world: World): void {
  rentIndex(world)[0] = 1;
  marketOf(world).marketRent[0] = 1;
  lenderLife(world)[0] = marketOf(world).assumedLife.now;
}

/** Market rent of the tick: the price of computing, and demand for AI services over `capacity` relative to the start. */
export function setRents(world: World, capacity: number): void {
  const index = rentIndex(world);
  index[0] = deflated(index[0], marketOf(world).rentDeflation.now, world.dt);
  const demand = world.scalars.get('aiRevenue') / marketOf(world).demandAtStart.now;
  const scarcity = scarcityFactor(demand, capacity, marketOf(world).scarcityElasticity.now);
  marketOf(world).marketRent[0] = index[0] * scarcity;
}

/** What is told of labs: concentration of buyers, calls, money that goes in circles. */
import { COMPUTE_CONTRACTS, contractsPaid } from '../ledger/compute-contracts.js';
import { fullAmount } from '../ledger/contract-book.js';
import type { World } from '../ledger/world.js';
import { contractedValue, herfindahl } from '../mechanisms/contract-concentration.js';
import { CIRCLE_HALF_LIFE, OF_HYPERSCALERS, own, total } from './labs.js';

const BUYERS = [...new Set(COMPUTE_CONTRACTS.map(({ buyer }) => buyer.firm))];
/** Place of the buyer of each contract among them. */
const BUYER_OF = COMPUTE_CONTRACTS.map(({ buyer }) => BUYERS.indexOf(buyer.firm));

/** Herfindahl index of what is still contracted, over all buyers. */
export function buyerConcentration(world: World): number {
  const { contractYears } = own(world);
  const values = BUYERS.map(() => 0);
  for (let k = 0; k < BUYER_OF.length; k++)
    values[BUYER_OF[k]] += contractedValue(fullAmount(world, k), contractYears[k]);
  return herfindahl(values, 0);
}

/** What sovereign funds have paid in this tick is no longer called: they pay labs in proportion to it. */
export function countCalls(world: World): void {
  const called = own(world).called;
  const all = total(called);
  const left = world.column('sovereignFunds.labCalls')[0];
  for (let i = 0; i < called.length; i++) called[i] *= all > 0 ? left / all : 0;
}

/** Means of what hyperscalers put into labs and of what labs pay them, each in a tick. */
export function followCircle(world: World): void {
  const { subscribed, subscribedMean, sellersMean } = own(world);
  const speed = world.speed(CIRCLE_HALF_LIFE);
  follow(world, subscribedMean, total(subscribed), speed);
  follow(world, sellersMean, contractsPaid(world, OF_HYPERSCALERS), speed);
}

export function follow(world: World, mean: Float64Array, value: number, speed: number): void {
  mean[0] += world.tick === 1 ? value : speed * (value - mean[0]);
}

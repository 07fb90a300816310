/**
 * The Treasury as a buyer of last resort, if an experiment says so: it takes over compute debt in default at a stated
 * price, and bids for seized chips. Lenders know the price and count on it.
 */
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { backedAdvanceRate, backstopPayment, exposedShare } from '../mechanisms/debt-backstop.js';
import type { FleetBuyer } from '../mechanisms/fleet-sale.js';
import { type Borrowers, POOL, ROUNDING } from './borrowers.js';
import { marketOf } from './handles.js';

function price(world: World): number {
  return marketOf(world).backstopPrice.now;
}

/** Share of secured debt that its lenders can lose. */
export function exposed(world: World): number {
  return exposedShare(price(world));
}

/** Part of new chips that is lent. */
export function advanceRate(world: World, firms: Borrowers): number {
  return backedAdvanceRate(firms.of(world).advanceRate.now, price(world));
}

/** Pays a firm in default what its creditors lack of the stated price; the money leaves the Treasury's account. */
export function takeOver(world: World, firms: Borrowers, i: number): void {
  const available = firms.deposits(world, i);
  const paid = backstopPayment(firms.debt(world, i), available, price(world));
  if (!(paid > ROUNDING)) return;
  pay(world, firms.row(world, i), paid);
  world.events.add('backstop', 'treasury', world.rowOf('treasury'), POOL, paid);
}

/** The Treasury's bid: money for this auction, at most at a stated price; chips that it buys stand idle. */
export function treasuryBid(world: World): FleetBuyer {
  const cash = world.parameters.number('treasury.chipMoney');
  const reservation = world.parameters.number('treasury.chipPrice');
  return { cash, room: cash > 0 ? Number.POSITIVE_INFINITY : 0, reservation };
}

export function payForChips(world: World, row: number, paid: number): void {
  if (!(paid > 0)) return;
  pay(world, row, paid);
  world.events.add('backstop', 'treasury', world.rowOf('treasury'), 'chips', paid);
}

function pay(world: World, row: number, amount: number): void {
  world.payments.pay(world.rowOf('treasury'), row, amount, FLOW.governmentSpending);
  world.column('treasury.backstop')[0] += amount;
}

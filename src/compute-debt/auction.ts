/**
 * One auction a tick: chips of all firms in default, of whatever kind, are seized and sold together; the creditors of
 * each take what its chips bring.
 */
import type { World } from '../ledger/world.js';
import { type FleetSale, sellFleet } from '../mechanisms/fleet-sale.js';
import { type Bidder, bidders, type Firm, firmsIn } from './bidders.js';
import { ACCELERATED, type Borrowers, POOL } from './borrowers.js';
import { capacityOf } from './fleet.js';
import { marketOf } from './handles.js';
import { lenderLife } from './rents.js';
import { windUp } from './wind-up.js';

export function liquidate(world: World, kinds: readonly Borrowers[]): void {
  const failed = firmsIn(world, kinds, ACCELERATED).filter((firm) => isDue(world, firm));
  if (failed.length === 0) return;
  const seized = failed.map(({ kind, index }) => capacityOf(world, kind, index));
  const supply = seized.reduce((sum, units) => sum + units, 0);
  const before = kinds.reduce((sum, kind) => sum + kind.total((i) => capacityOf(world, kind, i)), 0);
  report(world, failed, seized);
  const costs = failed.reduce((sum, { kind, index }) => sum + kind.of(world).running[index], 0);
  const all = bidders(world, kinds, supply > 0 ? costs / supply : 0);
  const bids = all.map(({ bid }) => bid);
  const sale = sellFleet(supply, bids, marketOf(world).scrapValue.now);
  for (const [at, firm] of failed.entries()) {
    reportSale(world, firm, seized[at], sale, supply);
    if (supply > 0) deliver(world, firm, all, sale, seized[at] / supply, supply);
    windUp(world, firm.kind, firm.index);
  }
  learn(world, before > 0 ? supply / before : 0);
}

/** Chips are auctioned in the tick after acceleration, or when other collateral has been sold. */
function isDue(world: World, { kind, index }: Firm): boolean {
  return kind.of(world).defaultTicks[index] >= (kind.beyond.liquidationTicks?.(world) ?? 1);
}

function report(world: World, failed: readonly Firm[], seized: readonly number[]): void {
  for (const [at, { kind, index }] of failed.entries()) {
    const row = kind.row(world, index);
    world.events.tell('default', kind.kind, row, POOL, kind.debt(world, index));
    world.events.tell('seizure', kind.kind, row, 'chips', seized[at]);
  }
}

/** Each firm's part of the sale; the price is the same for all who are sold together. */
function reportSale(world: World, firm: Firm, seized: number, sale: FleetSale, supply: number): void {
  const { kind, index } = firm;
  const row = kind.row(world, index);
  const used = supply > 0 ? 1 - sale.scrapped / supply : 0;
  world.events.tell('auction', kind.kind, row, 'chips sold', seized * used);
  world.events.tell('auction price', kind.kind, row, 'chips', supply > 0 ? sale.proceeds / supply : 0);
}

/** A failed firm's share of the sale: each bidder takes its part and pays, the last pays what is left, scrap included. */
function deliver(
  world: World,
  firm: Firm,
  all: readonly Bidder[],
  sale: FleetSale,
  share: number,
  supply: number,
): void {
  let left = sale.proceeds * share;
  for (const [b, bidder] of all.entries()) {
    const paid = b < all.length - 1 ? sale.price * sale.bought[b] * share : left;
    left -= paid;
    if (!(sale.bought[b] > 0) && b < all.length - 1) continue;
    bidder.take(firm, sale.bought[b] / supply, paid);
    const used = sale.scrapped > 0 ? sale.price * sale.bought[b] * share : paid;
    reportPurchase(world, firm, bidder, used, paid - used);
  }
}

/** What a bidder pays a failed firm for chips that it will use, and for scrap. */
function reportPurchase(world: World, firm: Firm, bidder: Bidder, used: number, scrap: number): void {
  const seller = firm.kind.firms[firm.index];
  const { kind, row } = bidder;
  if (used > 0) world.events.tell('chips bought', kind, row, 'chips', used, seller);
  if (scrap > 0) world.events.tell('chips bought', kind, row, 'scrap', scrap, seller);
}

/** What is auctioned shows how long chips really earn: lenders' belief moves with the share of capacity seized. */
function learn(world: World, share: number): void {
  const life = lenderLife(world);
  const weight = Math.min(marketOf(world).learning.now * share, 1);
  life[0] += weight * (marketOf(world).economicLife.now - life[0]);
}

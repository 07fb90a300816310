/**
 * One auction a tick: chips of all firms in default, of whatever kind, are seized and sold together. Bidders are those
 * firms that are sound, and one for all others.
 */
import type { World } from '../ledger/world.js';
import { type FleetBuyer, type FleetSale, sellFleet } from '../mechanisms/fleet-sale.js';
import { rentalValue } from '../mechanisms/fleet-value.js';
import { refinancingRate } from '../mechanisms/loan-schedule.js';
import { ACCELERATED, type Borrowers, marketNumber, POOL, SOUND } from './borrowers.js';
import { bookValue, capacityOf, VINTAGES } from './fleet.js';
import { lenderLife, marketRent, rentOf } from './rents.js';
import { windUp } from './wind-up.js';

/** One firm of a kind. */
interface Firm {
  readonly kind: Borrowers;
  readonly index: number;
}

/** Seizes and sells; the creditors of each firm take what its chips bring. */
export function liquidate(world: World, kinds: readonly Borrowers[]): void {
  const failed = firmsIn(world, kinds, ACCELERATED).filter((firm) => isDue(world, firm));
  if (failed.length === 0) return;
  const seized = failed.map(({ kind, index }) => capacityOf(world, kind, index));
  const supply = seized.reduce((sum, units) => sum + units, 0);
  const before = kinds.reduce((sum, kind) => sum + kind.total((i) => capacityOf(world, kind, i)), 0);
  report(world, failed, seized);
  const bidders = firmsIn(world, kinds, SOUND);
  const costs = failed.reduce((sum, { kind, index }) => sum + kind.column(world, 'running')[index], 0);
  const bids = buyers(world, bidders, supply > 0 ? costs / supply : 0);
  const sale = sellFleet(supply, bids, marketNumber(world, 'scrapValue'));
  reportSale(world, failed[0], supply, sale);
  for (const [at, firm] of failed.entries()) {
    deliver(world, firm, bidders, sale, supply > 0 ? seized[at] / supply : 0, supply);
    windUp(world, firm.kind, firm.index);
  }
  learn(world, before > 0 ? supply / before : 0);
}

/** Chips are auctioned in the tick after acceleration, or when other collateral has been sold. */
function isDue(world: World, { kind, index }: Firm): boolean {
  return kind.column(world, 'defaultTicks')[index] >= (kind.beyond.liquidationTicks?.(world) ?? 1);
}

function firmsIn(world: World, kinds: readonly Borrowers[], state: number): Firm[] {
  return kinds.flatMap((kind) => kind.those(world, state).map((index) => ({ kind, index })));
}

function report(world: World, failed: readonly Firm[], seized: readonly number[]): void {
  for (const [at, { kind, index }] of failed.entries()) {
    const row = kind.row(world, index);
    world.events.add('default', kind.kind, row, POOL, kind.debt(world, index));
    world.events.add('seizure', kind.kind, row, 'chips', seized[at]);
  }
}

function reportSale(world: World, { kind, index }: Firm, supply: number, sale: FleetSale): void {
  const row = kind.row(world, index);
  world.events.add('auction', kind.kind, row, 'chips sold', supply - sale.scrapped);
  world.events.add('auction price', kind.kind, row, 'chips', supply > 0 ? sale.proceeds / supply : 0);
}

/** Bidders with cash above their floor and kilowatts to spare, and one for all others. */
function buyers(world: World, bidders: readonly Firm[], cost: number): FleetBuyer[] {
  const net = rentOf(world, marketRent(world)) - cost;
  const life = marketNumber(world, 'economicLife');
  const deflation = marketNumber(world, 'rentDeflation');
  const worth = (discount: number): number => rentalValue(net, life, deflation, Math.max(discount, 0));
  const poolYield = world.demand.yield[world.instrument(POOL)];
  const own = bidders.map(({ kind, index }) => ({
    cash: freeCash(world, kind, index),
    room: kind.number(world, 'powerReserve') * capacityOf(world, kind, index),
    reservation: worth(refinancingRate(poolYield, kind.column(world, 'concession')[index])),
  }));
  const others = {
    cash: marketNumber(world, 'outsideCash'),
    room: marketNumber(world, 'outsideRoom'),
    reservation: worth(poolYield + marketNumber(world, 'outsideReturn')),
  };
  return [...own, others];
}

function freeCash(world: World, firms: Borrowers, i: number): number {
  const floor = firms.number(world, 'cashFloorShare') * firms.column(world, 'usualCash')[i];
  return Math.max(firms.position(world, i, 'deposits') - floor, 0);
}

/** A failed firm's share of the sale: bidders take chips and pay, others pay and use them outside these books. */
function deliver(
  world: World,
  firm: Firm,
  bidders: readonly Firm[],
  sale: FleetSale,
  share: number,
  supply: number,
): void {
  for (const [b, bidder] of bidders.entries()) {
    const part = supply > 0 ? sale.bought[b] / supply : 0;
    handOver(world, firm, bidder, part, sale.price * sale.bought[b] * share);
  }
  const outside = sale.proceeds - sale.price * bidders.reduce((sum, _, b) => sum + sale.bought[b], 0);
  const row = firm.kind.row(world, firm.index);
  world.payments.pay(world.rowOf('realEconomy'), row, outside * share, world.flow('capitalExpenditure'));
}

/** A bidder takes its share of the chips of a failed firm, by vintage, and pays; its books carry what it paid. */
function handOver(world: World, from: Firm, to: Firm, share: number, paid: number): void {
  if (!(share > 0)) return;
  const book = share * bookValue(world, from.kind, from.index);
  const written = book > 0 ? paid / book : 0;
  const move = (name: string, factor: number): void => {
    const [source, target] = [from.kind.column(world, name), to.kind.column(world, name)];
    for (let v = 0; v < VINTAGES; v++)
      target[to.index * VINTAGES + v] += factor * source[from.index * VINTAGES + v];
  };
  move('capacity', share);
  move('cost', written * share);
  to.kind.column(world, 'running')[to.index] += share * from.kind.column(world, 'running')[from.index];
  const [buyer, seller] = [to.kind.row(world, to.index), from.kind.row(world, from.index)];
  world.payments.pay(buyer, seller, paid, world.flow('capitalExpenditure'));
}

/** What is auctioned shows how long chips really earn: lenders' belief moves with the share of capacity seized. */
function learn(world: World, share: number): void {
  const life = lenderLife(world);
  const weight = Math.min(marketNumber(world, 'learning') * share, 1);
  life[0] += weight * (marketNumber(world, 'economicLife') - life[0]);
}

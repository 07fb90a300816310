/**
 * Who bids for seized chips: sound firms that rent chips out, hyperscalers, the Treasury if it is told to, and one for all
 * others. A bidder has cash, kilowatts for so many chips, and a price beyond which it does not go.
 */
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import type { FleetBuyer } from '../mechanisms/fleet-sale.js';
import { rentalValue } from '../mechanisms/fleet-value.js';
import { refinancingRate } from '../mechanisms/loan-schedule.js';
import { payForChips, treasuryBid } from './backstop.js';
import { type Borrowers, POOL, SOUND } from './borrowers.js';
import { bookValue, capacityOf, VINTAGES } from './fleet.js';
import { marketOf } from './handles.js';
import { marketRent, rentOf } from './rents.js';

/** One firm of a kind. */
export interface Firm {
  readonly kind: Borrowers;
  readonly index: number;
}

export interface Bidder {
  readonly kind: string;
  readonly row: number;
  readonly bid: FleetBuyer;
  /** Takes a share of the chips of a failed firm and pays for it, $bn. */
  take(from: Firm, share: number, paid: number): void;
}

export function firmsIn(world: World, kinds: readonly Borrowers[], state: number): Firm[] {
  return kinds.flatMap((kind) => kind.those(world, state).map((index) => ({ kind, index })));
}

/** All bidders; others come last. @param cost of running a unit, $bn a year */
export function bidders(world: World, kinds: readonly Borrowers[], cost: number): Bidder[] {
  const net = rentOf(world, marketRent(world)) - cost;
  const life = marketOf(world).economicLife.now;
  const deflation = marketOf(world).rentDeflation.now;
  const worth = (discount: number): number => rentalValue(net, life, deflation, Math.max(discount, 0));
  return [
    ...firmsIn(world, kinds, SOUND).map((firm) => renter(world, firm, worth)),
    ...hyperscalers(world, worth),
    treasury(world),
    others(world, worth),
  ];
}

function yieldOf(world: World, asset: string): number {
  return world.demand.yield[world.instrument(asset)];
}

function renter(world: World, firm: Firm, worth: (discount: number) => number): Bidder {
  const { kind, index } = firm;
  const floor = kind.number(world, 'cashFloorShare') * kind.of(world).usualCash[index];
  const concession = kind.of(world).concession[index];
  return {
    kind: kind.kind,
    row: kind.row(world, index),
    bid: {
      cash: Math.max(kind.deposits(world, index) - floor, 0),
      room: kind.number(world, 'powerReserve') * capacityOf(world, kind, index),
      reservation: worth(refinancingRate(yieldOf(world, POOL), concession)),
    },
    take: (from, share, paid) => handOver(world, from, firm, share, paid),
  };
}

/** A renter takes chips by vintage; its books carry what it paid. */
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
  to.kind.of(world).running[to.index] += share * from.kind.of(world).running[from.index];
  pay(world, to.kind.row(world, to.index), from, paid);
}

function pay(world: World, buyer: number, { kind, index }: Firm, paid: number): void {
  world.payments.pay(buyer, kind.row(world, index), paid, FLOW.chipAuction);
}

/** Hyperscalers spend a little of their cash on chips that fit a little of their sites, for use of their own. */
function hyperscalers(world: World, worth: (discount: number) => number): Bidder[] {
  const { parameters, ledger } = world;
  const { first, count } = world.rowsOf('hyperscalers');
  const economic = world.column('hyperscalers.economicCapital');
  const wanted = yieldOf(world, 'aiInvestmentGradeBonds') + parameters.number('hyperscalers.usedChipReturn');
  return Array.from({ length: count }, (_, i) => {
    const cash = Math.max(ledger.position(first + i, world.ledger.at.deposits), 0);
    return {
      kind: 'hyperscalers',
      row: first + i,
      bid: {
        cash: parameters.number('hyperscalers.usedChipCash') * cash,
        room: parameters.number('hyperscalers.usedChipRoom') * economic[i],
        reservation: worth(wanted),
      },
      take: (from: Firm, share: number, paid: number) => {
        economic[i] += share * capacityOf(world, from.kind, from.index);
        world.column('hyperscalers.reportedCapital')[i] += paid;
        pay(world, first + i, from, paid);
      },
    };
  });
}

function treasury(world: World): Bidder {
  return {
    kind: 'treasury',
    row: world.rowOf('treasury'),
    bid: treasuryBid(world),
    take: ({ kind, index }, _share, paid) => payForChips(world, kind.row(world, index), paid),
  };
}

/** Dealers and users outside these books, whose money is that of the real economy; they pay for scrap as well. */
function others(world: World, worth: (discount: number) => number): Bidder {
  const row = world.rowOf('realEconomy');
  return {
    kind: 'realEconomy',
    row,
    bid: {
      cash: marketOf(world).outsideCash.now,
      room: marketOf(world).outsideRoom.now,
      reservation: worth(yieldOf(world, POOL) + marketOf(world).outsideReturn.now),
    },
    take: (from, _share, paid) => pay(world, row, from, paid),
  };
}

/**
 * Chips by year of purchase: what was paid for them, and the price of new chips that would earn as much. Rents fade over
 * the economic life, books over the life that lenders believe in.
 */
import { builtFor, buyCapacity, capitalFor } from '../ledger/chip-purchase.js';
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import { fadedShare } from '../mechanisms/compute-rent.js';
import { hiddenLoss, rentalValue, straightLineValue } from '../mechanisms/fleet-value.js';
import type { Borrowers } from './borrowers.js';
import { marketOf } from './handles.js';
import { lenderLife, marketRent, rentIndex } from './rents.js';

/** Years of purchase that are kept apart; what is older joins the next one. */
export const VINTAGES = 16;

/** Whole years since the start. */
export function yearOf(world: World): number {
  return Math.floor(Math.max(world.tick - 1, 0) / world.ticksPerYear);
}

/** Slot of a year in a table of so many years. */
export function slotOf(year: number, slots: number): number {
  return ((year % slots) + slots) % slots;
}

/** Mean age of the chips bought in the year that a slot stands for, years. */
function ageOf(world: World, slot: number): number {
  const year = yearOf(world);
  const time = world.tick * world.dt;
  const back = slotOf(year - slot, VINTAGES);
  return back === 0 ? Math.max(time - year, 0) / 2 : time - (year - back + 0.5);
}

const agesOfTick = handles(() => ({ tick: Number.NaN, ages: new Float64Array(VINTAGES) }));

/** The ages of all slots: a function of the tick, worked out once in it for all firms. */
function agesOf(world: World): Float64Array {
  const known = agesOfTick(world);
  if (known.tick !== world.tick) {
    for (let slot = 0; slot < VINTAGES; slot++) known.ages[slot] = ageOf(world, slot);
    known.tick = world.tick;
  }
  return known.ages;
}

/** Price of new chips that would earn as much as those of the firm, $bn. */
export function capacityOf(world: World, firms: Borrowers, i: number): number {
  const capacity = firms.of(world).capacity;
  let sum = 0;
  for (let v = 0; v < VINTAGES; v++) sum += capacity[i * VINTAGES + v];
  return sum;
}

/** Chips on the straight line over the life that lenders believe in. */
export function bookValue(world: World, firms: Borrowers, i: number): number {
  const cost = firms.of(world).cost;
  const life = lenderLife(world)[0];
  const ages = agesOf(world);
  let sum = 0;
  for (let v = 0; v < VINTAGES; v++) sum += straightLineValue(cost[i * VINTAGES + v], ages[v], life);
  return sum;
}

/** What lenders count of chips beyond what the rents of today, net of costs, are worth as they fade. */
export function hiddenLossOf(world: World, firms: Borrowers, i: number): number {
  const rents = rentalValue(
    firms.of(world).cashFlow[i],
    marketOf(world).economicLife.now,
    marketOf(world).rentDeflation.now,
    world.demand.yield[marketOf(world).pool],
  );
  return hiddenLoss(bookValue(world, firms, i), rents);
}

/** Chips of past years, fewer the faster capex grew; what they still earn is what capex would keep up. */
export function openFleet(world: World, firms: Borrowers, i: number, plan: number): void {
  const growth = firms.number(world, 'capitalGrowthHistory');
  const life = marketOf(world).economicLife.now;
  const cost = firms.of(world).cost;
  const capacity = firms.of(world).capacity;
  const paid = (back: number): number => plan * exp(-growth * (back - 0.5));
  const left = (back: number): number => paid(back) * fadedShare(back - 0.5, life);
  let all = 0;
  for (let back = 1; back < VINTAGES; back++) all += left(back);
  for (let back = 1; back < VINTAGES; back++) {
    const slot = i * VINTAGES + slotOf(-back, VINTAGES);
    cost[slot] = paid(back);
    capacity[slot] = all > 0 ? ((plan / (growth + 1 / life)) * left(back)) / all : 0;
  }
  firms.of(world).running[i] = marketOf(world).operatingCost.now * capacityOf(world, firms, i);
}

/** A new year opens a new vintage; what stood in its place joins the next oldest. */
export function startYear(world: World, firms: Borrowers): void {
  const year = yearOf(world);
  if (year === 0 || (world.tick - 1) % world.ticksPerYear !== 0) return;
  for (let i = 0; i < firms.count; i++) {
    const slot = i * VINTAGES + slotOf(year, VINTAGES);
    const next = i * VINTAGES + slotOf(year + 1, VINTAGES);
    for (const name of ['cost', 'capacity']) {
      const column = firms.column(world, name);
      column[next] += column[slot];
      column[slot] = 0;
    }
  }
}

/** Pays suppliers of the capex that was financed; chips age, and new ones do more for a dollar as computing gets cheaper. */
export function invest(world: World, firms: Borrowers, i: number): void {
  const cash = Math.max(firms.deposits(world, i), 0);
  const paid = Math.min(firms.of(world).toPay[i], cash);
  buyCapacity(world, firms.row(world, i), paid);
  const built = builtFor(world, paid);
  marketOf(world).sitesBuilt.add(built / world.dt);
  renew(world, firms, i, built, capitalFor(world, built));
}

/** Capacity and running costs fade with generations. What is new is let at the rents of today. */
function renew(world: World, firms: Borrowers, i: number, paid: number, capital: number): void {
  const capacity = firms.of(world).capacity;
  const running = firms.of(world).running;
  const contracted = firms.of(world).contracted;
  const faded = world.dt / marketOf(world).economicLife.now;
  for (let v = i * VINTAGES; v < (i + 1) * VINTAGES; v++) capacity[v] -= faded * capacity[v];
  running[i] += marketOf(world).operatingCost.now * paid - faded * running[i];
  const added = capital / rentIndex(world)[0];
  if (!(added > 0)) return;
  const old = capacityOf(world, firms, i);
  contracted[i] += (added / (old + added)) * (marketRent(world) - contracted[i]);
  const slot = i * VINTAGES + slotOf(yearOf(world), VINTAGES);
  capacity[slot] += added;
  firms.of(world).cost[slot] += paid;
}

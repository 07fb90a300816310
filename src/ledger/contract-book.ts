/** What happens to contracts in the book: they are delivered over years, renewed at their end, cut, extended and ended. */
import {
  bookOf,
  COMPUTE_CONTRACTS,
  contractedAmount,
  contractRow,
  sellerFailed,
} from './compute-contracts.js';
import type { World } from './world.js';

function kept(world: World): Float64Array {
  return bookOf(world).kept;
}

export function openContracts(world: World): void {
  kept(world).fill(1);
  const years = bookOf(world).years;
  for (const [k, { term }] of bookOf(world).figures.entries()) years[k] = term.now;
  deliver(world);
}

/** Share of the way to full delivery. */
export function delivered(world: World): number {
  const { deliveryShare, deliveryYears } = bookOf(world);
  const time = Math.min((world.tick * world.dt) / deliveryYears.now, 1);
  return deliveryShare.now * time;
}

/** What a contract of the start comes to by now, $bn a year. */
export function scheduledAmount(world: World, k: number): number {
  const start = bookOf(world).figures[k].amount.now;
  return start + delivered(world) * (bookOf(world).figures[k].full.now - start);
}

/** The same of several. */
export function scheduledAmounts(world: World, contracts: readonly number[]): number {
  let sum = 0;
  for (const k of contracts) sum += scheduledAmount(world, k);
  return sum;
}

/** Contracts grow as data centres are built. */
export function deliver(world: World): void {
  const amounts = bookOf(world).amount;
  for (let k = 0; k < amounts.length; k++) amounts[k] = kept(world)[k] * scheduledAmount(world, k);
}

/** What is contracted over what was at the start, as it is delivered; 1 without any. */
export function keptShare(world: World, contracts: readonly number[]): number {
  const all = scheduledAmounts(world, contracts);
  return all > 0 ? contractedAmount(world, contracts) / all : 1;
}

/** $bn a year at full delivery. */
export function fullAmount(world: World, k: number): number {
  return kept(world)[k] * bookOf(world).figures[k].full.now;
}

/** The buyer's kind and row and the seller's name, as events tell them. */
function partiesOf(world: World, k: number): [kind: string, row: number, seller: string] {
  const { buyer, seller } = COMPUTE_CONTRACTS[k];
  return [buyer.kind, contractRow(world, buyer), seller.firm];
}

/** Contracts run down, and are renewed at their end. */
export function runDown(world: World): void {
  const years = bookOf(world).years;
  for (const [k, { term }] of bookOf(world).figures.entries()) {
    years[k] -= world.dt;
    if (years[k] > 0) continue;
    years[k] += term.now;
    world.events.add('contract signed', ...partiesOf(world, k), bookOf(world).amount[k]);
  }
}

/** The buyer leaves a share of a contract. Returns what that takes from it, $bn a year. */
export function cutContract(world: World, k: number, share: number): number {
  const amounts = bookOf(world).amount;
  const lost = share * amounts[k];
  bookOf(world).cut[k] += lost;
  kept(world)[k] *= 1 - share;
  amounts[k] -= lost;
  world.events.add('contract cut', ...partiesOf(world, k), lost);
  return lost;
}

/** A contract that its seller cannot serve any more ends. */
export function endUnserved(world: World, k: number): void {
  if (kept(world)[k] === 0 || !sellerFailed(world, k)) return;
  world.events.add('contract ended', ...partiesOf(world, k), bookOf(world).amount[k]);
  kept(world)[k] = 0;
  bookOf(world).amount[k] = 0;
}

/** Adds `share` of what was contracted at the start to a contract, whose years are now `years`. */
export function extendContract(world: World, k: number, share: number, years: number): void {
  const added = share * scheduledAmount(world, k);
  kept(world)[k] += share;
  bookOf(world).years[k] = years;
  bookOf(world).amount[k] += added;
  bookOf(world).signed[k] += added;
  world.events.add('contract signed', ...partiesOf(world, k), added);
}

/** Years of full delivery for which a contract is signed. */
export function termOf(world: World, k: number): number {
  return bookOf(world).figures[k].term.now;
}

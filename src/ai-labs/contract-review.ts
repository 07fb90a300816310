/** Contracts cut by labs that run short, and signed by those with money. */
import { AI_LABS } from '../ledger/ai-firms.js';
import { COMPUTE_CONTRACTS, contractedAmount, sellerFailed } from '../ledger/compute-contracts.js';
import { cutContract, extendContract, scheduledAmounts, termOf } from '../ledger/contract-book.js';
import { addClaim } from '../ledger/contract-claims.js';
import type { ParameterHandle } from '../ledger/parameters.js';
import type { World } from '../ledger/world.js';
import { contractCut } from '../mechanisms/contract-cut.js';
import { computingWanted, contractSigning, extendedYears } from '../mechanisms/contract-signing.js';
import { terminationClaim } from '../mechanisms/contract-termination.js';
import { runway } from '../mechanisms/lab-funding.js';
import { burnOf, chipOrders, plannedChips } from './budget.js';
import { figures, KIND, own, PURCHASES, position, rowOf, terms } from './labs.js';

/** True once in each interval, each lab at another time. */
export function isDue(world: World, i: number, interval: ParameterHandle): boolean {
  const ticks = world.ticks(interval.now);
  return (world.tick + Math.floor((i * ticks) / AI_LABS.length)) % ticks === 0;
}

/** A lab whose cash, with what is called, does not last cuts contracts and chips alike; one with money may sign more. */
export function review(world: World, i: number): void {
  const burn = burnOf(world, i);
  own(world).burn[i] = burn;
  if (!isDue(world, i, terms(world).reviewInterval)) return;
  const cash = position(world, i, world.ledger.at.deposits) + own(world).called[i];
  if (runway(cash, burn) < terms(world).shortRunway.now) cut(world, i, cash, burn);
  else sign(world, i, cash, burn);
  own(world).burn[i] = burnOf(world, i);
}

export function cut(world: World, i: number, cash: number, burn: number): void {
  const cuttable = contractedAmount(world, PURCHASES[i]) + chipOrders(world, i);
  const share = contractCut(cash, burn, cuttable, terms(world).cutRunway.now, terms(world).largestCut.now);
  if (!(share > 0)) return;
  for (const k of PURCHASES[i]) leave(world, k, share);
  own(world).chipsKept[i] *= 1 - share;
}

/** Leaves a share of a contract and owes damages for what remained of it. */
export function leave(world: World, k: number, share: number): void {
  const lost = cutContract(world, k, share);
  const years = own(world).contractYears[k];
  const claim = terminationClaim(lost, years, terms(world).terminationShare.now);
  addClaim(world, k, claim);
  const { buyer, seller } = COMPUTE_CONTRACTS[k];
  world.events.add('termination claim', KIND, rowOf(world, buyer.index), seller.firm, claim);
}

/** Signs what revenue asks for beyond what is contracted, as far as the money would last, with sellers that live. */
function sign(world: World, i: number, cash: number, burn: number): void {
  const living = PURCHASES[i].filter((k) => !sellerFailed(world, k));
  const revenue = own(world).revenue[i];
  const planned = figures(world).revenue[i].now * own(world).planned[0];
  const need = scheduledAmounts(world, PURCHASES[i]);
  const chips = computingWanted(plannedChips(world, i), revenue, planned, chipOrders(world, i));
  const computing =
    living.length > 0 ? computingWanted(need, revenue, planned, contractedAmount(world, PURCHASES[i])) : 0;
  const wanted = computing + chips;
  const largest = terms(world).largestSigning.now * (need + plannedChips(world, i));
  const signed = contractSigning({ cash, burn, wanted, runway: terms(world).signRunway.now, largest });
  if (!(signed > 0)) return;
  if (computing > 0) extend(world, living, (signed * computing) / wanted);
  if (chips > 0) own(world).chipsKept[i] += (signed * chips) / wanted / plannedChips(world, i);
}

/** Adds `amount` ($bn a year) to contracts, in proportion to what they were to deliver by now. */
function extend(world: World, contracts: readonly number[], amount: number): void {
  const share = amount / scheduledAmounts(world, contracts);
  for (const k of contracts) {
    const [kept, years] = [own(world).contractKept[k], own(world).contractYears[k]];
    extendContract(world, k, share, extendedYears(kept, years, share, termOf(world, k)));
  }
}

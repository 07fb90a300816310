/** Rounds: money is called from sovereign funds and others, and shares are marked. */
import { AI_LABS, HYPERSCALERS } from '../ledger/ai-firms.js';
import { claimsOn } from '../ledger/contract-claims.js';
import { markLabShares, sellPrivateShares } from '../ledger/private-equity.js';
import type { World } from '../ledger/world.js';
import { fundingNeed } from '../mechanisms/lab-funding.js';
import { grantedShare, roundValuation } from '../mechanisms/private-round.js';
import { chipOrders } from './budget.js';
import { isDue } from './contract-review.js';
import { figures, KIND, LARGEST_PART, own, PURCHASES, position, rowOf, terms, total } from './labs.js';

export function budgetChips(world: World, i: number): void {
  const cash = Math.max(position(world, i, world.ledger.at.deposits), 0);
  own(world).chipBudget[i] = Math.min(chipOrders(world, i) * world.dt, cash);
}

/** Carries the shares at a new price. */
export function mark(world: World, i: number, price: number): void {
  const valuation = own(world).valuation;
  const change = markLabShares(world, rowOf(world, i), price / valuation[i]);
  const type = change < 0 ? 'down round' : 'up round';
  world.events.add(type, KIND, rowOf(world, i), AI_LABS[i], change);
  valuation[i] = price;
}

/** A round: the shares are priced anew, and what is lacking until the next one is called, less in a down round. */
export function raise(world: World, i: number): void {
  if (!isDue(world, i, terms(world).roundInterval)) return;
  const { demand, scalars } = world;
  const last = own(world).valuation[i];
  const start = figures(world).revenue[i].now;
  const price = roundValuation(
    start > 0 ? own(world).revenue[i] / start : 1,
    terms(world).revenueElasticity.now,
    demand.lnPrice[world.ledger.at.megacapEquity],
    terms(world).marketBeta.now,
  );
  const years = world.ticks(terms(world).roundInterval.now) * world.dt + terms(world).reserve.now;
  const called = own(world).called;
  // Sellers' claims are paid out of what a round brings.
  const cash = position(world, i, world.ledger.at.deposits) - claimsOn(world, PURCHASES[i]);
  const need = fundingNeed(own(world).burn[i], years, cash, called[i]);
  const given =
    need * terms(world).granted.now * grantedShare(price / last, terms(world).downRoundReluctance.now);
  if (price !== last) mark(world, i, price);
  const rest = given - subscribe(world, i, terms(world).hyperscalerShare.now * given);
  called[i] += rest;
  scalars.add('labCalls', rest);
  world.events.add('round', KIND, rowOf(world, i), 'sovereignFunds', rest);
}

/** Hyperscalers that own shares take their part of a round by what they own, out of cash; returns what they pay. */
function subscribe(world: World, i: number, amount: number): number {
  const { ledger, events } = world;
  const { first } = world.rowsOf('hyperscalers');
  const of = (j: number, instrument: number) => ledger.position(first + j, instrument);
  const owned = total(HYPERSCALERS.map((_, j) => of(j, ledger.at.privateAiEquity)));
  if (!(amount > 0) || !(owned > 0)) return 0;
  let paid = 0;
  for (const [j, firm] of HYPERSCALERS.entries()) {
    const cash = Math.max(of(j, ledger.at.deposits) + of(j, ledger.at.moneyFundShares), 0);
    const part = Math.min((amount * of(j, ledger.at.privateAiEquity)) / owned, LARGEST_PART * cash);
    sellPrivateShares(world, rowOf(world, i), first + j, part, 'capitalCalls');
    own(world).subscribed[j] += part;
    events.add('round', KIND, rowOf(world, i), firm, part);
    paid += part;
  }
  return paid;
}

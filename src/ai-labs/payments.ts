/** Bills and claims paid or missed, and the end of a lab that cannot pay. */
import { AI_LABS } from '../ledger/ai-firms.js';
import { contractDue, payContract } from '../ledger/compute-contracts.js';
import { addClaim, claimsOn, loseClaim, payClaims } from '../ledger/contract-claims.js';
import type { World } from '../ledger/world.js';
import { payableShare } from '../mechanisms/contract-cut.js';
import { claimPayment } from '../mechanisms/contract-termination.js';
import { leave } from './contract-review.js';
import { column, KIND, own, PURCHASES, position, ROUNDING, rowOf, terms, total } from './labs.js';
import { mark } from './rounds.js';

/**
 * Contracts are paid from cash; if it is not enough, all sellers get the same share and a claim for the rest, and shares
 * are written down once.
 */
export function payContracts(world: World, i: number): void {
  const due = PURCHASES[i].map((k) => contractDue(world, k));
  const owed = total(due);
  const share = payableShare(owed, position(world, i, world.ledger.at.deposits));
  for (const [index, k] of PURCHASES[i].entries()) {
    payContract(world, k, due[index], share);
    addClaim(world, k, (1 - share) * due[index]);
  }
  const missing = own(world).missing;
  const unpaid = (1 - share) * owed;
  missing[i] = unpaid > ROUNDING ? missing[i] + 1 : 0;
  if (missing[i] !== 1) return;
  world.events.add('missed payment', KIND, rowOf(world, i), 'computing', unpaid);
  mark(world, i, own(world).valuation[i] * (1 - terms(world).missedWriteDown.now));
}

/** Claims are paid out of cash beyond a short runway; sellers wait for the rest. */
export function settleClaims(world: World, i: number): void {
  const needed = terms(world).shortRunway.now * Math.max(own(world).burn[i], 0);
  const speed = world.speed(terms(world).claimHalfLife.now);
  const cash = position(world, i, world.ledger.at.deposits);
  payClaims(world, PURCHASES[i], claimPayment(claimsOn(world, PURCHASES[i]), cash, needed, speed));
}

/** Creditors do not wait for longer than the grace period, unless money has been called. */
export function isLost(world: World, i: number): boolean {
  const grace = world.ticks(terms(world).graceDays.now);
  return own(world).missing[i] > grace && own(world).called[i] <= ROUNDING;
}

/** The end of a lab: all contracts are left, sellers share what cash there is and lose the rest, shares are worth nothing. */
export function fail(world: World, i: number): void {
  world.events.add('failure', KIND, rowOf(world, i), AI_LABS[i], claimsOn(world, PURCHASES[i]));
  for (const k of PURCHASES[i]) leave(world, k, 1);
  const cash = Math.max(position(world, i, world.ledger.at.deposits), 0);
  payClaims(world, PURCHASES[i], Math.min(cash, claimsOn(world, PURCHASES[i])));
  for (const k of PURCHASES[i]) loseClaim(world, k);
  mark(world, i, 0);
  for (const name of ['revenue', 'burn', 'chipBudget', 'chipsKept', 'missing']) column(world, name)[i] = 0;
  own(world).failed[i] = 1;
}

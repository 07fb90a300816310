/**
 * What buyers owe sellers of computing for bills that they have not paid and contracts that they have left: a claim in the books,
 * at face, without interest, until it is paid or lost. The column by contract sums to what the books say.
 */

import { bookOf, COMPUTE_CONTRACTS, contractRow } from './compute-contracts.js';
import { FLOW } from './flows.js';
import type { World } from './world.js';

const CLAIMS = 'contractClaims';
/** $bn: less is rounding. */
const ROUNDING = 1e-9;

function claimColumn(world: World): Float64Array {
  return bookOf(world).claim;
}

/** $bn that the buyer owes on these contracts. */
export function claimsOn(world: World, contracts: readonly number[]): number {
  const claims = claimColumn(world);
  let sum = 0;
  for (const k of contracts) sum += claims[k];
  return sum;
}

/** $bn paid on claims from these contracts in this tick. */
export function claimsPaid(world: World, contracts: readonly number[]): number {
  const paid = bookOf(world).claimPaid;
  let sum = 0;
  for (const k of contracts) sum += paid[k];
  return sum;
}

/** Moves `amount` of claims from the seller back to the buyer, where they end. */
function cancel(world: World, k: number, amount: number, flow: string): void {
  const { buyer, seller } = COMPUTE_CONTRACTS[k];
  const [owing, owed] = [contractRow(world, buyer), contractRow(world, seller)];
  world.ledger.transfer(owed, owing, world.ledger.at[CLAIMS], amount, world.flow(flow));
  claimColumn(world)[k] -= amount;
}

/** The buyer owes the seller `amount` ($bn) more. */
export function addClaim(world: World, k: number, amount: number): void {
  if (!(amount > 0)) return;
  const { buyer, seller } = COMPUTE_CONTRACTS[k];
  const [owing, owed] = [contractRow(world, buyer), contractRow(world, seller)];
  world.ledger.transfer(owing, owed, world.ledger.at[CLAIMS], amount, FLOW.computing);
  claimColumn(world)[k] += amount;
}

/** The buyer pays `amount` ($bn) on claims from these contracts, each seller alike. */
export function payClaims(world: World, contracts: readonly number[], amount: number): void {
  const all = claimsOn(world, contracts);
  if (!(amount > 0) || !(all > 0)) return;
  const claims = claimColumn(world);
  for (const k of contracts) {
    const { buyer, seller } = COMPUTE_CONTRACTS[k];
    const paid = Math.min(claims[k], (amount * claims[k]) / all);
    const flow = world.flow(CLAIMS);
    world.payments.pay(contractRow(world, buyer), contractRow(world, seller), paid, flow);
    cancel(world, k, paid, CLAIMS);
    bookOf(world).claimPaid[k] += paid;
  }
}

/** What is owed on a contract is lost, and the seller is told. */
export function loseClaim(world: World, k: number): void {
  const lost = claimColumn(world)[k];
  if (!(lost > 0)) return;
  const { buyer, seller } = COMPUTE_CONTRACTS[k];
  cancel(world, k, lost, 'losses');
  if (lost > ROUNDING)
    world.events.tell('loss', seller.kind, contractRow(world, seller), CLAIMS, lost, buyer.firm);
}

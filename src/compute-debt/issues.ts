/** Loans by vintage: what was asked for them when they were issued, and what of them was lost. */
import type { World } from '../ledger/world.js';
import type { Borrowers } from './borrowers.js';
import { slotOf, yearOf } from './fleet.js';
import { LOANS } from './loans.js';

/** Vintage of the loans in a slot: 0 issued before the opening, 1 in the first year, 2 later. */
function issueOf(world: World, slot: number): number {
  const now = yearOf(world);
  const year = now - slotOf(now - slot, LOANS);
  return Math.min(Math.max(year + 1, 0), 2);
}

/** Loans of a vintage, $bn, and their mean spread over Treasury bonds at issue; 0 without any. */
export function loansOfIssue(
  world: World,
  firms: Borrowers,
  issue: number,
): { debt: number; spread: number } {
  const { principal, spreadAtIssue } = firms.of(world);
  let [debt, spreads] = [0, 0];
  for (let i = 0; i < firms.count; i++)
    for (let slot = 0; slot < LOANS; slot++) {
      if (issueOf(world, slot) !== issue) continue;
      debt += principal[i * LOANS + slot];
      spreads += principal[i * LOANS + slot] * spreadAtIssue[i * LOANS + slot];
    }
  return { debt, spread: debt > 0 ? spreads / debt : 0 };
}

/** Loans of a firm rank alike: each vintage loses in proportion to what is owed on it. */
export function bookLoss(world: World, firms: Borrowers, i: number, lost: number): void {
  const { principal, lostByIssue } = firms.of(world);
  const owed = principal.subarray(i * LOANS, (i + 1) * LOANS);
  let all = 0;
  for (const part of owed) all += part;
  if (!(all > 0)) return;
  for (const [slot, part] of owed.entries()) lostByIssue[issueOf(world, slot)] += lost * (part / all);
}

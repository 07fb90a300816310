/** What banks lend to the AI complex: site loans, lines of labs, clouds and miners, as the books say. */
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import { BANKS, contractOf } from './loan-contracts.js';
import { ALLOWANCE } from './loan-loss-allowance.js';
import type { World } from './world.js';

/** Kinds whose bank loans depend on AI; private borrowers owe banks for sites alone. */
const AI_BORROWERS = [
  'aiBuilders',
  'aiLabs',
  'hyperscalers',
  'neoclouds',
  'cryptoMiners',
  'privateBorrowers',
];

/** Their rows and places among the kinds, of those that the world has. */
const presentIn = handles((world) =>
  AI_BORROWERS.filter((kind) => world.hasKind(kind)).map((name) => {
    const { first, last } = world.rowsOf(name);
    return { first, last, kind: world.ledger.kindOf[first] };
  }),
);

/** Bank loans of the AI complex at face, $bn. */
export function aiLoans(world: World): number {
  const loans = world.ledger.at.bankLoans;
  let sum = 0;
  for (const { first, last } of presentIn(world)) {
    for (let row = first; row < last; row++) sum -= Math.min(world.ledger.position(row, loans), 0);
  }
  return sum;
}

/** Losses that banks have taken on them in this tick, $bn: what borrowers no longer owe without having paid. */
export function aiLosses(world: World): number {
  const { ledger } = world;
  const loans = world.ledger.at.bankLoans;
  const flow = FLOW.losses;
  let sum = 0;
  for (const { kind } of presentIn(world)) sum += ledger.flows.of(flow, kind, loans);
  return sum;
}

/** Losses that banks have taken on all other loans than those for sites in this tick, $bn. */
export function otherLosses(world: World): number {
  const { ledger } = world;
  const loans = world.ledger.at.bankLoans;
  const flow = FLOW.losses;
  const sites = world.hasKind('privateBorrowers') ? ledger.kindOf[world.rowOf('privateBorrowers')] : -1;
  const lenders = ledger.kindOf[world.clearingRow];
  let sum = 0;
  for (let kind = 0; kind < ledger.kinds; kind++)
    if (kind !== sites && kind !== lenders) sum += ledger.flows.of(flow, kind, loans);
  return sum;
}

/** A loan of banks for a site: its borrower's row, what it owes, and the fair mark. */
export interface SiteLoan {
  readonly row: number;
  readonly principal: number;
  readonly mark: number;
}

/** Loans of banks for sites, and those written off on which something is still provided for. */
export function siteLoans(world: World): SiteLoan[] {
  if (!world.hasKind('privateBorrowers')) return [];
  const first = world.rowOf('privateBorrowers');
  const allowance = world.ledger.at[ALLOWANCE];
  const principal = world.column('privateBorrowers.principal');
  const mark = world.column('privateBorrowers.mark');
  const loans: SiteLoan[] = [];
  for (let i = 0; i < mark.length; i++) {
    const owed = principal[contractOf(i, BANKS)];
    if (owed > 0 || world.ledger.position(first + i, allowance) > 0)
      loans.push({ row: first + i, principal: owed, mark: mark[i] });
  }
  return loans;
}

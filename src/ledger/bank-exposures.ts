/** What banks lend to the AI complex: site loans, lines of labs, clouds and miners, as the books say. */
import { BANKS, contractOf } from './loan-contracts.js';
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

function present(world: World): string[] {
  return AI_BORROWERS.filter((kind) => world.hasKind(kind));
}

/** Bank loans of the AI complex at face, $bn. */
export function aiLoans(world: World): number {
  const loans = world.instrument('bankLoans');
  let sum = 0;
  for (const kind of present(world)) {
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++) sum -= Math.min(world.ledger.position(row, loans), 0);
  }
  return sum;
}

/** Losses that banks have taken on them in this tick, $bn: what borrowers no longer owe without having paid. */
export function aiLosses(world: World): number {
  const { ledger } = world;
  const loans = world.instrument('bankLoans');
  const flow = world.flow('losses');
  return present(world).reduce((sum, name) => {
    const kind = ledger.kindOf[world.rowOf(name)];
    return sum + ledger.tickFlows[(flow * ledger.kinds + kind) * ledger.width + loans];
  }, 0);
}

/** Private borrowers' loans of banks, each with its fair mark. */
export function siteLoans(world: World): { principal: number; mark: number }[] {
  if (!world.hasKind('privateBorrowers')) return [];
  const principal = world.column('privateBorrowers.principal');
  return Array.from(world.column('privateBorrowers.mark'), (mark, borrower) => ({
    principal: principal[contractOf(borrower, BANKS)],
    mark,
  })).filter((loan) => loan.principal > 0);
}

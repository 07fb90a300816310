/** What moves gold beyond its own news: the Fed's balance sheet (model section 5); the yield acts through its anchor. */
import { ln } from '../maths/elementary.js';
import type { RunningWorld } from './start.js';

/** Assets of the Fed: all positive positions of its row, $bn. */
function fedAssets(world: Omit<RunningWorld, 'market'>): number {
  const { ledger } = world;
  const row = world.rowOf('fed');
  let total = 0;
  for (let i = 0; i < ledger.width; i++) total += Math.max(ledger.position(row, i), 0);
  return total;
}

/** Moves gold's anchor with the log of the Fed's assets since the last tick. */
export function updateGoldAnchor(world: Omit<RunningWorld, 'market'>): void {
  const { demand, parameters } = world;
  const memory = world.column('fedAssets');
  const today = ln(fedAssets(world));
  const elasticity = parameters.number('market.goldBalanceSheetElasticity');
  if (memory[0] !== 0) demand.earnings[world.instrument('gold')] += elasticity * (today - memory[0]);
  memory[0] = today;
}

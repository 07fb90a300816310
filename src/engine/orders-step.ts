/** Step 3: beliefs are brought up to date, cash is counted, and every kind states its demand. */
import { writeCash } from '../ledger/cash.js';
import { ln } from '../maths/elementary.js';
import { updateCommitments } from './commitments.js';
import { ASSETS, INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';
import { updateShadowCosts, updateTastes } from './tastes.js';

export function stateOrders(world: RunningWorld): void {
  const { demand } = world;
  updateTastes(world);
  demand.previousLogSupply.set(demand.logSupply);
  demand.haircut.set(world.parameters.perAsset('market.haircut', ASSETS));
  for (let a = 0; a < ASSETS.length; a++) demand.logSupply[a] = ln(demand.float[a] / demand.startFloat[a]);
  const first = world.rowsOf(INVESTOR_KINDS[0]).first;
  writeCash(world, first, world.ledger.rows);
  updateCommitments(world);
  updateShadowCosts(world);
  for (const kind of world.kinds) kind.schedule?.(world);
}

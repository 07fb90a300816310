/** Books of labs at the start. */
import { AI_LABS } from '../ledger/ai-firms.js';
import { openCapex } from '../ledger/chip-purchase.js';
import { openContracts } from '../ledger/contract-book.js';
import { postOpening } from '../ledger/opening.js';
import type { World } from '../ledger/world.js';
import { column, figures, own, rowOf } from './labs.js';

export function endow(world: World): void {
  for (const name of ['planned', 'growthLeft', 'chipsKept', 'valuation']) column(world, name).fill(1);
  let capex = 0;
  for (let i = 0; i < AI_LABS.length; i++) {
    postOpening(world, rowOf(world, i), 'deposits', figures(world).deposits[i].now);
    postOpening(world, rowOf(world, i), 'privateAiEquity', -figures(world).privateAiEquity[i].now);
    own(world).revenue[i] = figures(world).revenue[i].now;
    capex += figures(world).chipOrders[i].now;
  }
  openCapex(world, capex);
  openContracts(world);
}

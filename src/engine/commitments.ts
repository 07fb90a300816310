/**
 * The cash floor on nominal commitments (an open question of the model, section 3): what people keep for payments
 * follows the wealth they have had, not today's, so that cash is not set free when prices fall.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { joined } from '../ledger/names.js';
import { committedShare } from '../mechanisms/commitments.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';

/** Whether a kind keeps a floor of cash; those who borrow have none. */
function keepsFloor(world: RunningWorld, kind: string): boolean {
  return world.parameters.has(joined(kind, 'cashFloor'));
}

/** Writes this tick's floor as a share of wealth, from the column `cash`, and lets commitments follow wealth. */
export function updateCommitments(world: RunningWorld): void {
  const { parameters, demand } = world;
  const speed = world.speed(parameters.number('market.commitmentsHalfLife'));
  if (!parameters.switch('market.nominalCommitments')) return;
  for (const kind of INVESTOR_KINDS) {
    if (!keepsFloor(world, kind)) continue;
    const floor = parameters.number(joined(kind, 'cashFloor'));
    const { first, last } = world.rowsOf(kind);
    for (let row = first; row < last; row++) {
      if (demand.demandForm[row] !== DEMAND_FORMS.portfolioShares) continue;
      const wealth = wealthOf(world, row);
      demand.cashFloorShare[row] = committedShare(floor, demand.committedWealth[row], wealth);
      demand.committedWealth[row] += speed * (wealth - demand.committedWealth[row]);
    }
  }
}

/** Cash, and all cleared assets at the values of their units, $bn. */
function wealthOf({ demand, ledger, assets }: RunningWorld, row: number): number {
  let wealth = demand.cash[row];
  for (let a = 0; a < assets.length; a++)
    wealth += ledger.unitValue[a] * ledger.units[row * ledger.width + a];
  return wealth;
}

/** The water level: idle cash of investors above their floors, plus reverse repo (model section 3). */
import { writeCash } from '../ledger/cash.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './start.js';

export function countWater(world: Omit<RunningWorld, 'market'>): void {
  const { ledger, demand, scalars, assets } = world;
  const { units, width } = ledger;
  let idle = 0;
  for (const name of INVESTOR_KINDS) {
    const { first, last } = world.rowsOf(name);
    writeCash(world, first, last);
    for (let row = first; row < last; row++) {
      if (demand.demandForm[row] !== 1) continue;
      let wealth = demand.cash[row];
      for (let a = 0; a < assets.length; a++) wealth += units[row * width + a] * ledger.unitValue[a];
      idle += Math.max(demand.cash[row] - demand.cashFloorShare[row] * wealth, 0);
    }
  }
  const reverseRepo = world.instrument('reverseRepo');
  const { first, last } = world.rowsOf('moneyFunds');
  let placed = 0;
  for (let row = first; row < last; row++) placed += ledger.position(row, reverseRepo);
  scalars.set('idleCash', idle);
  scalars.set('waterLevel', idle + placed);
}

/** The water level: idle cash of investors above their floors, plus reverse repo (model section 3). */
import { writeCash } from '../ledger/cash.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './start.js';

export function countWater(world: Omit<RunningWorld, 'market'>): void {
  const { ledger, demand, scalars, assets } = world;
  const { units, width, unitValue } = ledger;
  const { cash, cashFloorShare, demandForm } = demand;
  const count = assets.length;
  let idle = 0;
  for (const name of INVESTOR_KINDS) {
    const { first, last } = world.rowsOf(name);
    writeCash(world, first, last);
    for (let row = first; row < last; row++) {
      if (demandForm[row] !== 1) continue;
      let wealth = cash[row];
      for (let a = 0, i = row * width; a < count; a++, i++) wealth += units[i] * unitValue[a];
      idle += Math.max(cash[row] - cashFloorShare[row] * wealth, 0);
    }
  }
  const reverseRepo = world.instrument('reverseRepo');
  const { first, last } = world.rowsOf('moneyFunds');
  let placed = 0;
  for (let row = first; row < last; row++) placed += ledger.position(row, reverseRepo);
  scalars.set('idleCash', idle);
  scalars.set('waterLevel', idle + placed);
}

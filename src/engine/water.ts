/** The water level: idle cash of investors above their floors, plus reverse repo (model section 3). */
import { writeCash } from '../ledger/cash.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './start.js';

/** Cash above the floors of unlevered rows, from the column `cash`. */
function idleCash(
  { units, width, unitValue }: RunningWorld['ledger'],
  { cash, cashFloorShare, demandForm }: RunningWorld['demand'],
  first: number,
  last: number,
  assets: number,
): number {
  let idle = 0;
  for (let row = first; row < last; row++) {
    if (demandForm[row] !== 1) continue;
    let wealth = cash[row];
    for (let a = 0, i = row * width; a < assets; a++, i++) wealth += units[i] * unitValue[a];
    idle += Math.max(cash[row] - cashFloorShare[row] * wealth, 0);
  }
  return idle;
}

export function countWater(world: Omit<RunningWorld, 'market'>): void {
  const { ledger, demand, scalars, assets } = world;
  let idle = 0;
  for (const name of INVESTOR_KINDS) {
    const { first, last } = world.rowsOf(name);
    writeCash(world, first, last);
    idle += idleCash(ledger, demand, first, last, assets.length);
  }
  const reverseRepo = world.instrument('reverseRepo');
  const { first, last } = world.rowsOf('moneyFunds');
  let placed = 0;
  for (let row = first; row < last; row++) placed += ledger.position(row, reverseRepo);
  scalars.set('idleCash', idle);
  scalars.set('waterLevel', idle + placed);
}

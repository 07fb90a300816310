/** The water level: idle cash of investors above their floors, plus reverse repo (model section 3). */
import { writeCash } from '../ledger/cash.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './start.js';

/** Writes the sums of an investor kind; idle is cash above the floors of unlevered rows. Reads the column `cash`. */
function sumInvestors(world: Omit<RunningWorld, 'market'>, kind: number, first: number, last: number): void {
  const { units, width, unitValue } = world.ledger;
  const { cash, cashFloorShare, demandForm } = world.demand;
  const assets = world.assets.length;
  let idle = 0;
  let wealth = 0;
  for (let row = first; row < last; row++) {
    let own = cash[row];
    for (let a = 0, i = row * width; a < assets; a++, i++) own += units[i] * unitValue[a];
    wealth += own;
    if (demandForm[row] === 1) idle += Math.max(cash[row] - cashFloorShare[row] * own, 0);
  }
  world.investorSums.idleCash[kind] = idle;
  world.investorSums.wealth[kind] = wealth;
}

export function countWater(world: Omit<RunningWorld, 'market'>): void {
  const { ledger, scalars, investorSums } = world;
  let idle = 0;
  for (const [kind, name] of INVESTOR_KINDS.entries()) {
    const { first, last } = world.rowsOf(name);
    writeCash(world, first, last);
    sumInvestors(world, kind, first, last);
    idle += investorSums.idleCash[kind];
  }
  const reverseRepo = world.instrument('reverseRepo');
  const { first, last } = world.rowsOf('moneyFunds');
  let placed = 0;
  for (let row = first; row < last; row++) placed += ledger.position(row, reverseRepo);
  scalars.set('idleCash', idle);
  scalars.set('waterLevel', idle + placed);
}

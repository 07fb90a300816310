/** The water level: idle cash of investors above their floors, plus reverse repo (model section 3). */
import { writeCash } from '../ledger/cash.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';

/** Sums idle cash and wealth of each investor kind, and the water. */
export function countWater(world: RunningWorld): void {
  const { ledger, scalars, investorSums, market } = world;
  const { investorTotals } = market.work.shared;
  let idle = 0;
  for (const [kind, name] of INVESTOR_KINDS.entries()) {
    const { first, last } = world.rowsOf(name);
    writeCash(world, first, last);
    market.work.kernel.sumInvestors(first, last);
    investorSums.idleCash[kind] = investorTotals[0];
    investorSums.wealth[kind] = investorTotals[1];
    idle += investorSums.idleCash[kind];
  }
  const reverseRepo = world.ledger.at.reverseRepo;
  const { first, last } = world.rowsOf('moneyFunds');
  let placed = 0;
  for (let row = first; row < last; row++) placed += ledger.position(row, reverseRepo);
  scalars.set('idleCash', idle);
  scalars.set('waterLevel', idle + placed);
}

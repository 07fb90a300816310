/** Opening books of borrowers: debt, cash, chips of past years, loans of past years, and what lenders ask of each. */
import { openCapex } from '../ledger/chip-purchase.js';
import { postOpening } from '../ledger/opening.js';
import type { World } from '../ledger/world.js';
import { type Borrowers, POOL } from './borrowers.js';
import { capacityOf, openFleet } from './fleet.js';
import { leverageOf, setConcessions, setPool } from './issuers.js';
import { openLoans, openSpreads } from './loans.js';
import { rentOf } from './rents.js';

/** @param otherIncome of a firm beyond rents, $bn a year */
export function openBorrowers(
  world: World,
  firms: Borrowers,
  otherIncome: (i: number) => number = () => 0,
): void {
  let capex = 0;
  for (let i = 0; i < firms.count; i++) {
    openFirm(world, firms, i, otherIncome(i));
    capex += firms.figure(world, i, 'capitalExpenditure');
  }
  firms.of(world).startCapacity[0] = firms.total((i) => capacityOf(world, firms, i));
  firms.of(world).startLeverage[0] = leverageOf(world, firms);
  setPool(world, firms);
  setConcessions(world, firms);
  openSpreads(world, firms);
  openCapex(world, capex);
  for (const name of ['sitesWanted', 'sitesBuilt']) world.scalars.add(name, capex);
}

function openFirm(world: World, firms: Borrowers, i: number, otherIncome: number): void {
  const column = (name: string) => firms.column(world, name);
  const plan = firms.figure(world, i, 'capitalExpenditure');
  postOpening(world, firms.row(world, i), POOL, -firms.figure(world, i, POOL));
  postOpening(world, firms.row(world, i), 'deposits', firms.figure(world, i, 'deposits'));
  column('usualCash')[i] = firms.figure(world, i, 'deposits');
  column('plan')[i] = plan;
  column('contracted')[i] = 1;
  openFleet(world, firms, i, plan);
  openLoans(world, firms, i);
  const rents = rentOf(world, 1) * capacityOf(world, firms, i) - column('running')[i];
  column('cashFlow')[i] = rents + otherIncome;
}

/**
 * Passes over investors between two clearings: own taste, the shadow cost of scarce cash, idle cash and wealth.
 * TypeScript to be read; the WebAssembly kernel does the same operations in the same order.
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import type { RandomStream } from '../maths/random.js';
import { shadowCostStep, shadowCostTarget } from '../mechanisms/shadow-cost.js';
import type { MarketWorkspace } from './workspace.js';

/** Cash, and all cleared assets at the values of their units, $bn. */
function wealthOf({ demand, ledger, assets }: MarketWorkspace, row: number): number {
  let wealth = demand.cash[row];
  for (let a = 0, i = row * ledger.width; a < assets; a++, i++)
    wealth += ledger.unitValue[a] * ledger.units[i];
  return wealth;
}

/** One step of the shadow cost of rows without leverage towards what their idle cash says. */
export function updateShadowCosts(
  work: MarketWorkspace,
  first: number,
  last: number,
  scale: number,
  speed: number,
): void {
  const { cash, cashFloorShare, demandForm, shadowCost, startIdleCashShare } = work.demand;
  for (let row = first; row < last; row++) {
    if (demandForm[row] !== DEMAND_FORMS.portfolioShares) continue;
    const idle = Math.max(cash[row] / wealthOf(work, row) - cashFloorShare[row], 0);
    const target = shadowCostTarget(idle, startIdleCashShare[row], scale);
    shadowCost[row] = shadowCostStep(shadowCost[row], target, speed);
  }
}

/** Idle cash above the floors of rows without leverage, and wealth of all, $bn; reads the column `cash`. */
export function sumInvestors(work: MarketWorkspace, first: number, last: number): void {
  const { cash, cashFloorShare, demandForm } = work.demand;
  const { investorTotals } = work.shared;
  investorTotals.fill(0);
  for (let row = first; row < last; row++) {
    const own = wealthOf(work, row);
    investorTotals[1] += own;
    if (demandForm[row] === DEMAND_FORMS.portfolioShares)
      investorTotals[0] += Math.max(cash[row] - cashFloorShare[row] * own, 0);
  }
}

/** Rows first + from, first + from + step, … to before `last` review their own taste. */
export interface TasteReview {
  readonly first: number;
  readonly last: number;
  readonly from: number;
  readonly step: number;
  /** Second part of the address of the draws; the first is the agent's number in its kind. */
  readonly tick: number;
  readonly persistence: number;
  readonly innovation: number;
}

/** AR(1): taste = persistence × taste + innovation × z, for each asset. */
export function reviseTastes(work: MarketWorkspace, review: TasteReview, draws: RandomStream): void {
  const { demand, assets } = work;
  const { first, last, from, step, tick, persistence, innovation } = review;
  const { normals } = work;
  for (let row = first + from; row < last; row += step) {
    draws.normals(row - first, tick, normals, 0, assets);
    const base = row * assets;
    for (let a = 0; a < assets; a++)
      demand.ownTaste[base + a] = persistence * demand.ownTaste[base + a] + innovation * normals[a];
  }
}

/**
 * The demand forms of published one-asset models, cleared by the same engine.
 *
 *   linear:          wanted units = intercept_a (1 + kappa_a (v_a - ln p_a) + own taste_a)
 *   leveraged value: wanted value = min(beta max(V_a - p_a, 0), leverageLimit) W,  W = cash + p_a h_a
 *                    (Thurner, Farmer & Geanakoplos 2012; beta is the attractiveness elasticity)
 *
 * Both adjust at `rebalancingSpeed` (1: at once).
 */
import { DEMAND_FORMS } from '../ledger/demand-columns.js';
import { exp } from '../maths/elementary.js';
import type { MarketWorkspace } from './workspace.js';

/** Adds orders and, if asked, their derivatives; arguments as for `sweepPortfolioShares`. */
export function sweepSimpleForms(work: MarketWorkspace, withJacobian: boolean): void {
  const { demand, ledger, tradingRows, assets, stride } = work;
  const { kindExcess, orders } = work.shared;
  for (let index = 0; index < tradingRows.length; index++) {
    const row = tradingRows[index];
    const form = demand.demandForm[row];
    if (form !== DEMAND_FORMS.linear && form !== DEMAND_FORMS.leveragedValue) continue;
    const kindBase = ledger.kindOf[row] * stride;
    for (let a = 0; a < assets; a++) {
      const held = work.price[a] * ledger.units[row * ledger.width + a];
      let amount =
        form === DEMAND_FORMS.linear
          ? linearOrder(work, row, a, held, withJacobian)
          : leveragedValueOrder(work, row, a, held, withJacobian);
      if (demand.mayShort[row] === 0 && amount < -held) amount = -held;
      kindExcess[kindBase + a] += amount;
      orders[row * stride + a] = amount;
    }
  }
}

function linearOrder(
  work: MarketWorkspace,
  row: number,
  a: number,
  held: number,
  withJacobian: boolean,
): number {
  const { demand, assets, unknowns } = work;
  const base = row * assets;
  const speed = demand.rebalancingSpeed[row];
  const kappa = demand.attractivenessElasticity[row] * demand.attractivenessMultiplier[a];
  const intercept = demand.intercept[base + a] * work.price[a];
  const wanted = intercept * (1 + kappa * work.gap[a] + demand.ownTaste[base + a]);
  if (withJacobian) {
    work.jacobian[a * unknowns + a] += speed * (wanted - intercept * kappa - held);
    work.fundamentalDiagonal[a] += speed * intercept * kappa;
  }
  return speed * (wanted - held);
}

function leveragedValueOrder(
  work: MarketWorkspace,
  row: number,
  a: number,
  held: number,
  withJacobian: boolean,
): number {
  const { demand, unknowns } = work;
  const price = work.price[a];
  const value = exp(demand.fundamental[a]);
  const wealth = demand.cash[row] + held;
  const beta = demand.attractivenessElasticity[row];
  const mispricing = value - price;
  const limit = demand.leverageLimit[row];
  const leverage = mispricing <= 0 || wealth <= 0 ? 0 : Math.min(beta * mispricing, limit);
  const speed = demand.rebalancingSpeed[row];
  if (withJacobian) {
    const interior = leverage > 0 && leverage < limit;
    work.jacobian[a * unknowns + a] +=
      speed * (leverage * held - (interior ? beta * price * wealth : 0) - held);
    if (interior) work.fundamentalDiagonal[a] += speed * beta * value * wealth;
  }
  return speed * (leverage * wealth - held);
}

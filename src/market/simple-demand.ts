/**
 * The demand forms of published models, cleared by the same engine. In units or in value, for each asset:
 *
 *   linear:              wanted units = intercept (1 + kappa (v - ln p) + taste)
 *   linear in price:     wanted units = intercept + kappa (taste - p): taste is the reference price
 *   linear in log price: wanted units = intercept + kappa (taste - ln p): taste is the log reference price
 *   constant value:      wanted value = intercept
 *   mandate:             wanted value = intercept exp(kappa (v - ln p) + taste) W   (Gabaix & Koijen)
 *   leveraged value:     wanted value = min(beta max(V - p, 0), leverageLimit) W    (Thurner, Farmer & Geanakoplos)
 *
 * with W = cash + p h, kappa = attractiveness elasticity times the asset's multiplier, and beta the elasticity alone.
 * With kappa = 0 the second form is an order for units whatever the price. All adjust at `rebalancingSpeed` (1: at once).
 */
import { DEMAND_FORMS, type DemandColumns } from '../ledger/demand-columns.js';
import { exp } from '../maths/elementary.js';
import type { MarketWorkspace } from './workspace.js';

/** Wanted value and its derivatives by ln p at given v, and by v. */
interface Wanted {
  value: number;
  perLogPrice: number;
  perFundamental: number;
}

/** Scratch of one evaluation. */
const wanted: Wanted = { value: 0, perLogPrice: 0, perFundamental: 0 };

type Form = (demand: DemandColumns, row: number, a: number, price: number, held: number) => void;

function set(value: number, perLogPrice: number, perFundamental = 0): void {
  wanted.value = value;
  wanted.perLogPrice = perLogPrice;
  wanted.perFundamental = perFundamental;
}

function kappaOf(demand: DemandColumns, row: number, a: number): number {
  return demand.attractivenessElasticity[row] * demand.attractivenessMultiplier[a];
}

const linear: Form = (demand, row, a, price) => {
  const at = row * demand.lnPrice.length + a;
  const kappa = kappaOf(demand, row, a);
  const intercept = demand.intercept[at] * price;
  const value = intercept * (1 + kappa * (demand.fundamental[a] - demand.lnPrice[a]) + demand.ownTaste[at]);
  set(value, value - intercept * kappa, intercept * kappa);
};

const linearInPrice: Form = (demand, row, a, price) => {
  const at = row * demand.lnPrice.length + a;
  const kappa = kappaOf(demand, row, a);
  const value = price * (demand.intercept[at] + kappa * (demand.ownTaste[at] - price));
  set(value, value - kappa * price * price);
};

const linearInLogPrice: Form = (demand, row, a, price) => {
  const at = row * demand.lnPrice.length + a;
  const kappa = kappaOf(demand, row, a);
  const value = price * (demand.intercept[at] + kappa * (demand.ownTaste[at] - demand.lnPrice[a]));
  set(value, value - kappa * price);
};

const constantValue: Form = (demand, row, a) => set(demand.intercept[row * demand.lnPrice.length + a], 0);

const mandate: Form = (demand, row, a, _price, held) => {
  const at = row * demand.lnPrice.length + a;
  const kappa = kappaOf(demand, row, a);
  const gap = demand.fundamental[a] - demand.lnPrice[a];
  const share = demand.intercept[at] * exp(kappa * gap + demand.ownTaste[at]);
  const value = share * (demand.cash[row] + held);
  set(value, share * held - kappa * value, kappa * value);
};

const leveragedValue: Form = (demand, row, a, price, held) => {
  const value = exp(demand.fundamental[a]);
  const wealth = demand.cash[row] + held;
  const beta = demand.attractivenessElasticity[row];
  const limit = demand.leverageLimit[row];
  const mispricing = value - price;
  const leverage = mispricing <= 0 || wealth <= 0 ? 0 : Math.min(beta * mispricing, limit);
  const interior = leverage > 0 && leverage < limit ? beta * wealth : 0;
  set(leverage * wealth, leverage * held - interior * price, interior * value);
};

const FORMS: Readonly<Record<number, Form>> = {
  [DEMAND_FORMS.linear]: linear,
  [DEMAND_FORMS.leveragedValue]: leveragedValue,
  [DEMAND_FORMS.linearInPrice]: linearInPrice,
  [DEMAND_FORMS.linearInLogPrice]: linearInLogPrice,
  [DEMAND_FORMS.constantValue]: constantValue,
  [DEMAND_FORMS.mandate]: mandate,
};

/** Who may not go short sells at most what is held: speed (value - held) = -held. */
function sellNoMoreThanHeld(held: number, speed: number): void {
  if (speed * (wanted.value - held) >= -held) return;
  const value = (1 - 1 / speed) * held;
  set(value, value);
}

/** Adds orders and, if asked, their derivatives; arguments as for `sweepPortfolioShares`. */
export function sweepSimpleForms(work: MarketWorkspace, withJacobian: boolean): void {
  const { demand, ledger, simpleRows, assets, stride, unknowns } = work;
  const { kindExcess, orders } = work.shared;
  for (let index = 0; index < simpleRows.length; index++) {
    const row = simpleRows[index];
    const form = FORMS[demand.demandForm[row]];
    const kindBase = ledger.kindOf[row] * stride;
    const speed = demand.rebalancingSpeed[row];
    for (let a = 0; a < assets; a++) {
      const held = work.price[a] * ledger.units[row * ledger.width + a];
      form(demand, row, a, work.price[a], held);
      if (demand.mayShort[row] === 0) sellNoMoreThanHeld(held, speed);
      const amount = speed * (wanted.value - held);
      kindExcess[kindBase + a] += amount;
      orders[row * stride + a] = amount;
      if (!withJacobian) continue;
      work.jacobian[a * unknowns + a] += speed * (wanted.perLogPrice - held);
      work.fundamentalDiagonal[a] += speed * wanted.perFundamental;
    }
  }
}

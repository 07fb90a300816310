/** Gabaix & Koijen: the price response to flows, shifts of demand and dividends. */
import { exp, ln } from '../../maths/elementary.js';
import type { Replication } from './replication.js';
import type { ReplicationRuns } from './replication-runs.js';
import { exact, type ReplicationRow } from './row.js';

const SHOCK = 2;

/** zeta = 1 - theta + kappa delta. */
function elasticity(runs: ReplicationRuns, arm: string): number {
  const of = (name: string) => runs.parameter(arm, `funds.${name}`);
  return 1 - of('equityShare') + of('returnSensitivity') * of('dividendYield');
}

function logPrice(runs: ReplicationRuns, arm: string): number {
  return ln(runs.at(arm, 'price.equity', SHOCK));
}

/** ln p at which Q p = theta exp(-kappa delta ln p + nu) (Q p + B + F), by bisection. */
function mandatePrice(runs: ReplicationRuns, arm: string): number {
  const of = (name: string) => runs.parameter(arm, `funds.${name}`);
  const [theta, kappa] = [of('equityShare'), of('returnSensitivity') * of('dividendYield')];
  const shift = kappa * of('dividendNews') + of('demandShift');
  const wealth = 1 / theta;
  const excess = (lnPrice: number) =>
    theta *
      exp(shift - kappa * lnPrice) *
      (exp(lnPrice) + wealth - 1 + runs.parameter(arm, 'households.flow') * wealth) -
    exp(lnPrice);
  let [low, high] = [-3, 3];
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

function response(
  runs: ReplicationRuns,
  arm: string,
  to: 'households.flow' | 'funds.demandShift',
): ReplicationRow {
  const shock = runs.parameter(arm, to);
  const zeta = elasticity(runs, arm);
  const isLinear = runs.choice(arm, 'funds.demand') === 'linear';
  return exact(
    {
      quantity: `rise of the log price for ${to === 'households.flow' ? 'a flow' : 'a shift'} of 1, zeta ${zeta.toFixed(4)}`,
      arm,
      source: isLinear ? '1/zeta, zeta = 1 - theta + kappa delta' : 'the mandate, solved apart',
      obtained: logPrice(runs, arm) / shock,
    },
    isLinear ? 1 / zeta : mandatePrice(runs, arm) / shock,
    1e-8 / zeta,
  );
}

function rows(runs: ReplicationRuns): ReplicationRow[] {
  const of = (arm: string, name: string) => runs.parameter(arm, name);
  const step = of('smallInflow', 'households.flow') - of('smallOutflow', 'households.flow');
  const kappa = of('dividend', 'funds.returnSensitivity') * of('dividend', 'funds.dividendYield');
  return [
    response(runs, 'flow', 'households.flow'),
    response(runs, 'shift', 'funds.demandShift'),
    response(runs, 'inelastic', 'households.flow'),
    response(runs, 'elastic', 'households.flow'),
    exact(
      {
        quantity: 'rise of the log price for a log dividend of 1',
        arm: 'dividend',
        source: 'kappa delta/zeta',
        obtained: logPrice(runs, 'dividend') / of('dividend', 'funds.dividendNews'),
      },
      kappa / elasticity(runs, 'dividend'),
      1e-8,
    ),
    exact(
      {
        quantity: 'slope of the log price in the flow, whole mandate',
        arm: 'smallInflow, smallOutflow',
        source: '1/zeta; central difference',
        obtained: (logPrice(runs, 'smallInflow') - logPrice(runs, 'smallOutflow')) / step,
      },
      1 / elasticity(runs, 'smallInflow'),
      1e-5,
    ),
    exact(
      {
        quantity: 'log price after an inflow, whole mandate',
        arm: 'mandate',
        source: 'Q p = theta exp(-kappa delta ln p) W, solved apart',
        obtained: logPrice(runs, 'mandate'),
      },
      mandatePrice(runs, 'mandate'),
      1e-10,
    ),
  ];
}

export const gabaixKoijen: Replication = {
  name: 'gabaix-koijen',
  isRandom: false,
  needs: ['price.equity', 'funds.flow', 'funds.equityShare', 'books.imbalance'],
  rows,
};

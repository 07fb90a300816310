/** Random but plausible days for the small market. */
import { draws } from './random-draws.js';
import { ASSET_COUNT, rowsOf, type SmallMarket } from './small-market.js';

/** Daily standard deviation of news on log fundamentals, by asset. */
const NEWS = [0.004, 0.004, 0.012, 0.015, 0.009, 0.035, 0.01];

export interface Shake {
  /** Multiplies the news. */
  readonly news?: number;
  /** Multiplies changes of tastes, trend, shadow costs and the return on cash. */
  readonly tastes?: number;
  /** Share of rows forced to sell, and the largest sale as a share of exposure. */
  readonly forcedRows?: number;
  readonly forcedShare?: number;
  /** Cash received or paid, standard deviation as a share of cash. */
  readonly cash?: number;
  /** Yesterday's prices away from 1, standard deviation. */
  readonly history?: number;
}

/** An ordinary day: tastes and cash move as slowly as they do in a run. */
export const ORDINARY_DAY: Shake = { tastes: 0.15, cash: 0.004 };

/** Changes earnings, tastes, trend, shadow costs, cash, cash return and forced sales from one seed. */
export function shake(small: SmallMarket, seed: number, sizes: Shake = {}): void {
  const { news = 1, tastes = 1, forcedRows = 0, forcedShare = 0.1, cash = 0.02, history = 0 } = sizes;
  const { demand, ledger } = small;
  const random = draws(seed);
  for (let a = 0; a < ASSET_COUNT; a++) {
    demand.previousLnPrice[a] += history * random.normal();
    demand.earnings[a] += news * NEWS[a] * random.normal();
    demand.trend[a] += tastes * 2 * NEWS[a] * random.normal();
    demand.previousLogSupply[a] = demand.logSupply[a];
    demand.logSupply[a] += tastes * 0.01 * random.normal();
    if (a === 1) demand.fairSpread[a] += 0.0002 * news * random.normal();
  }
  for (let i = 0; i < demand.sentiment.length; i++) demand.sentiment[i] += tastes * 0.03 * random.normal();
  for (const kind of ['sovereigns', 'funds', 'households', 'managers']) {
    for (const row of rowsOf(small, kind)) {
      const levered = demand.demandForm[row] === 2;
      for (let a = 0; a < ASSET_COUNT; a++)
        demand.ownTaste[row * ASSET_COUNT + a] += tastes * 0.1 * random.normal();
      demand.shadowCost[row] += levered ? 0 : tastes * 0.01 * random.normal();
      demand.cashReturnGain[row] += levered ? 0 : tastes * 0.02 * random.normal();
      demand.cash[row] += cash * Math.abs(demand.cash[row]) * random.normal();
      if (levered) demand.leverageLimit[row] *= 1 + tastes * 0.01 * random.normal();
      if (random.uniform() < forcedRows) {
        let exposure = 0;
        for (let a = 0; a < ASSET_COUNT; a++)
          exposure += ledger.position(row, a) * Math.exp(demand.previousLnPrice[a]);
        const sale = forcedShare * exposure;
        demand.forcedCapitalCall[row] = sale * 0.5 * random.uniform();
        demand.forcedRedemption[row] = sale * 0.3 * random.uniform();
        demand.forcedMargin[row] = levered ? sale * 0.2 * random.uniform() : 0;
      }
    }
  }
}

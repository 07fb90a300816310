/** One asset and two kinds of investors with the demand of published one-asset models, on the same market code. */
import { DEMAND_FORMS, type DemandColumns } from '../../src/ledger/demand-columns.js';
import type { Order } from '../../src/ledger/orders.js';
import type { Ledger } from '../../src/ledger/transfer.js';
import { Market } from '../../src/market/market.js';
import { CONSTANTS, makeDemand, makeLedger } from './small-market.js';

export interface OneAssetInvestor {
  readonly kind: 0 | 1;
  readonly form: 'linear' | 'leveragedValue';
  readonly units: number;
  readonly cash: number;
  /** kappa of the linear form, beta of the leveraged form. */
  readonly elasticity: number;
  readonly taste?: number;
  readonly leverageLimit?: number;
  readonly speed?: number;
}

export interface OneAssetMarket {
  readonly market: Market;
  readonly demand: DemandColumns;
  readonly ledger: Ledger;
  /** Clears at log fundamental value `value` with `dollars` of official orders; returns the price. */
  clear(value?: number, dollars?: number): number;
}

/** Investors of kind 0 come first; the issuer is the last row. */
export function oneAssetMarket(investors: readonly OneAssetInvestor[]): OneAssetMarket {
  const first = investors.filter(({ kind }) => kind === 0).length;
  const rows = investors.length + 1;
  const ledger = makeLedger(['equity'], [0, first, investors.length, rows]);
  const { demand } = makeDemand(rows, 3, 1);
  for (const [row, investor] of investors.entries()) {
    ledger.transfer(rows - 1, row, 0, investor.units, 0);
    demand.demandForm[row] = DEMAND_FORMS[investor.form];
    demand.cash[row] = investor.cash;
    demand.attractivenessElasticity[row] = investor.elasticity;
    demand.intercept[row] = investor.form === 'linear' ? investor.units : 0;
    demand.ownTaste[row] = investor.taste ?? 0;
    demand.leverageLimit[row] = investor.leverageLimit ?? 0;
    demand.rebalancingSpeed[row] = investor.speed ?? 1;
    demand.float[0] += investor.units;
  }
  const market = new Market({
    ledger,
    demand,
    anchors: [{ form: 'exogenous' }],
    constants: CONSTANTS,
    convictionWeight: 0,
    fundingKind: 2,
    clearingKind: 2,
  });
  return {
    market,
    demand,
    ledger,
    clear: (value = 0, dollars = 0) => {
      demand.earnings[0] = value;
      const orders: Order[] = [{ row: rows - 1, asset: 0, dollars, cause: 'policy' }];
      market.prepare(0);
      market.clear(0, 0, dollars === 0 ? [] : orders, new Float64Array(1));
      return Math.exp(demand.lnPrice[0]);
    },
  };
}

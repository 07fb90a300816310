/** A market of any size for timing: a third of the investors levered, half of the assets discounted. */

import { Columns } from '../../src/ledger/columns.js';
import { demandColumns, demandViews } from '../../src/ledger/demand-columns.js';
import type { Anchor } from '../../src/market/anchors.js';
import { Market } from '../../src/market/market.js';
import { draws } from '../market/random-draws.js';
import { CONSTANTS, makeLedger } from '../market/small-market.js';

export interface LargeMarket {
  readonly market: Market;
  readonly point: Float64Array;
  /** One day with fresh news. */
  tick(): void;
}

export function largeMarket(investors: number, assets: number): LargeMarket {
  const random = draws(1);
  const levered = Math.floor(investors / 3);
  const kindStart = [0, 1, 1 + levered, 1 + investors];
  const names = Array.from({ length: assets }, (_, a) => `asset${a}`);
  const ledger = makeLedger(names, kindStart);
  const columns = new Columns(demandColumns(ledger.rows, 3, assets));
  const demand = demandViews((name) => columns.get(name));
  for (let a = 0; a < assets; a++) {
    demand.attractivenessMultiplier[a] = 1;
    demand.relativeMultiplier[a] = 0.5;
    demand.trendMultiplier[a] = 0.5;
    demand.haircut[a] = 0.1;
    if (a < 2) {
      demand.coupon[a] = 0.045;
      demand.startYield[a] = 0.045;
      demand.decay[a] = 0.08;
    }
  }
  let loans = 0;
  for (let row = 1; row < ledger.rows; row++) {
    const borrows = row <= levered;
    for (let a = 0; a < assets; a++) {
      ledger.transfer(0, row, a, random.between(0.5, 1.5), 0);
      demand.ownTaste[row * assets + a] = 0.05 * random.normal();
    }
    let exposure = 0;
    for (let a = 0; a < assets; a++) exposure += ledger.position(row, a);
    for (let a = 0; a < assets; a++)
      demand.logStartShare[row * assets + a] = Math.log(ledger.position(row, a) / exposure);
    demand.demandForm[row] = borrows ? 2 : 1;
    demand.cash[row] = borrows ? -0.4 * exposure : 0.05 * exposure;
    demand.attractivenessElasticity[row] = borrows ? 6 : 1.5;
    demand.relativeElasticity[row] = borrows ? 4 : 1;
    demand.trendGain[row] = 0.2;
    demand.startIdleShare[row] = borrows ? 0.5 : 0.03;
    demand.cashFloorShare[row] = borrows ? 0 : 0.018;
    demand.floorSoftness[row] = 1;
    demand.idleSpeed[row] = borrows ? 0.5 : 0.02;
    demand.shortfallSpeed[row] = 0.2;
    demand.rebalancingSpeed[row] = borrows ? 0.3 : 0.012;
    demand.immediacy[row] = borrows ? 0.9 : 0.4;
    demand.wealthMark[row] = exposure + Math.min(demand.cash[row], 0);
    demand.exposureMark[row] = exposure;
    demand.leverageLimit[row] = (2 * exposure) / demand.wealthMark[row];
    demand.fundingSensitivity[row] = 60;
    if (borrows) loans -= demand.cash[row];
    for (let a = 0; a < assets; a++) demand.float[a] += ledger.position(row, a);
  }
  const anchors = names.map((_, a): Anchor => {
    if (a === 1) return { form: 'credit', reference: 0 };
    if (a % 2 === 1) return { form: 'discounted', duration: 4, secondWeight: 0.3, first: 0, second: 1 };
    return { form: 'exogenous' };
  });
  const market = new Market({
    ledger,
    demand,
    anchors,
    constants: CONSTANTS,
    funding: {
      capacity: loans,
      startRatio: 1,
      elasticity: 0.007,
      startSpread: 0,
      cap: Number.POSITIVE_INFINITY,
    },
    convictionWeight: 1,
    fundingKind: 0,
    clearingKind: 0,
  });
  const previousEarnings = new Float64Array(assets);
  return {
    market,
    point: new Float64Array(assets + 1),
    tick: () => {
      for (let a = 0; a < assets; a++) demand.earnings[a] = 0.01 * random.normal();
      market.prepare(0);
      market.clear(0, 0, [], previousEarnings);
    },
  };
}

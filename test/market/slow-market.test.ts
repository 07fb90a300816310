import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/ledger/orders.js';
import { slowExcess, solveSlowMarket } from '../oracles/slow-market.js';
import { type Shake, shake } from './shaken-market.js';
import { slowMarketOf } from './slow-market-of.js';
import {
  ASSET_COUNT,
  CRYPTO,
  clearTick,
  endTick,
  openSmallMarket,
  type SmallMarket,
  TREASURY,
} from './small-market.js';

/** Clears with both and returns the largest differences: ln p and spread; orders over wealth of the investor. */
function difference(small: SmallMarket, orders: readonly Order[] = []): { price: number; order: number } {
  const slow = slowMarketOf(small, orders);
  const solution = solveSlowMarket(slow);
  expect(solution.residual).toBeLessThan(1e-11);
  clearTick(small, orders);
  let price = Math.abs(solution.spread - small.spread);
  for (let a = 0; a < ASSET_COUNT; a++)
    price = Math.max(price, Math.abs(Math.log(solution.prices[a]) - small.demand.lnPrice[a]));
  let order = 0;
  for (const [i, wanted] of solution.orders.entries()) {
    const wealth = small.demand.startWealth[i + 2];
    for (let a = 0; a < ASSET_COUNT; a++)
      order = Math.max(order, Math.abs(wanted[a] - small.demand.order[(i + 2) * ASSET_COUNT + a]) / wealth);
  }
  return { price, order };
}

const CASES: readonly [string, Shake, { idleCash?: number; funding?: boolean }][] = [
  ['news and tastes', {}, {}],
  ['a history of prices', { history: 0.1 }, {}],
  ['no funding market', { history: 0.05 }, { funding: false }],
  ['little idle cash', { news: 0.5 }, { idleCash: 300 }],
  ['much idle cash', { news: 2 }, { idleCash: 6000 }],
  ['forced sales', { forcedRows: 0.3, forcedShare: 0.05 }, { idleCash: 4000 }],
  ['payments beyond cash', { cash: 0.9 }, { idleCash: 1500 }],
];

describe('prices and orders agree with the slow market written from the model', () => {
  it.each(
    CASES.flatMap(([name, sizes, options]) => [1, 2, 3].map((seed) => ({ name, sizes, options, seed }))),
  )('$name, seed $seed', ({ sizes, options, seed }) => {
    const small = openSmallMarket({ seed, ...options });
    shake(small, seed + 1000, sizes);
    const { price, order } = difference(small);
    expect(price).toBeLessThan(1e-8);
    expect(order).toBeLessThan(1e-8);
  });

  it('over days that follow each other, with issues and a crash of the trend', () => {
    const small = openSmallMarket({ seed: 5, idleCash: 2500 });
    for (let day = 0; day < 6; day++) {
      shake(small, 5000 + day, { forcedRows: day === 3 ? 0.2 : 0, forcedShare: 0.02 });
      if (day === 3) small.demand.trend[CRYPTO] = -0.8;
      const orders: Order[] = [{ row: 0, asset: TREASURY, dollars: -20 - day, cause: 'issuance' }];
      const { price, order } = difference(small, orders);
      expect(price).toBeLessThan(1e-8);
      expect(order).toBeLessThan(1e-8);
      endTick(small, orders);
    }
  });

  it('at the rate of the standing repo facility', () => {
    const small = openSmallMarket({ seed: 7 });
    const { funding } = small;
    if (funding === undefined) throw new Error('no funding market');
    funding.capacity *= 0.7;
    funding.cap = funding.startSpread + 0.0004;
    shake(small, 7000);
    const { price, order } = difference(small);
    expect(small.spread).toBeCloseTo(funding.cap, 12);
    expect(price).toBeLessThan(1e-8);
    expect(order).toBeLessThan(1e-8);
  });

  it('and the slow market itself is in equilibrium at the start', () => {
    const slow = slowMarketOf(openSmallMarket({ seed: 3 }));
    const { excess, funding } = slowExcess(slow, Array(ASSET_COUNT).fill(1), slow.previousSpread);
    for (const value of [...excess, funding]) expect(Math.abs(value)).toBeLessThan(1e-14);
  });
});

import { describe, expect, it } from 'vitest';
import { excessDemand } from '../../src/market/excess-demand.js';
import { type OneAssetInvestor, oneAssetMarket } from './one-asset-market.js';
import { draws } from './random-draws.js';

/**
 * Inelastic markets (Gabaix & Koijen): investors want Q_i (1 + zeta_i (v - ln p) + f_i) units, so that ln p moves by
 * the flow over the elasticity, both weighted with holdings.
 */
describe('linear demand answers to flows by one over the elasticity', () => {
  const investors = (taste: number): OneAssetInvestor[] => [
    { kind: 0, form: 'linear', units: 60, cash: 10, elasticity: 0.1, taste },
    { kind: 0, form: 'linear', units: 20, cash: 10, elasticity: 0.3 },
    { kind: 1, form: 'linear', units: 20, cash: 50, elasticity: 0.4 },
  ];
  // Holdings-weighted elasticity 0.2: a flow of 1 % of the market moves its price by 5 %.
  const zeta = 0.6 * 0.1 + 0.2 * 0.3 + 0.2 * 0.4;

  it.each([-0.1, -0.01, 0.001, 0.02, 0.1])('a flow of %d of the holdings of one investor', (flow) => {
    const price = oneAssetMarket(investors(flow)).clear();
    expect(Math.log(price)).toBeCloseTo((0.6 * flow) / zeta, 11);
  });

  it.each([-3, -1, 0.5, 2])('an official order of $%dbn', (dollars) => {
    const price = oneAssetMarket(investors(0)).clear(0, dollars);
    expect(Math.log(price)).toBeCloseTo(dollars / price / 100 / zeta, 10);
  });

  it('news on value is passed on one for one', () => {
    expect(Math.log(oneAssetMarket(investors(0)).clear(0.07))).toBeCloseTo(0.07, 11);
  });

  it('adjustment at another speed clears at the same price', () => {
    const slow = investors(0.02).map((investor) => ({ ...investor, speed: 0.05 }));
    expect(Math.log(oneAssetMarket(slow).clear())).toBeCloseTo((0.6 * 0.02) / zeta, 9);
  });
});

/** Units wanted, straight from the papers; `price` and `value` in levels. */
function unitsWanted(investor: OneAssetInvestor, price: number, value: number): number {
  if (investor.form === 'linear')
    return investor.units * (1 + investor.elasticity * Math.log(value / price) + (investor.taste ?? 0));
  const wealth = investor.cash + investor.units * price;
  const leverage = Math.min(investor.elasticity * Math.max(value - price, 0), investor.leverageLimit ?? 0);
  return (leverage * wealth) / price;
}

function bisect(investors: readonly OneAssetInvestor[], value: number): number {
  const held = investors.reduce((sum, { units }) => sum + units, 0);
  const excess = (price: number): number =>
    investors.reduce((sum, investor) => sum + Math.max(unitsWanted(investor, price, value), 0), -held);
  let low = 0.2 * value;
  let high = 5 * value;
  for (let i = 0; i < 200; i++) {
    const middle = (low + high) / 2;
    if (excess(middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

/** Leveraged value investors (Thurner, Farmer & Geanakoplos 2012) against traders who revert to value. */
describe('leveraged value investors clear where a bisection does', () => {
  const economy = (taste: number, beta: number, limit: number): OneAssetInvestor[] => [
    { kind: 0, form: 'linear', units: 80, cash: 100, elasticity: 1.5, taste },
    { kind: 1, form: 'leveragedValue', units: 12, cash: -2, elasticity: beta, leverageLimit: limit },
    { kind: 1, form: 'leveragedValue', units: 8, cash: 3, elasticity: 2 * beta, leverageLimit: limit },
  ];

  it.each([
    ['inside their limit', -0.1, 5, 10],
    ['at their limit', -0.4, 20, 1.5],
    ['one at the limit, the other not', -0.25, 8, 1.8],
    ['out of the market', 0.4, 5, 10],
  ])('%s', (_, taste, beta, limit) => {
    const investors = economy(taste, beta, limit);
    const price = bisect(investors, 1.1);
    expect(oneAssetMarket(investors).clear(Math.log(1.1))).toBeCloseTo(price, 9);
  });

  it('on random economies', () => {
    const random = draws(17);
    for (let i = 0; i < 50; i++) {
      const value = Math.exp(0.1 * random.normal());
      const investors: OneAssetInvestor[] = [
        ...economy(0.15 * random.normal(), random.between(2, 10), random.between(1, 4)),
        { kind: 1, form: 'linear', units: 40, cash: 10, elasticity: random.between(1, 4) },
      ];
      const small = oneAssetMarket(investors);
      expect(small.clear(Math.log(value))).toBeCloseTo(bisect(investors, value), 9);
      expect(small.market.clearing.report.residual).toBeLessThan(1e-10);
    }
  });

  it('with the slope that central differences give', () => {
    for (const [taste, lnPrice] of [
      [0, -0.1],
      [0.1, -0.03],
      [-0.3, -0.4],
      [0.2, 0.1],
    ]) {
      const { market } = oneAssetMarket(economy(taste, 7, 2));
      market.prepare(0);
      const out = new Float64Array(1);
      const at = (point: number): number => {
        excessDemand(market.work, Float64Array.of(point), new Float64Array(1), market.scale, out);
        return out[0];
      };
      const slope = (at(lnPrice + 1e-6) - at(lnPrice - 1e-6)) / 2e-6;
      excessDemand(market.work, Float64Array.of(lnPrice), new Float64Array(1), market.scale, out, true);
      expect(market.work.jacobian[0]).toBeCloseTo(slope, 7);
    }
  });
});

describe('a sale of what is held', () => {
  const investors: OneAssetInvestor[] = [{ kind: 0, form: 'linear', units: 100, cash: 10, elasticity: 0.1 }];

  it('ends where its units end, and clears at the price of that', () => {
    const { market, demand } = oneAssetMarket(investors);
    const sale = (dollars: number, units?: number): number => {
      demand.earnings[0] = 0;
      const row = investors.length;
      const order = { row, asset: 0, dollars: -dollars, cause: 'marginCall' as const };
      market.prepare(0);
      market.clear(0, 0, [units === undefined ? order : { ...order, units }], new Float64Array(1));
      return Math.exp(demand.lnPrice[0]);
    };
    // 100 (1 - 0.1 ln p) = 100 + units sold
    expect(Math.log(sale(50, 2))).toBeCloseTo(-2 / 100 / 0.1, 10);
    expect(sale(1, 2)).toBeCloseTo(sale(1), 12);
  });
});

import { describe, expect, it } from 'vitest';
import { excessDemand } from '../../src/market/excess-demand.js';
import { draws } from './random-draws.js';
import { shake } from './shaken-market.js';
import { ASSET_COUNT, CRYPTO, openSmallMarket, prepareTick, type SmallMarket } from './small-market.js';

interface Comparison {
  /** Largest |analytic - difference| over the largest entry of the row. */
  readonly error: number;
  readonly analytic: Float64Array;
  readonly cutOrders: number;
}

function compare(small: SmallMarket, point: Float64Array): Comparison {
  const { market } = small;
  const { work, scale, fixedOrders } = market;
  const n = work.unknowns;
  const at = (unknowns: Float64Array): Float64Array => {
    const out = new Float64Array(n);
    excessDemand(work, unknowns, fixedOrders, scale, out);
    return out;
  };
  excessDemand(work, point, fixedOrders, scale, new Float64Array(n), true);
  const analytic = Float64Array.from(work.jacobian);
  let cutOrders = 0;
  for (let row = 2; row < small.ledger.rows; row++)
    for (let a = 0; a < ASSET_COUNT; a++) {
      const held = work.price[a] * small.ledger.position(row, a);
      if (held > 0 && small.market.work.shared.orders[row * small.market.work.stride + a] === -held)
        cutOrders++;
    }
  const rowSize = Array.from({ length: n }, (_, r) =>
    Math.max(...analytic.slice(r * n, (r + 1) * n).map(Math.abs)),
  );
  let error = 0;
  for (let b = 0; b < n; b++) {
    // A spread of 60 years of leverage moves raises across the rounded kink within a hundredth of a basis point.
    const step = b < ASSET_COUNT ? 2e-6 : 2e-8;
    const up = Float64Array.from(point);
    const down = Float64Array.from(point);
    up[b] += step;
    down[b] -= step;
    const above = at(up);
    const below = at(down);
    for (let r = 0; r < n; r++) {
      const slope = (above[r] - below[r]) / (up[b] - down[b]);
      error = Math.max(error, Math.abs(slope - analytic[r * n + b]) / rowSize[r]);
    }
  }
  return { error, analytic, cutOrders };
}

function randomPoint(small: SmallMarket, seed: number): Float64Array {
  const random = draws(seed);
  const point = new Float64Array(small.market.work.unknowns);
  for (let a = 0; a < ASSET_COUNT; a++) point[a] = small.demand.previousLnPrice[a] + 0.05 * random.normal();
  if (small.funding !== undefined) point[ASSET_COUNT] = small.spread + 0.001 * random.normal();
  return point;
}

const SEEDS = [1, 2, 3, 4, 5, 6];

describe('the analytic Jacobian agrees with central differences of excess demand', () => {
  it.each(SEEDS)('without a funding market, seed %i', (seed) => {
    const small = openSmallMarket({ seed, funding: false });
    shake(small, seed + 100, { history: 0.1 });
    prepareTick(small);
    expect(compare(small, randomPoint(small, seed)).error).toBeLessThan(1e-6);
  });

  it.each(SEEDS)('with a funding market, seed %i', (seed) => {
    const small = openSmallMarket({ seed, idleCash: [150, 400, 1500, 4000, 8000, 600][seed - 1] });
    shake(small, seed + 200, { history: 0.1, cash: 0.3 });
    prepareTick(small);
    const { error, analytic } = compare(small, randomPoint(small, seed));
    expect(error).toBeLessThan(1e-6);
    expect(analytic.subarray(ASSET_COUNT * (ASSET_COUNT + 1)).some((slope) => slope !== 0)).toBe(true);
    // Prices answer to the spread, and loans to prices: the last column and row are not empty.
    expect(analytic[ASSET_COUNT]).not.toBe(0);
    expect(analytic[ASSET_COUNT * (ASSET_COUNT + 1)]).not.toBe(0);
  });

  it.each(SEEDS)('with forced sales, seed %i', (seed) => {
    const small = openSmallMarket({ seed });
    shake(small, seed + 300, { history: 0.05, forcedRows: 0.5, forcedShare: 0.2 });
    prepareTick(small);
    expect(small.market.work.forcedSales).toBeGreaterThan(100);
    expect(compare(small, randomPoint(small, seed)).error).toBeLessThan(1e-6);
  });

  it.each(SEEDS)('with orders cut at zero units, levered rows among them, seed %i', (seed) => {
    const small = openSmallMarket({ seed });
    small.demand.trend[CRYPTO] = -0.8;
    shake(small, seed + 400, { forcedRows: 0.7, forcedShare: 0.9 });
    prepareTick(small);
    const { error, cutOrders } = compare(small, randomPoint(small, seed));
    expect(cutOrders).toBeGreaterThan(3);
    expect(error).toBeLessThan(1e-6);
  });

  it.each(SEEDS)('where the standing repo facility lends, seed %i', (seed) => {
    const small = openSmallMarket({ seed });
    const { funding } = small;
    if (funding === undefined) throw new Error('no funding market');
    funding.cap = funding.startSpread + 0.0005;
    funding.startRatio *= 0.4;
    shake(small, seed + 500);
    prepareTick(small);
    const { error, analytic } = compare(small, randomPoint(small, seed));
    expect(error).toBeLessThan(1e-6);
    // The facility lends any amount: loans leave the funding equation.
    const fundingRow = analytic.subarray(ASSET_COUNT * (ASSET_COUNT + 1), -1);
    expect(fundingRow.every((slope) => slope === 0)).toBe(true);
  });

  it('with investors who may short', () => {
    const small = openSmallMarket({ seed: 8 });
    small.demand.mayShort.fill(1);
    small.demand.trend[CRYPTO] = -0.8;
    shake(small, 408, { forcedRows: 0.7, forcedShare: 0.9 });
    prepareTick(small);
    const { error, cutOrders } = compare(small, randomPoint(small, 8));
    expect(cutOrders).toBe(0);
    expect(error).toBeLessThan(1e-6);
  });
});

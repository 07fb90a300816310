import { describe, expect, it } from 'vitest';
import { excessDemand } from '../../src/market/excess-demand.js';
import { ASSET_COUNT, clearTick, endTick, openSmallMarket, prepareTick } from './small-market.js';

const IDLE_CASH = [150, 400, 1000, 2500, 6000, 8000];

describe('every amount of idle cash starts in equilibrium', () => {
  it.each(IDLE_CASH)('with $%dbn excess demand vanishes at the opening prices', (idleCash) => {
    for (const seed of [1, 2, 3]) {
      const small = openSmallMarket({ seed, idleCash });
      prepareTick(small);
      const { work, scale } = small.market;
      const point = new Float64Array(ASSET_COUNT + 1);
      point[ASSET_COUNT] = small.spread;
      const out = new Float64Array(ASSET_COUNT + 1);
      excessDemand(work, point, new Float64Array(ASSET_COUNT), scale, out);
      for (const residual of out) expect(Math.abs(residual)).toBeLessThan(1e-10);
      // Nor does any single investor want to trade.
      excessDemand(work, point, new Float64Array(ASSET_COUNT), scale, out);
      for (let row = 2; row < small.ledger.rows; row++)
        for (let a = 0; a < ASSET_COUNT; a++)
          expect(Math.abs(small.demand.order[row * ASSET_COUNT + a])).toBeLessThan(
            1e-12 * small.demand.startWealth[row],
          );
    }
  });

  it.each(IDLE_CASH)('with $%dbn prices stay where they are for 50 quiet days', (idleCash) => {
    const small = openSmallMarket({ seed: 4, idleCash });
    for (let day = 0; day < 50; day++) {
      clearTick(small);
      endTick(small);
    }
    for (const lnPrice of small.demand.lnPrice) expect(Math.abs(lnPrice)).toBeLessThan(1e-10);
    expect(small.spread).toBeCloseTo(0.0015, 12);
  });
});

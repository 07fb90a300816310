/** Shadow cost that payments have left: what it adds to orders, and how it comes and goes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { traceShadowCosts } from '../../src/market/shadow-cost-causes.js';
import { LEVEL_CAUSES, PART_COUNT } from '../../src/market/workspace.js';
import {
  ASSET_COUNT,
  clearTick,
  endTick,
  KIND_NAMES,
  openSmallMarket,
  prepareTick,
  rowsOf,
  type SmallMarket,
} from './small-market.js';

const KIND = 'sovereigns';
const SCALE = 0.03;
const SPEED = 0.07;

/** $bn by asset that the kind orders for a cause at yesterday's prices. */
function part(small: SmallMarket, cause: (typeof LEVEL_CAUSES)[number]): number[] {
  const { stride, shared } = small.market.work;
  const from = (KIND_NAMES.indexOf(KIND) * PART_COUNT + LEVEL_CAUSES.indexOf(cause)) * stride;
  return Array.from(shared.orderParts.subarray(from, from + ASSET_COUNT));
}

/** A market a day old; sovereign funds have so high a shadow cost, of which calls and redemptions have left a part. */
function market(seed: number, shadowCost: number, called: number, redeemed: number): SmallMarket {
  const small = openSmallMarket({ seed, idleCash: 1500 });
  clearTick(small);
  endTick(small);
  for (const row of rowsOf(small, KIND)) {
    small.demand.shadowCost[row] = shadowCost;
    small.demand.calledShadowCost[row] = called;
    small.demand.redeemedShadowCost[row] = redeemed;
  }
  prepareTick(small);
  return small;
}

const seeds = fc.integer({ min: 1, max: 50 });
const ratio = fc.double({ min: 0.001, max: 0.03, noNaN: true });

describe('shadow cost that calls and redemptions have left', () => {
  it('moves to them as large a part of the orders as it is of the shadow cost, and no more', () => {
    const law = fc.property(seeds, ratio, ratio, ratio, (seed, called, redeemed, besides) => {
      const all = called + redeemed + besides;
      const traced = market(seed, all, called, redeemed);
      const plain = market(seed, all, 0, 0);
      const whole = part(plain, 'shadowCost');
      const size = Math.max(...whole.map(Math.abs));
      expect(size).toBeGreaterThan(0);
      for (let a = 0; a < ASSET_COUNT; a++) {
        const bound = 1e-11 * size;
        expect(Math.abs(part(traced, 'capitalCall')[a] - (whole[a] * called) / all)).toBeLessThan(bound);
        expect(Math.abs(part(traced, 'redemption')[a] - (whole[a] * redeemed) / all)).toBeLessThan(bound);
        expect(Math.abs(part(traced, 'shadowCost')[a] - (whole[a] * besides) / all)).toBeLessThan(bound);
      }
      expect(part(traced, 'rebalancing')).toEqual(part(plain, 'rebalancing'));
    });
    fc.assert(law, { numRuns: 20 });
  });

  it('is the difference from the shadow cost of investors who had not paid, day after day', () => {
    const law = fc.property(seeds, fc.double({ min: 0.05, max: 0.9, noNaN: true }), (seed, share) => {
      const [paid, spared] = [market(seed, 0, 0, 0), market(seed, 0, 0, 0)];
      for (const row of rowsOf(paid, KIND)) {
        const taken = share * paid.demand.cash[row];
        paid.demand.cash[row] -= taken;
        paid.demand.calledCash[row] = taken * 0.25;
        paid.demand.redeemedCash[row] = taken * 0.75;
      }
      for (let day = 0; day < 5; day++)
        for (const { market: one, demand } of [paid, spared])
          for (const row of rowsOf(paid, KIND)) {
            one.work.kernel.updateShadowCosts(row, row + 1, SCALE, SPEED);
            traceShadowCosts(one.work, row, row + 1, SCALE, SPEED);
            expect(demand.calledShadowCost[row]).toBeGreaterThanOrEqual(0);
          }
      for (const row of rowsOf(paid, KIND)) {
        const more = paid.demand.shadowCost[row] - spared.demand.shadowCost[row];
        expect(more).toBeGreaterThan(0);
        expect(paid.demand.calledShadowCost[row]).toBeCloseTo(more / 4, 12);
        expect(paid.demand.redeemedShadowCost[row]).toBeCloseTo((more * 3) / 4, 12);
        expect(spared.demand.calledShadowCost[row]).toBe(0);
      }
    });
    fc.assert(law, { numRuns: 20 });
  });

  it('fades with its half-life once the cash is raised again, and ends at nothing', () => {
    const small = market(3, 0.02, 0.01, 0.005);
    const [row] = rowsOf(small, KIND);
    traceShadowCosts(small.market.work, row, row + 1, SCALE, SPEED);
    expect(small.demand.calledShadowCost[row]).toBeCloseTo(0.01 * (1 - SPEED), 15);
    expect(small.demand.redeemedShadowCost[row]).toBeCloseTo(0.005 * (1 - SPEED), 15);
    for (let day = 0; day < 400; day++) traceShadowCosts(small.market.work, row, row + 1, SCALE, SPEED);
    expect(small.demand.calledShadowCost[row]).toBe(0);
    expect(small.demand.redeemedShadowCost[row]).toBe(0);
  });
});

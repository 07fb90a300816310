/** Sales that build up again the cash that calls and redemptions took: as large as the demand equations make them. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
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
const EXACT = LEVEL_CAUSES.indexOf('rebalancing');

/** $bn by asset that a kind orders for a cause at yesterday's prices. */
function part(small: SmallMarket, cause: number): number[] {
  const { stride, shared } = small.market.work;
  const from = (KIND_NAMES.indexOf(KIND) * PART_COUNT + cause) * stride;
  return Array.from(shared.orderParts.subarray(from, from + ASSET_COUNT));
}

const named = (small: SmallMarket, cause: (typeof LEVEL_CAUSES)[number]): number[] =>
  part(small, LEVEL_CAUSES.indexOf(cause));

/** All that the kind orders at yesterday's prices. */
function orders(small: SmallMarket): number[] {
  const all = LEVEL_CAUSES.map((_, cause) => part(small, cause));
  return Array.from({ length: ASSET_COUNT }, (_, a) => all.reduce((sum, parts) => sum + parts[a], 0));
}

/**
 * A market a day old whose sovereign funds have paid so much for calls and redemptions, and so much besides, as shares
 * of their cash.
 */
function market(seed: number, called: number, redeemed: number, besides = 0): SmallMarket {
  const small = openSmallMarket({ seed, idleCash: 1500 });
  clearTick(small);
  endTick(small);
  for (const row of rowsOf(small, KIND)) {
    const { demand } = small;
    const cash = demand.cash[row];
    demand.cash[row] -= (called + redeemed + besides) * cash;
    demand.calledCash[row] = called * cash;
    demand.redeemedCash[row] = redeemed * cash;
  }
  prepareTick(small);
  return small;
}

const shares = {
  called: fc.double({ min: 0.01, max: 0.49, noNaN: true }),
  seed: fc.integer({ min: 1, max: 50 }),
};

describe('cash that calls and redemptions took', () => {
  it('is raised again by what the orders differ from those of investors who had not paid', () => {
    const law = fc.property(shares.seed, shares.called, shares.called, (seed, called, redeemed) => {
      const paid = market(seed, called, redeemed);
      const [after, before] = [orders(paid), orders(market(seed, 0, 0))];
      const moved = named(paid, 'capitalCall').map((dollars, a) => dollars + named(paid, 'redemption')[a]);
      const size = Math.max(...moved.map(Math.abs));
      for (let a = 0; a < ASSET_COUNT; a++)
        expect(Math.abs(moved[a] - (after[a] - before[a]))).toBeLessThan(1e-9 * size + 1e-12);
    });
    fc.assert(law, { numRuns: 20 });
  });

  it('is split between the two by what they took, and leaves the sum of all causes alone', () => {
    const paid = market(3, 0.1, 0.3);
    const plain = market(3, 0, 0, 0.4);
    const [calls, redemptions] = [named(paid, 'capitalCall'), named(paid, 'redemption')];
    for (let a = 0; a < ASSET_COUNT; a++) expect(redemptions[a]).toBeCloseTo(3 * calls[a], 12);
    expect(named(plain, 'capitalCall').every((dollars) => dollars === 0)).toBe(true);
    for (const [a, dollars] of orders(paid).entries()) expect(dollars).toBeCloseTo(orders(plain)[a], 12);
    expect(part(paid, EXACT)).toEqual(part(plain, EXACT));
  });

  it('is forgotten as it is raised, faster below the floor, and never more than all of it', () => {
    const law = fc.property(shares.seed, shares.called, (seed, called) => {
      const paid = market(seed, called, 0);
      for (const row of rowsOf(paid, KIND)) {
        const before = (called / (1 - called)) * paid.demand.cash[row];
        expect(paid.demand.calledCash[row]).toBeGreaterThanOrEqual(0);
        expect(paid.demand.calledCash[row]).toBeLessThanOrEqual(
          before * (1 - paid.demand.idleSpeed[row]) * (1 + 1e-12),
        );
      }
    });
    fc.assert(law, { numRuns: 20 });
  });
});

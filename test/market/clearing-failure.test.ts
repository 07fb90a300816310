import { describe, expect, it } from 'vitest';
import { ClearingFailure } from '../../src/ledger/model-error.js';
import type { Order } from '../../src/ledger/orders.js';
import { CLEARING_SETTINGS } from '../../src/market/clear.js';
import { shake } from './shaken-market.js';
import { clearTick, endTick, openSmallMarket, rowsOf, type SmallMarket, VALUE } from './small-market.js';

function failure(small: SmallMarket, orders: readonly Order[] = []): ClearingFailure {
  try {
    clearTick(small, orders);
  } catch (error) {
    if (error instanceof ClearingFailure) return error;
    throw error;
  }
  throw new Error('the market cleared');
}

const TOO_MUCH = 'forced sales exceed the cash of possible buyers';

describe('a market that cannot clear says so', () => {
  it('when an issue is larger than all the cash there is', () => {
    const small = openSmallMarket({ seed: 1, idleCash: 400 });
    small.tick = 42;
    const error = failure(small, [{ row: 0, asset: VALUE, dollars: -30000, cause: 'issuance' }]);
    expect(error.tick).toBe(42);
    expect(error.message).toContain('tick 42');
    expect(error.message).toContain(TOO_MUCH);
    expect(error.message).toContain(String(error.details.market));
    expect(error.details.residual).toBeGreaterThan(1e-10);
    expect(error.details.forcedSales).toBeCloseTo(30000, 6);
    expect(error.details.buyersCash).toBeGreaterThan(400);
    expect(error.details.buyersCash).toBeLessThan(3000);
  });

  it('and does not blame forced sales when buyers have the cash', () => {
    const small = openSmallMarket({
      seed: 2,
      settings: { ...CLEARING_SETTINGS, maximumIterations: 1, homotopySteps: 1 },
    });
    shake(small, 2, { news: 5 });
    const error = failure(small);
    expect(error.message).not.toContain(TOO_MUCH);
    expect(error.message).toContain('no prices clear all markets');
    expect(error.details.residual).toBeGreaterThan(1e-10);
  });

  it('when a market finds no buyers but at a price of nothing', () => {
    const small = openSmallMarket({ seed: 4 });
    const day = () => {
      small.demand.earnings[VALUE] -= 0.5;
      clearTick(small);
      endTick(small);
    };
    const days = () => {
      for (let d = 0; d < 300; d++) day();
    };
    expect(days).toThrow(ClearingFailure);
    const lowest = Math.exp(small.demand.previousLnPrice[VALUE]);
    expect(lowest).toBeGreaterThan(1e-12);
    expect(lowest).toBeLessThan(1e-11);
    const error = failure(small);
    expect(error.message).toMatch(/finds no buyers: it has fallen to \d\.\de-1[34] of its first price/);
    expect(error.details.market).toBe(small.market.work.ledger.instruments[VALUE].label);
  });

  it('when demand is not a number', () => {
    const small = openSmallMarket({ seed: 3 });
    small.demand.cash[5] = Number.NaN;
    expect(failure(small).message).toContain('no prices clear all markets');
  });
});

describe('homotopy in the data of the tick', () => {
  const stubborn = (settings: typeof CLEARING_SETTINGS): SmallMarket => {
    const small = openSmallMarket({ seed: 5, idleCash: 150, settings });
    shake(small, 3005, { news: 15 });
    return small;
  };

  it('solves a day that the iterations from yesterday do not', () => {
    // A single step is the day itself, with the exact Jacobian and all the iterations.
    const direct = failure(stubborn({ ...CLEARING_SETTINGS, homotopySteps: 1 }));
    expect(direct.message).toContain('no prices clear all markets');
    const small = stubborn(CLEARING_SETTINGS);
    const today = Float64Array.from(small.demand.earnings);
    clearTick(small);
    const { homotopy, residual, iterations } = small.market.clearing.report;
    expect(homotopy).toBe(true);
    expect(residual).toBeLessThan(1e-10);
    expect(iterations).toBeGreaterThan(CLEARING_SETTINGS.homotopySteps);
    expect(small.demand.earnings).toEqual(today);
  });

  it('leaves the data of the day as they were when it gives up half-way', () => {
    const small = stubborn({ ...CLEARING_SETTINGS, maximumIterations: 2 });
    for (const row of rowsOf(small, 'managers')) small.demand.forcedRedemption[row] = 5;
    const today = Float64Array.from(small.demand.earnings);
    failure(small);
    expect(small.demand.earnings).toEqual(today);
    for (const row of rowsOf(small, 'managers')) expect(small.market.work.shared.forcedSale[row]).toBe(5);
  });

  it('finds the prices of plain iterations where both succeed, and leaves the data of the day as they were', () => {
    const day = (settings: typeof CLEARING_SETTINGS): SmallMarket => {
      const small = openSmallMarket({ seed: 6, settings });
      shake(small, 66, { news: 3, forcedRows: 0.3, forcedShare: 0.02 });
      clearTick(small);
      return small;
    };
    const plain = day(CLEARING_SETTINGS);
    const { iterations } = plain.market.clearing.report;
    const stepped = day({ ...CLEARING_SETTINGS, maximumIterations: iterations - 1 });
    expect(plain.market.clearing.report.homotopy).toBe(false);
    expect(stepped.market.clearing.report.homotopy).toBe(true);
    for (const [a, lnPrice] of plain.demand.lnPrice.entries())
      expect(stepped.demand.lnPrice[a]).toBeCloseTo(lnPrice, 9);
    expect(stepped.market.work.shared.forcedSale).toEqual(plain.market.work.shared.forcedSale);
  });
});

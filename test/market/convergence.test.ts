import { describe, expect, it } from 'vitest';
import { ORDINARY_DAY, shake } from './shaken-market.js';
import { clearTick, endTick, openSmallMarket } from './small-market.js';

const median = (values: number[]): number => values.sort((a, b) => a - b)[Math.floor(values.length / 2)];

describe('clearing on random days', () => {
  it.each([150, 400, 1500, 6000])(
    'reaches the tolerance in few evaluations with $%dbn of idle cash',
    (idleCash) => {
      const iterations: number[] = [];
      const evaluations: number[] = [];
      const residuals: number[] = [];
      for (let seed = 1; seed <= 4; seed++) {
        const small = openSmallMarket({ seed, idleCash });
        for (let day = 0; day < 30; day++) {
          shake(small, seed * 1000 + day, {
            ...ORDINARY_DAY,
            forcedRows: day % 5 === 0 ? 0.05 : 0,
            forcedShare: 0.005,
          });
          clearTick(small);
          const { report } = small.market.clearing;
          expect(report.homotopy).toBe(false);
          expect(report.smallestPivot).toBeGreaterThan(0);
          iterations.push(report.iterations);
          evaluations.push(report.evaluations);
          residuals.push(report.residual);
          endTick(small);
        }
      }
      expect(Math.max(...residuals)).toBeLessThan(1e-10);
      expect(median(iterations)).toBeLessThanOrEqual(9);
      expect(median(evaluations)).toBeLessThanOrEqual(14);
      // Without the updates of the inverse some days take half as many again.
      expect(Math.max(...iterations)).toBeLessThanOrEqual(12);
    },
  );

  it('depends on the state columns and the books alone', () => {
    const small = openSmallMarket({ seed: 1 });
    const day = (seed: number): void => {
      shake(small, seed, ORDINARY_DAY);
      clearTick(small);
    };
    day(1);
    endTick(small);
    const { columns, ledger, spread } = small;
    const state = columns.snapshot();
    const units = Float64Array.from(ledger.units);
    day(2);
    const first = [...small.demand.lnPrice, ...small.demand.order, ...small.market.attribution.contribution];
    columns.restore(state);
    for (let other = 3; other < 6; other++) {
      day(other);
      endTick(small);
    }
    columns.restore(state);
    ledger.units.set(units);
    small.spread = spread;
    small.previousEarnings.fill(0);
    day(2);
    const again = [...small.demand.lnPrice, ...small.demand.order, ...small.market.attribution.contribution];
    expect(again).toEqual(first);
  });
});

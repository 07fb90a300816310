import { describe, expect, it } from 'vitest';
import {
  cashGap,
  cashShortfall,
  immediateRaise,
  leveredRaise,
  shortfallShare,
  smoothRaise,
  unleveredRaise,
} from '../../src/mechanisms/cash-gap.js';
import { between, law } from './law.js';

const SPEEDS = { idleSpeed: 0.02, shortfallSpeed: 0.2, immediacy: 0.4 };

function wish(exposure: number, wealth: number, wantedShare: number, change = 1) {
  return {
    exposure,
    wealth,
    wantedShare: wantedShare * change,
    previousExposure: exposure,
    previousWealth: wealth,
    previousWantedShare: wantedShare,
  };
}

describe('cash gap', () => {
  it('is 0 at rest: invested as wanted, nothing has moved', () => {
    law([between(0.5, 0.99), between(1, 1e4), between(0, 0.02)], (share, wealth, floor) => {
      const cash = wealth * (1 - share);
      const start = shortfallShare(floor, cash, wealth);
      const shortfall = cashShortfall(floor, cash, wealth, start);
      expect(shortfall).toBe(0);
      expect(Math.abs(unleveredRaise(wish(share * wealth, wealth, share), shortfall, SPEEDS))).toBeLessThan(
        1e-9,
      );
    });
  });

  it('is homogeneous of degree 1 in dollars', () => {
    law(
      [between(0.5, 0.99), between(0.5, 1.1), between(0, 0.05), between(0.1, 50)],
      (share, change, floor, scale) => {
        const raise = (unit: number) => {
          const shortfall = cashShortfall(floor, unit * (1 - share), unit, 0.001);
          return unleveredRaise(wish(share * unit, unit, share, change), shortfall, SPEEDS);
        };
        expect(raise(scale)).toBeCloseTo(scale * raise(1), 10);
      },
    );
  });

  it('sells when too much is invested or wanted less, buys when more is wanted', () => {
    expect(cashGap(95, 0.9, 100)).toBeCloseTo(5, 12);
    expect(unleveredRaise(wish(90, 100, 0.9, 0.95), 0, SPEEDS)).toBeGreaterThan(0);
    expect(unleveredRaise(wish(90, 100, 0.9, 1.05), 0, SPEEDS)).toBeLessThan(0);
  });

  it('sells a shortage fast and a surplus slowly', () => {
    const still = { ...SPEEDS, immediacy: 0 };
    expect(unleveredRaise(wish(95, 100, 0.9), 3, still)).toBeCloseTo(0.02 * 5 + 0.18 * 3, 12);
  });

  it('gives no immediate order for a drift of prices alone', () => {
    law([between(0.5, 0.95), between(0.5, 1.5)], (share, growth) => {
      const wealth = 1 - share + share * growth;
      const drifted = (share * growth) / wealth;
      const change = {
        exposure: share * growth,
        wealth,
        wantedShare: drifted,
        previousExposure: share,
        previousWealth: 1,
        previousWantedShare: share,
      };
      expect(Math.abs(immediateRaise(change, 0.4, 0.02))).toBeLessThan(1e-14);
    });
    expect(immediateRaise(wish(90, 100, 0.9, 1.1), 0.4, 0.1)).toBeCloseTo(-0.3 * 9, 12);
  });

  it('makes a shortage grow as cash falls below the floor, negative cash counting as none', () => {
    law([between(0, 0.05), between(0, 0.05)], (floor, cash) => {
      expect(shortfallShare(floor, cash + 0.001, 1)).toBeLessThan(shortfallShare(floor, cash, 1));
    });
    expect(shortfallShare(0.02, -5, 1)).toBe(shortfallShare(0.02, 0, 1));
    expect(cashShortfall(0.05, 0, 1000, 0)).toBeCloseTo(49.75, 2);
    expect(smoothRaise(10, 100)).toBeCloseTo(10 - 0.025, 3);
  });
});

describe('leveredRaise', () => {
  it('sells exposure above the wanted leverage of marked equity', () => {
    expect(leveredRaise(220, 100, 2, 2, { idleSpeed: 0.5, immediacy: 0.9 })).toBeCloseTo(10, 12);
    expect(leveredRaise(200, 100, 2.2, 2, { idleSpeed: 0.5, immediacy: 0.9 })).toBeCloseTo(-10 - 8, 12);
    expect(leveredRaise(200, 100, 2.2, 2, { idleSpeed: 0.5, immediacy: 0.1 })).toBeCloseTo(-10, 12);
  });
});

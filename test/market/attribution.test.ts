import { describe, expect, it } from 'vitest';
import { CAUSES, type Cause, type Order } from '../../src/ledger/orders.js';
import { ORDINARY_DAY, shake } from './shaken-market.js';
import {
  ASSET_COUNT,
  CREDIT,
  CRYPTO,
  clearTick,
  endTick,
  KIND_NAMES,
  MEGACAP,
  openSmallMarket,
  prepareTick,
  rowsOf,
  type SmallMarket,
  TREASURY,
  VALUE,
} from './small-market.js';

const CAUSE_COUNT = CAUSES.length;

/** A market that has cleared one quiet day, so that it has a Jacobian of yesterday. */
function quietMarket(seed: number, idleCash = 1500): SmallMarket {
  const small = openSmallMarket({ seed, idleCash });
  clearTick(small);
  endTick(small);
  return small;
}

function contribution(small: SmallMarket, kind: string, cause: Cause, asset: number): number {
  const entry = KIND_NAMES.indexOf(kind) * CAUSE_COUNT + CAUSES.indexOf(cause);
  return small.market.attribution.contribution[entry * ASSET_COUNT + asset];
}

function byCause(small: SmallMarket, cause: Cause, asset: number): number {
  return KIND_NAMES.reduce((sum, kind) => sum + contribution(small, kind, cause, asset), 0);
}

/**
 * All but crypto: its own elasticity is a hundredth of the others', so that its price also shows the second order of
 * moves elsewhere, and no linear split explains it as closely.
 */
const PRICED_ASSETS = Array.from({ length: ASSET_COUNT }, (_, a) => a).filter((a) => a !== CRYPTO);

const move = (small: SmallMarket, a: number): number =>
  small.demand.lnPrice[a] - small.demand.previousLnPrice[a];

function quantile(values: number[], share: number): number {
  return values.sort((one, other) => one - other)[Math.floor(share * values.length)];
}

function sell(
  small: SmallMarket,
  kind: string,
  column: 'forcedCapitalCall' | 'forcedRedemption' | 'forcedMargin',
  share: number,
): void {
  for (const row of rowsOf(small, kind)) small.demand[column][row] += share * small.demand.startWealth[row];
}

interface Shock {
  readonly name: string;
  readonly cause: Cause;
  /** Kind that moves, if it is one. */
  readonly kind?: string;
  strike(small: SmallMarket): Order[];
}

const SHOCKS: readonly Shock[] = [
  {
    name: 'a capital call on sovereign funds',
    cause: 'capitalCall',
    kind: 'sovereigns',
    strike: (small) => {
      sell(small, 'sovereigns', 'forcedCapitalCall', 0.003);
      return [];
    },
  },
  {
    name: 'redemptions from managers',
    cause: 'redemption',
    kind: 'managers',
    strike: (small) => {
      sell(small, 'managers', 'forcedRedemption', 0.0005);
      return [];
    },
  },
  {
    name: 'margin calls on funds',
    cause: 'marginCall',
    kind: 'funds',
    strike: (small) => {
      sell(small, 'funds', 'forcedMargin', 0.006);
      return [];
    },
  },
  {
    name: 'an issue of equity',
    cause: 'issuance',
    kind: 'issuer',
    strike: () => [{ row: 0, asset: VALUE, dollars: -40, cause: 'issuance' }],
  },
  {
    name: 'purchases of bonds by the central bank',
    cause: 'policy',
    kind: 'issuer',
    strike: () => [{ row: 0, asset: TREASURY, dollars: 20, cause: 'policy' }],
  },
  {
    name: 'a better return on cash',
    cause: 'policy',
    strike: (small) => {
      for (const kind of ['sovereigns', 'households', 'managers'])
        for (const row of rowsOf(small, kind)) small.demand.cashReturnGain[row] = 0.1;
      return [];
    },
  },
  {
    name: 'news on earnings',
    cause: 'fundamentals',
    strike: (small) => {
      small.demand.earnings[MEGACAP] -= 0.02;
      small.demand.earnings[VALUE] += 0.01;
      return [];
    },
  },
  {
    name: 'sentiment',
    cause: 'sentiment',
    kind: 'households',
    strike: (small) => {
      small.demand.sentiment.fill(0.05, 4 * ASSET_COUNT + MEGACAP, 4 * ASSET_COUNT + MEGACAP + 1);
      return [];
    },
  },
];

/** Clears a day on which credit's fair spread rises for a default, and all else in fundamentals is news. */
function clearAfterDefault(small: SmallMarket, widening: number): void {
  const { market, demand } = small;
  const before = new Float64Array(ASSET_COUNT);
  const after = new Float64Array(ASSET_COUNT);
  market.fundamentalsAtYesterdaysPrices(before);
  demand.fairSpread[CREDIT] += widening;
  market.fundamentalsAtYesterdaysPrices(after);
  prepareTick(small, (a) => after[a] - before[a]);
  small.spread = market.clear(small.tick, small.spread, [], small.previousEarnings);
}

describe('attribution of price moves', () => {
  it.each([1, 2, 3])('adds up exactly, seed %i', (seed) => {
    const small = quietMarket(seed);
    for (let day = 0; day < 5; day++) {
      shake(small, seed * 100 + day, { ...ORDINARY_DAY, forcedRows: 0.2, forcedShare: 0.01 });
      const orders: Order[] = [{ row: 0, asset: TREASURY, dollars: -25, cause: 'issuance' }];
      clearTick(small, orders);
      for (let a = 0; a < ASSET_COUNT; a++) {
        let sum = small.market.attribution.remainder[a];
        for (const kind of KIND_NAMES) for (const cause of CAUSES) sum += contribution(small, kind, cause, a);
        expect(Math.abs(sum - move(small, a))).toBeLessThan(1e-15);
      }
      endTick(small, orders);
    }
  });

  it('finds nothing to explain on a quiet day', () => {
    const small = quietMarket(4);
    clearTick(small);
    for (const part of small.market.attribution.contribution) expect(Math.abs(part)).toBeLessThan(1e-10);
  });

  it('adds to sums what it explains of the day, nothing of the day before', () => {
    const small = quietMarket(5);
    const orders: Order[] = [{ row: 0, asset: TREASURY, dollars: -25, cause: 'default' }];
    const sums = new Float64Array(small.market.attribution.contribution.length);
    for (const today of [orders, []]) {
      clearTick(small, today);
      sums.fill(1);
      small.market.attribution.addTo(sums);
      expect([...sums]).toEqual([...small.market.attribution.contribution].map((part) => 1 + part));
      endTick(small, today);
    }
    for (const kind of KIND_NAMES) expect(contribution(small, kind, 'default', TREASURY)).toBe(0);
  });

  for (const shock of SHOCKS)
    it.each([1, 2, 3])(`gives ${shock.name} to its cause, seed %i`, (seed) => {
      const small = quietMarket(seed);
      clearTick(small, shock.strike(small));
      let total = 0;
      let own = 0;
      for (const a of PRICED_ASSETS)
        for (const cause of CAUSES) {
          const size = Math.abs(byCause(small, cause, a));
          total += size;
          if (cause !== shock.cause) continue;
          own += size;
          if (shock.kind !== undefined)
            expect(contribution(small, shock.kind, cause, a)).toBeCloseTo(byCause(small, cause, a), 12);
        }
      let moved = 0;
      for (let a = 0; a < ASSET_COUNT; a++) moved = Math.max(moved, Math.abs(move(small, a)));
      expect(moved).toBeGreaterThan(1e-4);
      expect(own / total).toBeGreaterThan(0.95);
    });

  for (const shock of SHOCKS)
    it(`is what clearing an ordinary day without ${shock.name} takes away`, () => {
      const errors = [1, 2, 3, 4, 5, 6, 7].map((seed) => {
        const day = (struck: boolean): SmallMarket => {
          const small = quietMarket(seed);
          shake(small, 40 + seed, ORDINARY_DAY);
          clearTick(small, struck ? shock.strike(small) : []);
          return small;
        };
        const all = day(true);
        const without = day(false);
        let error = 0;
        let total = 0;
        for (const a of PRICED_ASSETS) {
          const difference = move(all, a) - move(without, a);
          total += Math.abs(difference);
          error += Math.abs(byCause(all, shock.cause, a) - byCause(without, shock.cause, a) - difference);
        }
        return error / total;
      });
      expect(quantile(errors, 0.5)).toBeLessThan(0.1);
    });

  it('gives what a default in one asset moves to the default, on a day of news on all others', () => {
    const errors: number[] = [];
    for (let seed = 1; seed <= 15; seed++) {
      const day = (widening: number): SmallMarket => {
        const small = quietMarket(seed);
        const { fairSpread } = small.demand;
        const quiet = fairSpread[CREDIT];
        shake(small, 70 + seed, { news: 4, tastes: 0, cash: 0 });
        fairSpread[CREDIT] = quiet;
        clearAfterDefault(small, widening);
        return small;
      };
      const struck = day(0.01);
      const without = day(0);
      const difference = move(struck, CREDIT) - move(without, CREDIT);
      const remainder = ({ market }: SmallMarket) => market.attribution.remainder[CREDIT];
      const explained = difference - remainder(struck) + remainder(without);
      expect(difference).toBeLessThan(-0.05);
      expect(byCause(without, 'default', CREDIT)).toBeCloseTo(0, 12);
      errors.push(Math.abs((byCause(struck, 'default', CREDIT) - explained) / difference));
      const fundamentals = byCause(struck, 'fundamentals', CREDIT) - byCause(without, 'fundamentals', CREDIT);
      expect(Math.abs(fundamentals / difference), `seed ${seed}`).toBeLessThan(0.2);
    }
    expect(Math.max(...errors)).toBeLessThan(0.2);
    expect(quantile(errors, 0.5)).toBeLessThan(0.065);
  });

  it('leaves a small remainder of moves over 1 %', () => {
    const shares: number[] = [];
    const cryptoShares: number[] = [];
    for (let seed = 1; seed <= 6; seed++) {
      const small = quietMarket(seed);
      for (let day = 0; day < 12; day++) {
        shake(small, seed * 1000 + day, ORDINARY_DAY);
        clearTick(small);
        for (let a = 0; a < ASSET_COUNT; a++)
          if (Math.abs(move(small, a)) > 0.01)
            (a === CRYPTO ? cryptoShares : shares).push(
              Math.abs(small.market.attribution.remainder[a] / move(small, a)),
            );
        endTick(small);
      }
    }
    expect(shares.length).toBeGreaterThan(80);
    expect(quantile([...shares, ...cryptoShares], 0.5)).toBeLessThan(0.05);
    expect(quantile(shares, 0.95)).toBeLessThan(0.15);
  });
});

import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/ledger/orders.js';
import { draws } from './random-draws.js';
import { shake } from './shaken-market.js';
import {
  ASSET_COUNT,
  CRYPTO,
  clearTick,
  KIND_NAMES,
  openSmallMarket,
  rowsOf,
  type SmallMarket,
  TREASURY,
  VALUE,
} from './small-market.js';

const SEEDS = [1, 2, 3, 4];
const ISSUE: readonly Order[] = [{ row: 0, asset: TREASURY, dollars: -30, cause: 'issuance' }];

function shaken(seed: number, forcedRows = 0.2): SmallMarket {
  const small = openSmallMarket({ seed });
  shake(small, seed + 900, { forcedRows, forcedShare: 0.02 });
  return small;
}

/** Puts the agents of every kind into another order. */
function permute(small: SmallMarket, seed: number): void {
  const random = draws(seed);
  const { ledger, columns } = small;
  const source = Array.from({ length: ledger.rows }, (_, row) => row);
  for (const kind of KIND_NAMES) {
    const rows = rowsOf(small, kind);
    for (let i = rows.length - 1; i > 0; i--) {
      const j = Math.floor(random.uniform() * (i + 1));
      [source[rows[i]], source[rows[j]]] = [source[rows[j]], source[rows[i]]];
    }
  }
  const move = (values: Float64Array): void => {
    const before = Float64Array.from(values);
    const width = values.length / ledger.rows;
    for (const [row, from] of source.entries())
      values.set(before.subarray(from * width, (from + 1) * width), row * width);
  };
  for (const { name, length } of columns.list()) if (length % ledger.rows === 0) move(columns.get(name));
  move(ledger.units);
}

const DOLLARS = [
  'cash',
  'forcedCapitalCall',
  'forcedRedemption',
  'forcedMargin',
  'wealthMark',
  'exposureMark',
  'startWealth',
  'startFloat',
  'float',
  'clearingResidue',
] as const;

function scaleDollars(small: SmallMarket, factor: number): void {
  for (const name of DOLLARS)
    for (let i = 0; i < small.demand[name].length; i++) small.demand[name][i] *= factor;
  for (let i = 0; i < small.ledger.units.length; i++) small.ledger.units[i] *= factor;
  if (small.funding !== undefined) small.funding.capacity *= factor;
}

const price = (small: SmallMarket, a: number): number => Math.exp(small.demand.lnPrice[a]);

function expectSamePrices(one: SmallMarket, other: SmallMarket, tolerance: number): void {
  for (let a = 0; a < ASSET_COUNT; a++)
    expect(Math.abs(price(other, a) / price(one, a) - 1)).toBeLessThan(tolerance);
  expect(Math.abs(other.spread - one.spread)).toBeLessThan(tolerance);
}

describe('prices do not depend on', () => {
  it.each(SEEDS)('the order of agents within their kind, seed %i', (seed) => {
    const one = shaken(seed);
    const other = shaken(seed);
    permute(other, seed);
    expect(Array.from(other.ledger.units)).not.toEqual(Array.from(one.ledger.units));
    clearTick(one, ISSUE);
    clearTick(other, ISSUE);
    expectSamePrices(one, other, 1e-12);
  });

  it.each(SEEDS)('the unit of money, seed %i', (seed) => {
    for (const factor of [2, 1000]) {
      const one = shaken(seed);
      const other = shaken(seed);
      scaleDollars(other, factor);
      clearTick(one, ISSUE);
      clearTick(other, [{ ...ISSUE[0], dollars: factor * ISSUE[0].dollars }]);
      expectSamePrices(one, other, 1e-12);
      for (const [i, order] of one.demand.order.entries())
        expect(other.demand.order[i] / factor).toBeCloseTo(order, 7);
    }
  });

  it('what was cleared before on the same workspace', () => {
    const one = shaken(9);
    const other = shaken(9);
    clearTick(other, ISSUE);
    other.spread = one.spread;
    other.market.clearing.unknowns.fill(7);
    clearTick(one, ISSUE);
    clearTick(other, ISSUE);
    expectSamePrices(one, other, 1e-9);
  });
});

describe('impact', () => {
  const idleCash = [150, 400, 1500, 4000, 8000];
  const clearedWith = (idle: number, orders: readonly Order[], seed: number): SmallMarket => {
    const small = openSmallMarket({ seed, idleCash: idle });
    clearTick(small, orders);
    return small;
  };

  it.each(SEEDS)('falls and depth rises with idle cash, seed %i', (seed) => {
    const order: Order[] = [{ row: 0, asset: VALUE, dollars: -40, cause: 'issuance' }];
    const markets = idleCash.map((idle) => clearedWith(idle, order, seed));
    const impacts = markets.map((small) => Math.abs(small.demand.lnPrice[VALUE]));
    const depths = idleCash.map((idle) => clearedWith(idle, [], seed).market.depth());
    for (let i = 1; i < idleCash.length; i++) {
      expect(impacts[i]).toBeLessThan(impacts[i - 1]);
      expect(depths[i]).toBeGreaterThan(depths[i - 1]);
    }
    expect(depths[0]).toBeGreaterThan(0);
  });

  it.each(SEEDS)('depth is what a uniform fall of one per cent draws out, seed %i', (seed) => {
    const market = (): SmallMarket => openSmallMarket({ seed, funding: false });
    const quiet = market();
    clearTick(quiet);
    const { work, scale } = quiet.market;
    const orders = Array.from({ length: ASSET_COUNT }, (_, asset): Order => {
      let slope = 0;
      for (let b = 0; b < ASSET_COUNT; b++) slope += work.jacobian[asset * work.unknowns + b];
      return { row: 0, asset, dollars: 1e-7 * slope * scale[asset], cause: 'policy' };
    });
    expect(-orders.reduce((sum, { dollars }) => sum + dollars, 0)).toBeCloseTo(
      1e-5 * quiet.market.depth(),
      10,
    );
    // Sold in the proportions that a uniform fall draws out, all prices fall alike; the sale is small, for hedge
    // funds turn from buyers into sellers, who trade other assets, within a few hundredths of a basis point.
    const sold = market();
    clearTick(sold, orders);
    for (const lnPrice of sold.demand.lnPrice) expect(lnPrice / -1e-7).toBeCloseTo(1, 1);
  });

  it.each(SEEDS)('of a forced sale lowers the price of everything sold, seed %i', (seed) => {
    const small = openSmallMarket({ seed });
    for (const row of rowsOf(small, 'sovereigns'))
      small.demand.forcedCapitalCall[row] = 0.01 * small.demand.startWealth[row];
    clearTick(small);
    for (let a = 0; a < ASSET_COUNT; a++) expect(small.demand.lnPrice[a]).toBeLessThan(0);
  });

  it.each([VALUE, CRYPTO])('of a forced sale on asset %i is larger the less it is believed in', (asset) => {
    const falls = [2, 0, -2].map((conviction) => {
      const small = openSmallMarket({ seed: 2 });
      small.demand.conviction[KIND_NAMES.indexOf('households') * ASSET_COUNT + asset] = conviction;
      for (const row of rowsOf(small, 'households'))
        small.demand.forcedMargin[row] = 0.002 * small.demand.startWealth[row];
      clearTick(small);
      return small.demand.lnPrice[asset];
    });
    expect(falls[1]).toBeLessThan(falls[0]);
    expect(falls[2]).toBeLessThan(falls[1]);
  });
});

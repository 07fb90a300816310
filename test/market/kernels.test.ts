/** The WebAssembly kernel and the TypeScript kernel are one function: same bits in all that they write. */
import { describe, expect, it } from 'vitest';
import type { Order } from '../../src/ledger/orders.js';
import { excessDemand } from '../../src/market/excess-demand.js';
import { webAssemblyKernel } from '../../src/market/webassembly-kernel.js';
import type { MarketWorkspace } from '../../src/market/workspace.js';
import { randomStream } from '../../src/maths/random.js';
import { loadKernel } from '../../src/runner/kernel-module.js';
import { run, runToEnd, smallConfiguration } from '../engine/economy.js';
import { KERNEL } from './compiled-kernel.js';
import { type Draws, draws } from './random-draws.js';
import { shake } from './shaken-market.js';
import {
  clearTick,
  endTick,
  openSmallMarket,
  prepareTick,
  type SmallMarket,
  TREASURY,
} from './small-market.js';

const ISSUE: readonly Order[] = [{ row: 0, asset: TREASURY, dollars: -30, cause: 'issuance' }];
/** Scratch of one kernel alone. */
const OWN = new Set(['slopes', 'holdings', 'blockScratch', 'productPairs', 'ones']);

function bytes(values: Float64Array): Buffer {
  return Buffer.from(values.buffer, values.byteOffset, values.byteLength);
}

/** All that two workspaces hold, array by array, must have the same bits. */
function expectSameArrays(a: MarketWorkspace, b: MarketWorkspace): void {
  for (const [name, values] of Object.entries(a.shared))
    if (!OWN.has(name)) {
      const found = b.shared[name as keyof typeof b.shared];
      expect(bytes(found).equals(bytes(values)), name).toBe(true);
    }
  expect(bytes(b.jacobian).equals(bytes(a.jacobian)), 'jacobian').toBe(true);
}

function expectSame(one: SmallMarket, other: SmallMarket): void {
  expectSameArrays(one.market.work, other.market.work);
  expect(bytes(other.columns.all).equals(bytes(one.columns.all)), 'state').toBe(true);
}

const CASES: readonly (readonly [what: string, change: (small: SmallMarket, seed: number) => void])[] = [
  ['on an ordinary day', (small, seed) => shake(small, seed)],
  ['with forced sales', (small, seed) => shake(small, seed, { forcedRows: 0.4, forcedShare: 0.2 })],
  ['far from yesterday', (small, seed) => shake(small, seed, { news: 8, tastes: 4, history: 0.5 })],
  [
    'with weights at nothing, empty books and soft floors',
    (small, seed) => {
      shake(small, seed);
      const { demand } = small;
      const random = draws(seed);
      for (let i = 0; i < demand.logStartShare.length; i++)
        if (random.uniform() < 0.2) demand.logStartShare[i] = -720;
      for (let row = 2; row < small.ledger.rows; row++) {
        demand.floorSoftness[row] = random.uniform() < 0.5 ? 1 : 0.7;
        demand.supplyFollowing[row] = [0, 0.5, 1][row % 3];
        demand.mayShort[row] = row % 2;
        demand.rebalancingSpeed[row] = random.between(0, 1.5);
      }
    },
  ],
];

const UPSETS: readonly (readonly [what: string, upset: (work: MarketWorkspace, random: Draws) => void])[] = [
  ['as a run leaves them', () => undefined],
  [
    'and wide tastes, overdrafts, forced sales, short positions',
    ({ demand, ledger }, random) => {
      for (let row = 0; row < ledger.rows; row++) {
        demand.supplyFollowing[row] = [0, 0.5, 1][row % 3];
        demand.floorSoftness[row] = random.uniform() < 0.5 ? 1 : 0.7;
        demand.mayShort[row] = row % 2;
        demand.cashReturnGain[row] = 0.1 * random.normal();
        demand.cash[row] *= random.normal();
        if (random.uniform() < 0.3) demand.forcedMargin[row] = Math.abs(0.1 * demand.cash[row]);
        if (random.uniform() < 0.1) demand.demandForm[row] = 0;
      }
      for (let i = 0; i < demand.ownTaste.length; i++) {
        demand.ownTaste[i] += 2 * random.normal();
        if (random.uniform() < 0.1) demand.logStartShare[i] = -720;
      }
      for (let a = 0; a < demand.logSupply.length; a++) demand.logSupply[a] += 0.01 * random.normal();
    },
  ],
];

describe('both kernels give the same bits', () => {
  for (const [what, change] of CASES)
    for (const seed of [1, 2, 3])
      it(`${what}, seed ${seed}: preparation, orders and derivatives`, () => {
        const pair = [undefined, KERNEL].map((kernel) => {
          const small = openSmallMarket({ seed, ...(kernel && { kernel }) });
          change(small, seed + 40);
          prepareTick(small);
          const { market } = small;
          const { work } = market;
          const random = draws(seed + 80);
          const out = new Float64Array(work.unknowns);
          // Steps of every size: by the table and by each polynomial.
          for (const size of [0.5, 0.05, 1e-2, 1e-3, 1e-6]) {
            const point = new Float64Array(work.unknowns);
            for (let a = 0; a < work.assets; a++)
              point[a] = small.demand.previousLnPrice[a] + size * random.normal();
            point[work.assets] = small.spread + 0.01 * size * random.normal();
            excessDemand(work, point, market.fixedOrders, market.scale, out, true);
            point[1] += 1e-4 * size;
            excessDemand(work, point, market.fixedOrders, market.scale, out);
          }
          return small;
        });
        expectSame(pair[0], pair[1]);
      });

  // As many assets as the module has passes of its own for.
  for (const [what, upset] of UPSETS)
    it(`with twelve assets ${what}`, () => {
      const [one, other] = [undefined, KERNEL].map((kernel) => {
        const { market } = runToEnd(smallConfiguration({ ticks: 2 }), { ...(kernel && { kernel }) }).world;
        const { work } = market;
        upset(work, draws(7));
        work.fundamentalChange.forEach((_, i, all) => {
          all[i] = i % 3 === 2 ? 0 : 0.01 * Math.sin(i);
        });
        market.prepare(0.004);
        const out = new Float64Array(work.unknowns);
        const point = Float64Array.from(market.clearing.unknowns);
        for (const size of [0.5, 0.05, 1e-2, 1e-3, 1e-6])
          for (const withJacobian of [true, false]) {
            point[work.evaluations % work.assets] += size;
            excessDemand(work, point, market.fixedOrders, market.scale, out, withJacobian);
          }
        return work;
      });
      expect(one.assets).toBe(12);
      expectSameArrays(one, other);
    });

  /** Cash paid and scarcity left of it: none, a rounding, some, much. */
  function payOut({ demand, ledger }: MarketWorkspace, random: Draws): void {
    const { calledCash, redeemedCash, calledShadowCost, redeemedShadowCost } = demand;
    for (const column of [calledCash, redeemedCash, calledShadowCost, redeemedShadowCost])
      for (let row = 0; row < ledger.rows; row++) {
        const luck = random.uniform();
        const share = luck < 0.2 ? 40 : 0.02 * luck;
        if (luck < 0.5) column[row] = luck < 0.1 ? 1e-13 : share * Math.abs(demand.cash[row]);
      }
    for (let row = 0; row < ledger.rows; row++) if (row % 5 === 0) demand.cash[row] *= -1;
  }

  // Seven assets, and as many as the module has passes of its own for.
  it.each([
    [
      'seven',
      (kernel?: WebAssembly.Module) => openSmallMarket({ seed: 9, ...(kernel && { kernel }) }).market,
    ],
    [
      'twelve',
      (kernel?: WebAssembly.Module) =>
        runToEnd(smallConfiguration({ ticks: 2 }), { ...(kernel && { kernel }) }).world.market,
    ],
  ])('in what paid calls and redemptions leave behind, with %s assets', (_, open) => {
    const [one, other] = [undefined, KERNEL].map((kernel) => {
      const market = open(kernel);
      const { work } = market;
      const { kernel: passes, ledger, demand } = work;
      payOut(work, draws(11));
      for (let day = 0; day < 3; day++) {
        passes.updateShadowCosts(0, ledger.rows, 0.03, 0.07);
        passes.traceShadowCosts(0, ledger.rows, 0.03, 0.07);
        passes.sumInvestors(0, ledger.rows);
        market.prepare(0.004);
      }
      return { work, columns: { ...demand }, rebuilt: demand.calledCash.filter((cash) => cash > 0).length };
    });
    expect(one.rebuilt).toBeGreaterThan(0);
    expectSameArrays(one.work, other.work);
    for (const [name, column] of Object.entries(one.columns))
      expect(bytes(other.columns[name as keyof typeof other.columns]).equals(bytes(column)), name).toBe(true);
  });

  it('over 20 ticks of a market that clears', () => {
    const pair = [undefined, KERNEL].map((kernel) => {
      const small = openSmallMarket({ seed: 5, ...(kernel && { kernel }) });
      for (let tick = 0; tick < 20; tick++) {
        shake(small, 500 + tick, { tastes: 0.15, cash: 0.004 });
        clearTick(small, ISSUE);
        endTick(small, ISSUE);
      }
      return small;
    });
    expectSame(pair[0], pair[1]);
  });

  // Seven assets: three pairs and one. Each number is one of thousands of draws, tails of the distribution among them.
  it('in own tastes, reviewed on 200 days', () => {
    const [one, other] = [undefined, KERNEL].map((kernel) => {
      const small = openSmallMarket({ seed: 6, ...(kernel && { kernel }) });
      const { work } = small.market;
      const stream = randomStream('philox', '6', 'own taste');
      for (let tick = 0; tick < 200; tick++) {
        const review = { first: 2, last: small.ledger.rows, from: tick % 5, step: 5, tick };
        work.kernel.reviseTastes({ ...review, persistence: 0.9, innovation: 0.1 }, stream);
      }
      return small;
    });
    expect(one.demand.ownTaste.some((taste) => Math.abs(taste) > 0.5)).toBe(true);
    expectSame(one, other);
  });

  it('in a whole run: series, attribution, flows and balances', () => {
    const configuration = smallConfiguration({ ticks: 25 });
    const slow = run(configuration);
    const fast = run(configuration, { kernel: KERNEL });
    expect(fast.bytes().equals(slow.bytes())).toBe(true);
    expect(fast.attributions).toEqual(slow.attributions);
    expect(fast.flows).toEqual(slow.flows);
    expect(fast.balances).toEqual(slow.balances);
    expect(fast.events).toEqual(slow.events);
  });
});

describe('the WebAssembly kernel', () => {
  it('is an error when it has not been built, not a silent change of kernel', () => {
    expect(() => loadKernel(new URL('./no-kernel.wasm', import.meta.url))).toThrow(
      /no-kernel\.wasm: the WebAssembly kernel has not been built: `npm run build`/,
    );
  });

  it('says so when a population does not fit into its memory', () => {
    expect(() => webAssemblyKernel(KERNEL, 600_000_000, 1)).toThrow(
      /needs 4\.5 GB.*use the TypeScript kernel/,
    );
  });

  it('must share the memory of the state', () => {
    const source = webAssemblyKernel(KERNEL, 1_000_000, 100);
    const { work } = openSmallMarket({ seed: 1 }).market;
    expect(() => source.create(work)).toThrow(/must have one memory/);
  });
});

describe('memory that runs use in turn', () => {
  it('leaves no trace of the run before', () => {
    const memory = {};
    const configuration = smallConfiguration({ ticks: 6 });
    const other = smallConfiguration({ ticks: 4, set: { 'population.retail': 40 } });
    const own = run(configuration, { kernel: KERNEL });
    const first = run(configuration, { kernel: KERNEL, memory });
    run(other, { kernel: KERNEL, memory });
    const again = run(configuration, { kernel: KERNEL, memory });
    expect(first.bytes().equals(own.bytes())).toBe(true);
    expect(again.bytes().equals(own.bytes())).toBe(true);
  });
});

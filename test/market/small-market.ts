/**
 * A market small enough to reason about: seven assets, four kinds of investors, an issuer and a clearing account, in
 * equilibrium at price 1. Books are random but plausible; speeds and elasticities are those of the design prototype.
 */
import { Columns } from '../../src/ledger/columns.js';
import {
  DEMAND_FORMS,
  type DemandColumns,
  demandColumns,
  demandViews,
} from '../../src/ledger/demand-columns.js';
import type { InstrumentDeclaration } from '../../src/ledger/instruments.js';
import type { Order } from '../../src/ledger/orders.js';
import { Ledger } from '../../src/ledger/transfer.js';
import type { Anchor } from '../../src/market/anchors.js';
import type { ClearingSettings } from '../../src/market/clear.js';
import { type KernelSource, TYPESCRIPT_KERNEL } from '../../src/market/demand-kernel.js';
import { Market } from '../../src/market/market.js';
import { webAssemblyKernel } from '../../src/market/webassembly-kernel.js';
import { type DemandConstants, FUNDAMENTAL_CAUSES, type FundingTerms } from '../../src/market/workspace.js';
import { draws } from './random-draws.js';

const rate = (halfLife: number): number => 1 - 0.5 ** (1 / halfLife);

interface AssetTraits {
  readonly name: string;
  readonly anchor: Anchor;
  readonly kappa: number;
  readonly epsilon: number;
  readonly trend: number;
  readonly haircut: number;
  readonly conviction: number;
  readonly coupon: number;
  readonly duration: number;
}

const discounted = (duration: number, secondWeight: number): Anchor => ({
  form: 'discounted',
  duration,
  secondWeight,
  first: 0,
  second: 1,
});
const exogenous: Anchor = { form: 'exogenous' };

function trait(
  name: string,
  anchor: Anchor,
  [kappa, epsilon, trend, haircut, conviction, coupon, duration]: readonly number[],
): AssetTraits {
  return { name, anchor, kappa, epsilon, trend, haircut, conviction, coupon, duration };
}

/** Multipliers of kappa and eps, of the trend, haircut, conviction; coupon and duration of bonds. */
const ASSET_TRAITS: readonly AssetTraits[] = [
  trait('treasury', exogenous, [9, 5, 0, 0.02, 1.5, 0.042, 8]),
  trait('credit', { form: 'credit', reference: 0 }, [11, 5, 0, 0.06, 0.5, 0.053, 7]),
  trait('megacap', discounted(6, 0.3), [1, 0.7, 0.5, 0.25, 0.5, 0, 0]),
  trait('software', discounted(9, 0.5), [0.9, 0.28, 0.6, 0.35, -1, 0, 0]),
  trait('value', discounted(4.5, 0.4), [1.1, 1.2, 0.2, 0.25, 1, 0, 0]),
  trait('crypto', exogenous, [0.3, 0.06, 1.6, 0.6, -2, 0, 0]),
  trait('gold', exogenous, [0.8, 0.8, 0.5, 0.15, 0.8, 0, 0]),
];

export const ASSET_COUNT = ASSET_TRAITS.length;
export const TREASURY = 0;
export const CREDIT = 1;
export const MEGACAP = 2;
export const VALUE = 4;
export const CRYPTO = 5;

interface KindTraits {
  readonly name: string;
  readonly levered: boolean;
  readonly rows: number;
  /** $bn of each asset. */
  readonly holdings: readonly number[];
  readonly floor: number;
  readonly idleShare: number;
  readonly kappa: number;
  readonly trendGain: number;
  readonly immediacy: number;
  /** Half-lives in ticks: idle cash, shortage, weights. */
  readonly halfLives: readonly [number, number, number];
}

const INVESTORS: readonly KindTraits[] = [
  {
    name: 'sovereigns',
    levered: false,
    rows: 6,
    holdings: [1500, 650, 2600, 550, 2300, 60, 300],
    floor: 0.015,
    idleShare: 0.06,
    kappa: 1.5,
    trendGain: 0,
    immediacy: 0.3,
    halfLives: [40, 4, 60],
  },
  {
    name: 'funds',
    levered: true,
    rows: 10,
    holdings: [900, 650, 1750, 800, 1000, 200, 100],
    floor: 0,
    idleShare: 0,
    kappa: 6,
    trendGain: 0.3,
    immediacy: 0.9,
    halfLives: [1.5, 1.5, 2],
  },
  {
    name: 'households',
    levered: false,
    rows: 16,
    holdings: [3000, 1250, 8000, 3200, 12000, 2600, 2800],
    floor: 0.025,
    idleShare: 0.62,
    kappa: 1.5,
    trendGain: 0.5,
    immediacy: 0.4,
    halfLives: [30, 3, 60],
  },
  {
    name: 'managers',
    levered: false,
    rows: 12,
    holdings: [14600, 8650, 11650, 3450, 18700, 340, 1800],
    floor: 0.014,
    idleShare: 0.32,
    kappa: 1.75,
    trendGain: 0.1,
    immediacy: 0.4,
    halfLives: [25, 3, 60],
  },
];

/** Kinds in row order; the first two hold one row each and state no demand. */
export const KIND_NAMES = ['issuer', 'clearing', ...INVESTORS.map(({ name }) => name)];
export const ISSUER_ROW = 0;
export const CLEARING_ROW = 1;

export const CONSTANTS: DemandConstants = {
  kinkWidth: 5e-4,
  attractivenessClip: 1.5,
  tasteDamping: 1.5,
  haircutWeight: 9,
  forcedSaleCap: 0.3,
};
export const CONVICTION_WEIGHT = 1;

function instrument(name: string, value: InstrumentDeclaration['value']): InstrumentDeclaration {
  return { name, label: name, value, outside: false, issuedBy: ['issuer'], meaning: 'test' };
}

export function makeLedger(
  assets: readonly string[],
  kindStart: readonly number[],
  { allocate }: Pick<KernelSource, 'allocate'> = TYPESCRIPT_KERNEL,
): Ledger {
  const instruments = [
    ...assets.map((name) => instrument(name, 'cleared')),
    instrument('deposits', 'face'),
    instrument('fundingLoans', 'face'),
  ];
  const layout = { rows: kindStart[kindStart.length - 1], instruments, kindStart };
  const sizes = Ledger.storageSizes(layout);
  const ledger = new Ledger(layout, {
    units: allocate(sizes.units),
    unitValue: allocate(sizes.unitValue).fill(1),
    postedUnits: new Float64Array(sizes.postedUnits),
    flowBlocks: new Float64Array(sizes.flowBlocks),
    tickFlows: new Float64Array(sizes.tickFlows),
    outsideUnits: new Float64Array(sizes.outsideUnits),
  });
  return ledger;
}

export function makeDemand(
  rows: number,
  kinds: number,
  assets: number,
  { allocate }: Pick<KernelSource, 'allocate'> = TYPESCRIPT_KERNEL,
): { demand: DemandColumns; columns: Columns } {
  const columns = new Columns(demandColumns(rows, kinds, assets), allocate);
  const demand = demandViews((name) => columns.get(name));
  for (const name of ['attractivenessMultiplier', 'relativeMultiplier', 'trendMultiplier'] as const)
    demand[name].fill(1);
  return { demand, columns };
}

export interface SmallMarketOptions {
  readonly seed: number;
  /** $bn above the floors. */
  readonly idleCash?: number;
  readonly funding?: boolean;
  /** Multiplies the rows of every kind. */
  readonly rowsFactor?: number;
  readonly settings?: ClearingSettings;
  /** Compiled WebAssembly kernel; absent: the TypeScript kernel. */
  readonly kernel?: WebAssembly.Module;
}

/** More numbers than any small market takes. */
const PLENTY = 1_000_000;

export interface SmallMarket {
  readonly market: Market;
  readonly ledger: Ledger;
  readonly demand: DemandColumns;
  readonly columns: Columns;
  readonly kindStart: readonly number[];
  readonly funding: FundingTerms | undefined;
  readonly previousEarnings: Float64Array;
  /** Funding spread cleared last. */
  spread: number;
  tick: number;
}

export function openSmallMarket(options: SmallMarketOptions): SmallMarket {
  const { seed, idleCash = 1500, funding: withFunding = true, rowsFactor = 1 } = options;
  const kindStart = [0, 1, 2];
  for (const { rows } of INVESTORS)
    kindStart.push(kindStart[kindStart.length - 1] + Math.round(rows * rowsFactor));
  const rows = kindStart[kindStart.length - 1];
  const source =
    options.kernel === undefined ? TYPESCRIPT_KERNEL : webAssemblyKernel(options.kernel, PLENTY, 100);
  const ledger = makeLedger(
    ASSET_TRAITS.map(({ name }) => name),
    kindStart,
    source,
  );
  const { demand, columns } = makeDemand(rows, ledger.kinds, ASSET_COUNT, source);
  openAssets(demand, ledger.kinds);
  const random = draws(seed);
  let loans = 0;
  for (const [index, kind] of INVESTORS.entries()) {
    const first = kindStart[index + 2];
    const count = kindStart[index + 3] - first;
    openHoldings(ledger, kind, first, count, random);
    for (let row = first; row < first + count; row++) {
      openBehaviour(demand, kind, row, random);
      if (kind.levered) loans += openLoan(ledger, demand, row, random);
    }
    if (!kind.levered) openCash(ledger, demand, kind, first, count, idleCash);
  }
  for (let a = 0; a < ASSET_COUNT; a++) demand.float[a] = -ledger.position(ISSUER_ROW, a);
  demand.startFloat.set(demand.float);
  const funding: FundingTerms | undefined = withFunding
    ? {
        capacity: 1.2 * loans,
        startRatio: 1 / 1.2,
        elasticity: 0.003 * (1 + (2500 / idleCash) ** 0.7),
        startSpread: 0.0015,
        cap: Number.POSITIVE_INFINITY,
      }
    : undefined;
  const market = new Market({
    ledger,
    demand,
    anchors: ASSET_TRAITS.map(({ anchor }) => anchor),
    constants: CONSTANTS,
    ...(funding === undefined ? {} : { funding }),
    convictionWeight: CONVICTION_WEIGHT,
    fundingKind: 0,
    clearingKind: 1,
    kernel: source,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
  });
  const previousEarnings = new Float64Array(ASSET_COUNT);
  return {
    market,
    ledger,
    demand,
    columns,
    kindStart,
    funding,
    previousEarnings,
    spread: funding?.startSpread ?? 0,
    tick: 0,
  };
}

function openAssets(demand: DemandColumns, kinds: number): void {
  for (const [a, asset] of ASSET_TRAITS.entries()) {
    demand.attractivenessMultiplier[a] = asset.kappa;
    demand.relativeMultiplier[a] = asset.epsilon;
    demand.trendMultiplier[a] = asset.trend;
    demand.haircut[a] = asset.haircut;
    demand.coupon[a] = asset.coupon;
    demand.startYield[a] = asset.coupon;
    demand.decay[a] = asset.duration > 0 ? 1 / asset.duration - asset.coupon : 0;
    // The credit anchor is P(y) with the bond's own coupon and decay, so that v = 0 at the start.
    if (asset.anchor.form === 'credit') demand.fairSpread[a] = asset.coupon - ASSET_TRAITS[0].coupon;
    for (let kind = 0; kind < kinds; kind++) demand.conviction[kind * ASSET_COUNT + a] = asset.conviction;
  }
}

type Random = ReturnType<typeof draws>;

function openHoldings(ledger: Ledger, kind: KindTraits, first: number, count: number, random: Random): void {
  const sizes = Array.from({ length: count }, () => Math.min((1 - random.uniform()) ** (-1 / 1.6), 30));
  for (let a = 0; a < ASSET_COUNT; a++) {
    const weights = sizes.map((size) => size * Math.exp(0.35 * random.normal()));
    const total = weights.reduce((sum, weight) => sum + weight, 0);
    for (const [i, weight] of weights.entries())
      ledger.transfer(ISSUER_ROW, first + i, a, (kind.holdings[a] * weight) / total, 0);
  }
}

function openBehaviour(demand: DemandColumns, kind: KindTraits, row: number, random: Random): void {
  const around = (mean: number, deviation: number): number => mean * Math.exp(deviation * random.normal());
  demand.demandForm[row] = kind.levered ? DEMAND_FORMS.leveredShares : DEMAND_FORMS.portfolioShares;
  demand.attractivenessElasticity[row] = around(kind.kappa, 0.25);
  demand.relativeElasticity[row] = around(kind.kappa / 1.5, 0.2);
  demand.trendGain[row] = kind.trendGain;
  demand.supplyFollowing[row] = kind.levered ? 0 : 1;
  const [idle, shortage, weights] = kind.halfLives.map(rate);
  demand.idleSpeed[row] = Math.min(around(idle, 0.3), 0.95);
  demand.shortfallSpeed[row] = Math.min(around(shortage, 0.3), 0.95);
  demand.rebalancingSpeed[row] = Math.min(around(weights, 0.3), 0.95);
  demand.immediacy[row] = kind.immediacy;
}

function exposure(ledger: Ledger, row: number): number {
  let sum = 0;
  for (let a = 0; a < ASSET_COUNT; a++) sum += ledger.position(row, a);
  return sum;
}

function openShares(ledger: Ledger, demand: DemandColumns, row: number): void {
  const invested = exposure(ledger, row);
  for (let a = 0; a < ASSET_COUNT; a++)
    demand.logStartShare[row * ASSET_COUNT + a] = Math.log(ledger.position(row, a) / invested);
}

function openLoan(ledger: Ledger, demand: DemandColumns, row: number, random: Random): number {
  const invested = exposure(ledger, row);
  const loan = invested * random.between(0.25, 0.5);
  const equity = invested - loan;
  ledger.transfer(row, ISSUER_ROW, ASSET_COUNT + 1, loan, 0);
  openShares(ledger, demand, row);
  demand.cash[row] = -loan;
  demand.startIdleShare[row] = 0.5;
  demand.fundingSensitivity[row] = 60;
  demand.startWealth[row] = equity;
  demand.wealthMark[row] = equity;
  demand.exposureMark[row] = invested;
  demand.leverageLimit[row] = invested / equity / 0.5;
  return loan;
}

function openCash(
  ledger: Ledger,
  demand: DemandColumns,
  kind: KindTraits,
  first: number,
  count: number,
  idleCash: number,
): void {
  const rows = Array.from({ length: count }, (_, i) => first + i);
  const total = rows.reduce((sum, row) => sum + exposure(ledger, row), 0);
  for (const row of rows) {
    const invested = exposure(ledger, row);
    const idle = (idleCash * kind.idleShare * invested) / total;
    const wealth = (invested + idle) / (1 - kind.floor);
    const cash = kind.floor * wealth + idle;
    const width = CONSTANTS.kinkWidth * wealth;
    ledger.transfer(ISSUER_ROW, row, ASSET_COUNT, cash, 0);
    openShares(ledger, demand, row);
    demand.cash[row] = cash;
    demand.cashFloorShare[row] = kind.floor;
    demand.floorSoftness[row] = 1;
    demand.startIdleShare[row] = (cash / wealth - kind.floor) / (1 - kind.floor);
    demand.startShortfall[row] = (Math.sqrt(idle * idle + width * width) - idle - width) / 2 / wealth;
    demand.startIdleCashShare[row] = idle / wealth;
    demand.startWealth[row] = wealth;
  }
}

/** Rows of a kind. */
export function rowsOf(small: SmallMarket, name: string): number[] {
  const kind = KIND_NAMES.indexOf(name);
  const first = small.kindStart[kind];
  return Array.from({ length: small.kindStart[kind + 1] - first }, (_, i) => first + i);
}

/** Why fundamentals changed at yesterday's prices: all is news on fundamentals but what `byDefault` gives to a default. */
export function prepareTick(small: SmallMarket, byDefault: (asset: number) => number = () => 0): void {
  const { market, demand } = small;
  const today = new Float64Array(ASSET_COUNT);
  market.fundamentalsAtYesterdaysPrices(today);
  market.work.fundamentalChange.fill(0);
  for (let a = 0; a < ASSET_COUNT; a++) {
    const defaulted = byDefault(a);
    market.work.fundamentalChange[a] = today[a] - demand.previousFundamental[a] - defaulted;
    market.work.fundamentalChange[FUNDAMENTAL_CAUSES.indexOf('default') * ASSET_COUNT + a] = defaulted;
  }
  market.prepare(small.spread);
}

/** Prepares and clears one tick; prices and orders are then in the demand columns. */
export function clearTick(small: SmallMarket, orders: readonly Order[] = []): void {
  prepareTick(small);
  small.spread = small.market.clear(small.tick, small.spread, orders, small.previousEarnings);
}

/** Settles the orders, marks the books, and makes today yesterday. */
export function endTick(small: SmallMarket, orders: readonly Order[] = []): void {
  const { ledger, demand } = small;
  small.tick++;
  const price = Array.from(demand.lnPrice, Math.exp);
  demand.clearingResidue.fill(0);
  for (let row = 2; row < ledger.rows; row++) {
    let invested = 0;
    for (let a = 0; a < ASSET_COUNT; a++) {
      const dollars = demand.order[row * ASSET_COUNT + a];
      ledger.transfer(CLEARING_ROW, row, a, dollars / price[a], 0);
      demand.cash[row] -= dollars;
      invested += ledger.position(row, a) * price[a];
    }
    if (demand.demandForm[row] === DEMAND_FORMS.leveredShares) {
      demand.exposureMark[row] = invested;
      demand.wealthMark[row] = Math.max(invested + demand.cash[row], 0.05 * demand.startWealth[row]);
    }
  }
  for (const { row, asset, dollars } of orders)
    ledger.transfer(CLEARING_ROW, row, asset, dollars / price[asset], 0);
  for (let a = 0; a < ASSET_COUNT; a++) {
    demand.clearingResidue[a] = -ledger.position(CLEARING_ROW, a) * price[a];
    demand.float[a] = -ledger.position(ISSUER_ROW, a);
    demand.previousLogSupply[a] = demand.logSupply[a];
    demand.logSupply[a] = Math.log(demand.float[a] / demand.startFloat[a]);
  }
  demand.previousLnPrice.set(demand.lnPrice);
  demand.previousFundamental.set(demand.fundamental);
  small.previousEarnings.set(demand.earnings);
  for (const name of ['forcedCapitalCall', 'forcedRedemption', 'forcedMargin'] as const) demand[name].fill(0);
}

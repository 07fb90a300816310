/**
 * A small world for tests of agent kinds, made of the ledger's classes alone: no market, no accruals.
 *
 * Other kinds are rows without behaviour. `tick` walks through the steps that a kind takes part in; a test
 * stands in for the market by `fill`, which executes forced sales at the prices it is given.
 */
import type { AgentKind } from '../../src/agent-kind.js';
import { Columns, type StateColumn } from '../../src/ledger/columns.js';
import { demandColumns, demandViews } from '../../src/ledger/demand-columns.js';
import { Events } from '../../src/ledger/events.js';
import { FLOWS, flowIndex } from '../../src/ledger/flows.js';
import { CLEARED_INSTRUMENTS, INSTRUMENTS, instrumentIndex } from '../../src/ledger/instruments.js';
import { Orders } from '../../src/ledger/orders.js';
import { Parameters } from '../../src/ledger/parameters.js';
import { Payments } from '../../src/ledger/payment.js';
import { SCALARS, Scalars } from '../../src/ledger/scalars.js';
import { Ledger, type MoneyAccount } from '../../src/ledger/transfer.js';
import type { World } from '../../src/ledger/world.js';
import { exp } from '../../src/maths/elementary.js';
import { rateFromHalfLife, rescaleFraction } from '../../src/maths/half-life.js';
import { type RandomStream, randomStream } from '../../src/maths/random.js';
import { INVESTOR_VALUES } from './investor-values.js';

/** Kinds without behaviour that every world has, and their rows. */
const BACKGROUND: readonly (readonly [string, number])[] = [
  ['fed', 1],
  ['treasury', 1],
  ['banks', 1],
  ['moneyFunds', 1],
  ['clearing', 1],
  ['realEconomy', 2],
  ['aiBuilders', 1],
  ['chipVendor', 1],
  ['aiLabs', 4],
  ['hyperscalers', 5],
];
const ACCOUNTS: Readonly<Record<string, MoneyAccount>> = {
  fed: 'centralBank',
  treasury: 'treasuryAccount',
  banks: 'reserves',
  clearing: 'reserves',
};

export interface SmallWorldOptions {
  readonly seed?: string;
  readonly ticksPerYear?: number;
  /** Parameters that differ from `INVESTOR_VALUES`. */
  readonly values?: Readonly<Record<string, number>>;
  /** Agents of each kind. */
  readonly agents?: number;
  readonly journal?: boolean;
}

export interface SmallWorld extends World {
  tick: number;
  readonly kinds: readonly AgentKind[];
  readonly layout: { readonly names: readonly string[]; readonly kindStart: readonly number[] };
}

function stateColumns(kinds: readonly AgentKind[], rows: number, count: (name: string) => number) {
  const assets = CLEARED_INSTRUMENTS.length;
  const list: StateColumn[] = [];
  for (const kind of kinds)
    for (const { name, unit, meaning, length } of kind.columns ?? []) {
      const own = count(kind.name);
      const size = length === 'kind' ? own : length === 'kind×asset' ? own * assets : length;
      list.push({ name, unit, meaning, length: size });
    }
  list.push({ name: 'income', unit: '$bn', meaning: 'net investment income of the tick', length: rows });
  return list;
}

/** A world in which the given kinds have their opening books; everything else is owed by the clearing row. */
export function smallWorld(kinds: readonly AgentKind[], options: SmallWorldOptions = {}): SmallWorld {
  const { seed = 'test', ticksPerYear = 252, agents = 24 } = options;
  const values: Record<string, number> = { ...INVESTOR_VALUES, ...options.values };
  const counts = new Map<string, number>(BACKGROUND);
  for (const { name, rows } of kinds) counts.set(name, rows ?? agents);
  const names = [...counts.keys()];
  const kindStart = [0];
  for (const name of names) kindStart.push(kindStart[kindStart.length - 1] + (counts.get(name) ?? 0));
  const rows = kindStart[names.length];
  const layout = { rows, instruments: INSTRUMENTS, kindStart };
  const sizes = Ledger.storageSizes(layout);
  const parameterNames = Object.keys(values);
  const columns = new Columns([
    ...Object.entries(sizes).map(([name, length]) => ({ name, unit: 'units', meaning: name, length })),
    { name: 'scalars', unit: 'as declared', meaning: 'scalars', length: SCALARS.length },
    { name: 'parameters', unit: 'as declared', meaning: 'parameters', length: parameterNames.length },
    ...demandColumns(rows, names.length, CLEARED_INSTRUMENTS.length),
    ...stateColumns(kinds, rows, (name) => counts.get(name) ?? 0),
  ]);
  const get = (name: string) => columns.get(name);
  const ledger = new Ledger(layout, {
    units: get('units'),
    unitValue: get('unitValue'),
    postedUnits: get('postedUnits'),
    flowBlocks: get('flowBlocks'),
    tickFlows: get('tickFlows'),
    outsideUnits: get('outsideUnits'),
  });
  ledger.unitValue.fill(1);
  if (options.journal) ledger.journal = [];
  get('parameters').set(parameterNames.map((name) => values[name]));
  const rowsOf = (name: string) => {
    const index = names.indexOf(name);
    if (index < 0) throw new Error(`no kind is named '${name}'`);
    return {
      first: kindStart[index],
      last: kindStart[index + 1],
      count: kindStart[index + 1] - kindStart[index],
    };
  };
  const clearingRow = rowsOf('clearing').first;
  const streams = new Map<string, RandomStream>();
  const world: SmallWorld = {
    ledger,
    payments: new Payments(
      ledger,
      names.map((name) => ACCOUNTS[name] ?? 'deposits'),
      clearingRow,
      rowsOf('fed').first,
    ),
    columns,
    demand: demandViews(get),
    scalars: new Scalars(get('scalars')),
    parameters: new Parameters(parameterNames, get('parameters'), new Map()),
    orders: new Orders(),
    events: new Events(0),
    assets: CLEARED_INSTRUMENTS.map(({ name }) => name),
    tick: 0,
    ticksPerYear,
    dt: 1 / ticksPerYear,
    clearingRow,
    handles: [],
    scratch: new Float64Array(rows),
    hasKind: (name) => names.includes(name),
    rowsOf,
    rowOf: (name) => rowsOf(name).first,
    instrument: (name) => instrumentIndex(name),
    flow: flowIndex,
    random: (purpose) => {
      const stream = streams.get(purpose) ?? randomStream('philox', seed, purpose);
      streams.set(purpose, stream);
      return stream;
    },
    column: get,
    speed: (halfLife) => rateFromHalfLife(halfLife, ticksPerYear),
    perTick: (share) => rescaleFraction(share, ticksPerYear),
    ticks: (days) => Math.max(1, Math.round((days * ticksPerYear) / 252)),
    kinds,
    layout: { names, kindStart },
  };
  world.scalars.set('cashReturn', 0.03);
  world.demand.volatility.fill(0.2);
  for (const kind of kinds) kind.endow(world);
  world.scratch.fill(0);
  return world;
}

/** Sets a parameter, as a scheduled change would. */
export function setParameter(world: SmallWorld, name: string, value: number): void {
  world.parameters.values[world.parameters.position(name)] = value;
}

/** Multiplies the price of one asset, or of all, as clearing would. */
export function movePrices(world: SmallWorld, logChange: number, asset?: string): void {
  const { demand } = world;
  for (const [a, name] of world.assets.entries())
    if (asset === undefined || asset === name) demand.lnPrice[a] += logChange;
}

/** m of every row, as the engine writes it before demand. */
function writeCash(world: SmallWorld): void {
  const { ledger, demand } = world;
  const money = ['deposits', 'moneyFundShares', 'fundingLoans', 'bankLoans'].map((name) =>
    world.instrument(name),
  );
  for (let row = 0; row < ledger.rows; row++) {
    demand.cash[row] = 0;
    for (const instrument of money) demand.cash[row] += ledger.position(row, instrument);
  }
}

/** Sells what is forced, pro rata, to the clearing row at today's prices. */
export function fillForcedSales(world: SmallWorld): void {
  const { ledger, demand, payments, clearingRow } = world;
  const width = world.assets.length;
  const start = world.rowsOf(world.kinds[0].name).first;
  for (let row = start; row < ledger.rows; row++) {
    const forced = demand.forcedCapitalCall[row] + demand.forcedRedemption[row] + demand.forcedMargin[row];
    let marked = 0;
    for (let a = 0; a < width; a++) marked += ledger.position(row, a) * exp(demand.previousLnPrice[a]);
    if (!(forced > 0 && marked > 0)) continue;
    const share = Math.min(forced / marked, 1);
    for (let a = 0; a < width; a++) {
      const units = ledger.position(row, a) * share;
      ledger.transfer(row, clearingRow, a, units, world.flow('trade'));
      payments.pay(clearingRow, row, units * ledger.unitValue[a], world.flow('trade'));
    }
  }
}

/** One tick; `clear` stands for the market: it may move prices. */
export function tick(world: SmallWorld, clear: (world: SmallWorld) => void = () => {}): void {
  const { demand, ledger, kinds } = world;
  world.tick++;
  ledger.tick = world.tick;
  world.events.tick = world.tick;
  ledger.beginTick();
  demand.previousLnPrice.set(demand.lnPrice);
  for (const kind of kinds) kind.obligations?.(world);
  writeCash(world);
  for (const kind of kinds) kind.schedule?.(world);
  clear(world);
  for (let a = 0; a < world.assets.length; a++) ledger.unitValue[a] = exp(demand.lnPrice[a]);
  fillForcedSales(world);
  for (const kind of kinds) kind.settle?.(world);
  for (const kind of kinds) kind.marks?.(world);
}

/** Value of an instrument over the rows of a kind. */
export function held(world: SmallWorld, kind: string, instrument: string): number {
  const { first, last } = world.rowsOf(kind);
  let sum = 0;
  for (let row = first; row < last; row++) sum += world.ledger.position(row, world.instrument(instrument));
  return sum;
}

/** Largest imbalance of an inside instrument over all rows, $bn. */
export function imbalance(world: SmallWorld): number {
  let worst = 0;
  for (const [index, { outside }] of INSTRUMENTS.entries()) {
    let sum = outside ? -world.ledger.outsideUnits[index] : 0;
    for (let row = 0; row < world.ledger.rows; row++) sum += world.ledger.position(row, index);
    worst = Math.max(worst, Math.abs(sum));
  }
  return worst;
}

/** Largest amount by which a kind gave more or less than it took in an exchange of this tick, $bn. */
export function exchangeImbalance(world: SmallWorld): number {
  const { ledger } = world;
  let worst = 0;
  for (const [flow, { type }] of FLOWS.entries()) {
    if (type !== 'exchange') continue;
    for (let kind = 0; kind < ledger.kinds; kind++) {
      let sum = 0;
      for (let i = 0; i < ledger.width; i++) sum += ledger.flows.of(flow, kind, i);
      worst = Math.max(worst, Math.abs(sum));
    }
  }
  return worst;
}

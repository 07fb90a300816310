/**
 * A world of the monetary kinds and of investors who only hold, earn and spend: the whole circle of money,
 * without the market. Orders are filled at face by the first investor kind.
 */
import { aiBuilders } from '../../agents/ai-builders.js';
import { aiLabs } from '../../agents/ai-labs.js';
import { banks } from '../../agents/banks.js';
import { chipVendor } from '../../agents/chip-vendor.js';
import { fed } from '../../agents/fed.js';
import { hyperscalers } from '../../agents/hyperscalers.js';
import { moneyFunds } from '../../agents/money-funds.js';
import { power } from '../../agents/power.js';
import { realEconomy } from '../../agents/real-economy.js';
import { treasury } from '../../agents/treasury.js';
import type { AgentKind } from '../../src/agent-kind.js';
import { accrue } from '../../src/engine/accruals.js';
import { Columns } from '../../src/ledger/columns.js';
import { demandColumns, demandViews } from '../../src/ledger/demand-columns.js';
import { Events } from '../../src/ledger/events.js';
import { flowIndex } from '../../src/ledger/flows.js';
import { CLEARED_INSTRUMENTS, INSTRUMENTS, instrumentIndex } from '../../src/ledger/instruments.js';
import { checkBooks, checkScratch } from '../../src/ledger/invariants.js';
import { Orders } from '../../src/ledger/orders.js';
import { Parameters } from '../../src/ledger/parameters.js';
import { Payments } from '../../src/ledger/payment.js';
import { SCALARS, Scalars } from '../../src/ledger/scalars.js';
import { Ledger } from '../../src/ledger/transfer.js';
import type { World } from '../../src/ledger/world.js';
import { exp } from '../../src/maths/elementary.js';
import { rateFromHalfLife, rescaleFraction } from '../../src/maths/half-life.js';
import { randomStream } from '../../src/maths/random.js';
import { INVESTOR_BOOKS, MONETARY_VALUES } from './monetary-values.js';

const MONETARY = [
  fed,
  treasury,
  banks,
  moneyFunds,
  realEconomy,
  power,
  aiBuilders,
  chipVendor,
  aiLabs,
  hyperscalers,
];
const ROWS: Readonly<Record<string, number>> = { banks: 4, moneyFunds: 3, clearing: 1 };
const YIELDS = [0.041, 0.049, 0.0484, 0.07, 0.095, 0.015, 0.009, 0.012, 0, 0.028, 0, 0];
const DURATIONS = [8, 7, 8, 4, 3];

/** Investors that hold, and spend what they earn. */
const INVESTORS: readonly AgentKind[] = Object.entries(INVESTOR_BOOKS).map(([name, books]) => ({
  name,
  label: name,
  meaning: 'holds, earns and spends',
  rows: 1,
  parameters: [],
  // What labs have called and not received: these investors are never asked.
  columns: [{ name: `${name}.labCalls`, unit: '$bn', meaning: 'announced by labs', length: 1 }],
  endow(world) {
    const row = world.rowOf(name);
    for (const [instrument, amount] of Object.entries(books)) {
      const index = world.instrument(instrument);
      if (INSTRUMENTS[index].outside) world.ledger.endowOutside(row, index, amount);
      else world.ledger.transfer(world.clearingRow, row, index, amount, world.flow('opening'));
    }
    world.demand.startWealth[row] = 1000;
  },
  obligations(world) {
    const row = world.rowOf(name);
    const economy = world.rowOf('realEconomy');
    world.payments.pay(row, economy, world.column('income')[row], world.flow('consumption'));
  },
}));

export interface MonetaryWorld extends World {
  tick: number;
  readonly names: readonly string[];
}

export function monetaryWorld(
  changes: Readonly<Record<string, number>> = {},
  ticksPerYear = 252,
): MonetaryWorld {
  const values: Record<string, number> = { ...MONETARY_VALUES, ...changes };
  const kinds = [...MONETARY, ...INVESTORS];
  const names = kinds.map(({ name }) => name);
  names.splice(4, 0, 'clearing');
  const rowsOfKind = (name: string) => ROWS[name] ?? kinds.find((kind) => kind.name === name)?.rows ?? 1;
  const kindStart = [0];
  for (const name of names) kindStart.push(kindStart[kindStart.length - 1] + rowsOfKind(name));
  const rows = kindStart[names.length];
  const layout = { rows, instruments: INSTRUMENTS, kindStart };
  const parameterNames = Object.keys(values);
  const own = kinds.flatMap((kind) =>
    (kind.columns ?? []).map((column) => ({
      ...column,
      length: typeof column.length === 'number' ? column.length : rowsOfKind(kind.name),
    })),
  );
  const plain = (name: string, length: number) => ({ name, unit: 'mixed', meaning: name, length });
  const columns = new Columns([
    ...Object.entries(Ledger.storageSizes(layout)).map(([name, length]) => plain(name, length)),
    plain('scalars', SCALARS.length),
    plain('parameters', parameterNames.length),
    plain('income', rows),
    ...demandColumns(rows, names.length, CLEARED_INSTRUMENTS.length),
    ...own,
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
  get('parameters').set(parameterNames.map((name) => values[name]));
  const choices = new Map<string, readonly string[]>();
  for (const { parameters } of kinds)
    for (const { name, choices: list } of parameters) if (list !== undefined) choices.set(name, list);
  const rowsOf = (name: string) => {
    const k = names.indexOf(name);
    if (k < 0) throw new Error(`no kind is named '${name}'`);
    return { first: kindStart[k], last: kindStart[k + 1], count: kindStart[k + 1] - kindStart[k] };
  };
  const clearingRow = rowsOf('clearing').first;
  const account = (name: string) => {
    if (name === 'fed') return 'centralBank';
    if (name === 'treasury') return 'treasuryAccount';
    return name === 'banks' || name === 'clearing' ? 'reserves' : 'deposits';
  };
  const demand = demandViews(get);
  demand.startYield.set(YIELDS);
  demand.yield.set(YIELDS);
  demand.coupon.set(YIELDS);
  for (const [a, duration] of DURATIONS.entries()) demand.decay[a] = 1 / duration - YIELDS[a];
  demand.startFloat.fill(10_000);
  const world: MonetaryWorld = {
    ledger,
    payments: new Payments(ledger, names.map(account), clearingRow, rowsOf('fed').first),
    columns,
    demand,
    scalars: new Scalars(get('scalars')),
    parameters: new Parameters(parameterNames, get('parameters'), choices),
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
    random: (purpose) => randomStream('philox', 'test', purpose),
    column: get,
    speed: (halfLife) => rateFromHalfLife(halfLife, ticksPerYear),
    perTick: (share) => rescaleFraction(share, ticksPerYear),
    ticks: (days) => Math.max(1, Math.round((days * ticksPerYear) / 252)),
    names,
  };
  world.scalars.set('fundingSpread', 0.005);
  world.scalars.set('startFundingSpread', 0.005);
  world.scalars.set('waterLevel', 1500);
  for (const kind of kinds) if (!kind.endowLast) kind.endow(world);
  for (const kind of kinds) if (kind.endowLast) kind.endow(world);
  return world;
}

/** Fills all orders at the last prices: the last investor kind is the counterparty. */
function fillOrders(world: MonetaryWorld): void {
  const { ledger, payments, orders, demand } = world;
  const flow = world.flow('trade');
  const other = world.rowOf('insurers');
  for (const { row, asset, dollars } of orders.list) {
    const price = exp(demand.lnPrice[asset]);
    ledger.transfer(other, row, asset, dollars / price, flow, price);
    payments.pay(row, other, dollars, flow);
  }
}

/** One tick of the circle of money; `between` may change prices or rates before orders are filled. */
export function tick(world: MonetaryWorld, between: (world: MonetaryWorld) => void = () => {}): void {
  const { ledger, demand } = world;
  const kinds = [...MONETARY, ...INVESTORS];
  world.tick++;
  ledger.tick = world.tick;
  ledger.beginTick();
  world.orders.clear();
  accrue(world);
  for (const kind of kinds) kind.obligations?.(world);
  for (const kind of kinds) kind.schedule?.(world);
  between(world);
  for (let a = 0; a < world.assets.length; a++) ledger.unitValue[a] = exp(demand.lnPrice[a]);
  fillOrders(world);
  for (const kind of kinds) if (kind !== banks && kind !== moneyFunds) kind.settle?.(world);
  moneyFunds.settle?.(world);
  banks.settle?.(world);
  for (const kind of kinds) kind.marks?.(world);
}

/** Checks all books as the engine does; investors' overdrafts are not squared here, hence the allowance. */
export function assertBooks(world: MonetaryWorld): void {
  const scratch = checkScratch(world.ledger);
  checkBooks(world.ledger, { kindNames: world.names, negativeAllowance: 1, scratch });
}

export function setParameter(world: MonetaryWorld, name: string, value: number): void {
  world.parameters.values[world.parameters.position(name)] = value;
}

/** Sum of an instrument's positions over the rows of a kind. */
export function held(world: MonetaryWorld, kind: string, instrument: string): number {
  const { first, last } = world.rowsOf(kind);
  let sum = 0;
  for (let row = first; row < last; row++) sum += world.ledger.position(row, world.instrument(instrument));
  return sum;
}

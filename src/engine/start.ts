/**
 * The start of the world: rows, state, opening books, and the market in equilibrium at price 1.
 *
 * Every kind endows its rows against the clearing row; what it leaves there of money is the real economy's. Then
 * each instrument must sum to zero, and excess demand at the opening prices must vanish.
 */
import type { AgentKind, ParameterDeclaration } from '../agent-kind.js';
import { Columns, type StateColumn } from '../ledger/columns.js';
import { demandColumns, demandViews } from '../ledger/demand-columns.js';
import { Events } from '../ledger/events.js';
import { FLOW, FLOWS } from '../ledger/flows.js';
import { INSTRUMENTS, type InstrumentDeclaration } from '../ledger/instruments.js';
import { ModelError } from '../ledger/model-error.js';
import { CAUSES, Orders } from '../ledger/orders.js';
import { Parameters, type ParameterValue } from '../ledger/parameters.js';
import { Payments } from '../ledger/payment.js';
import { SCALARS, Scalars } from '../ledger/scalars.js';
import { Ledger, type LedgerLayout, ledgerScratchSize, type MoneyAccount } from '../ledger/transfer.js';
import type { RowRange, World } from '../ledger/world.js';
import type { Anchor } from '../market/anchors.js';
import { type KernelSource, TYPESCRIPT_KERNEL } from '../market/demand-kernel.js';
import { Market } from '../market/market.js';
import { type KernelMemory, webAssemblyKernel } from '../market/webassembly-kernel.js';
import { workspaceSize } from '../market/workspace.js';
import { rateFromHalfLife, rescaleFraction, TRADING_DAYS_PER_YEAR } from '../maths/half-life.js';
import { type RandomStream, randomStream } from '../maths/random.js';
import { payoutDuration, rateSensitivity } from '../mechanisms/equity-anchor.js';
import type { RunConfiguration } from './configuration.js';
import {
  ASSETS,
  BONDS,
  DEPOSIT_CAUSES,
  EQUITIES,
  INVESTOR_KINDS,
  parameterDeclarations,
  RESERVE_CAUSES,
} from './declarations.js';
import { checkOpeningEquilibrium } from './opening-checks.js';
import { treasuryAnchor } from './treasury-anchor.js';
import { countWater } from './water.js';

/** The engine's own kind: the named account through which trades and payments clear. */
export const CLEARING_KIND = 'clearing';

const MONEY_ACCOUNTS: Readonly<Record<string, MoneyAccount>> = {
  fed: 'centralBank',
  treasury: 'treasuryAccount',
  banks: 'reserves',
  [CLEARING_KIND]: 'reserves',
};

/** A world that runs, with what the engine needs beyond what agents see. */
export interface RunningWorld extends World {
  tick: number;
  readonly kinds: readonly AgentKind[];
  /** The same in the order in which they settle. */
  readonly settling: readonly AgentKind[];
  /** Names of the kinds in row order, the clearing account among them. */
  readonly kindNames: readonly string[];
  readonly market: Market;
  /** Purposes of random draws so far, for snapshots of sequential generators. */
  readonly streams: Map<string, RandomStream>;
  /** Idle cash and wealth of each investor kind at the last marks, $bn. */
  readonly investorSums: { readonly idleCash: Float64Array; readonly wealth: Float64Array };
}

/** What a world is made of, whatever happens in it. */
export interface WorldPlan {
  readonly kinds: readonly AgentKind[];
  /** The cleared ones come first. */
  readonly instruments: readonly InstrumentDeclaration[];
  /** Names of the cleared instruments. */
  readonly assets: readonly string[];
  readonly parameters: readonly ParameterDeclaration[];
}

/** A world without its market. */
export type EmptyWorld = Omit<RunningWorld, 'market'>;

/** Rows of each kind: fixed by the kind, or a parameter `population.<kind>`. */
function rowCounts(kinds: readonly AgentKind[], parameters: Parameters): number[] {
  return kinds.map((kind) => kind.rows ?? Math.round(parameters.number(`population.${kind.name}`)));
}

/** Turns resolved values into numbers in the order of the declarations. */
function resolveParameters(
  declared: readonly ParameterDeclaration[],
  values: Readonly<Record<string, ParameterValue>>,
  column: (length: number) => Float64Array,
): Parameters {
  const numbers = column(declared.length);
  const choices = new Map<string, readonly string[]>();
  for (const [position, declaration] of declared.entries()) {
    const value = values[declaration.name];
    if (value === undefined) throw new Error(`parameter '${declaration.name}' has no value`);
    if (declaration.choices !== undefined) choices.set(declaration.name, declaration.choices);
    numbers[position] = parameterNumber(value, declaration.choices, declaration.name);
  }
  return new Parameters(
    declared.map(({ name }) => name),
    numbers,
    choices,
  );
}

/** A parameter value as the number that stands in the state. */
export function parameterNumber(
  value: ParameterValue,
  choices: readonly string[] | undefined,
  name: string,
): number {
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value === 'number') return value;
  const index = choices?.indexOf(value) ?? -1;
  if (index < 0) throw new Error(`parameter '${name}' cannot be '${value}'`);
  return index;
}

/** Names of the rows that have one, by row. */
function rowNames(
  order: readonly { readonly kind: AgentKind | undefined }[],
  kindStart: readonly number[],
): string[] {
  return order.flatMap(({ kind }, index) =>
    Array.from({ length: kindStart[index + 1] - kindStart[index] }, (_, i) => kind?.rowNames?.[i] ?? ''),
  );
}

/** Puts the clearing account behind the money funds. */
function withClearing(kinds: readonly AgentKind[]): { name: string; kind: AgentKind | undefined }[] {
  const list: { name: string; kind: AgentKind | undefined }[] = kinds.map((kind) => ({
    name: kind.name,
    kind,
  }));
  const banksEnd = kinds.findIndex((kind) => kind.name === 'moneyFunds');
  list.splice(banksEnd < 0 ? 0 : banksEnd + 1, 0, { name: CLEARING_KIND, kind: undefined });
  return list;
}

/**
 * The world of a configuration at its opening.
 *
 * @param kernel compiled WebAssembly kernel; absent: the TypeScript kernel
 * @param memory memory that worlds made one after the other use in turn
 */
export function startWorld(
  configuration: RunConfiguration,
  kinds: readonly AgentKind[],
  kernel?: WebAssembly.Module,
  memory?: KernelMemory,
): RunningWorld {
  const parameters = parameterDeclarations(kinds);
  const plan = { kinds, instruments: INSTRUMENTS, assets: ASSETS, parameters };
  const { world, source } = assembleWorld(configuration, plan, kernel, memory);
  openMarkets(world);
  openBooks(world);
  openFloats(world);
  const fundamentals = world.column('fundamentalMemory');
  fundamentals[0] = treasuryAnchor(world, false);
  fundamentals.set(world.demand.fairSpread, 1);
  fundamentals[ASSETS.length + 1] = treasuryAnchor(world, true);
  const market = createMarket(world, source);
  const running = Object.assign(world, { market });
  // From here on the world keeps its shape: compiled code relies on it.
  countWater(running);
  checkOpeningEquilibrium(running);
  return running;
}

/** Every kind endows its rows; then the books must be square. */
export function openBooks(world: EmptyWorld): void {
  const { kinds } = world;
  for (const kind of kinds) if (!kind.endowLast) kind.endow(world);
  for (const kind of kinds) if (kind.endowLast) kind.endow(world);
  checkOpening(world);
}

/** Rows, state, books and payments of a world, all empty. */
export function assembleWorld(
  configuration: RunConfiguration,
  plan: WorldPlan,
  kernel?: WebAssembly.Module,
  memory?: KernelMemory,
): { readonly world: EmptyWorld; readonly source: KernelSource } {
  const { kinds, instruments, assets } = plan;
  let numbers = new Float64Array(0);
  const probe = resolveParameters(plan.parameters, configuration.parameters, (length) => {
    numbers = new Float64Array(length);
    return numbers;
  });
  const counts = rowCounts(kinds, probe);
  const order = withClearing(kinds);
  const kindStart: number[] = [0];
  for (const { kind } of order) {
    const count = kind === undefined ? 1 : counts[kinds.indexOf(kind)];
    kindStart.push(kindStart[kindStart.length - 1] + count);
  }
  const rows = kindStart[kindStart.length - 1];
  const layout = { rows, instruments, kindStart };
  const declared = stateColumns(layout, kinds, counts, numbers.length, assets.length);
  const source = kernelSource(kernel, memory, layout, assets.length, declared);
  const columns = new Columns(declared, source.allocate);
  columns.get('parameters').set(numbers);
  const parameters = resolveParameters(plan.parameters, configuration.parameters, () =>
    columns.get('parameters'),
  );
  const ledger = new Ledger(
    layout,
    {
      units: columns.get('units'),
      unitValue: columns.get('unitValue'),
      postedUnits: columns.get('postedUnits'),
      tickFlows: columns.get('tickFlows'),
      outsideUnits: columns.get('outsideUnits'),
    },
    source,
  );
  ledger.unitValue.fill(1);
  const kindNames = order.map(({ name }) => name);
  const ranges = new Map(kindNames.map((name, index) => [name, rangeOf(kindStart, index)]));
  const rowsOf = (name: string): RowRange => {
    const range = ranges.get(name);
    if (range === undefined) throw new Error(`no kind is named '${name}'`);
    return range;
  };
  const clearingRow = rowsOf(CLEARING_KIND).first;
  const hasFed = kindNames.includes('fed');
  const accounts = kindNames.map((name) => (hasFed && MONEY_ACCOUNTS[name]) || 'deposits');
  const demand = demandViews((name) => columns.get(name));
  const streams = new Map<string, RandomStream>();
  const instrumentIndexes = new Map(instruments.map(({ name }, index) => [name, index]));
  const flowIndexes = new Map(FLOWS.map(({ name }, index) => [name, index]));
  const { ticksPerYear } = configuration;
  const named = (map: ReadonlyMap<string, number>, what: string) => (name: string) => {
    const index = map.get(name);
    if (index === undefined) throw new Error(`no ${what} is named '${name}'`);
    return index;
  };
  const world = {
    ledger,
    payments: new Payments(ledger, accounts, clearingRow, hasFed ? rowsOf('fed').first : clearingRow),
    columns,
    demand,
    scalars: new Scalars(columns.get('scalars')),
    parameters,
    orders: new Orders(),
    events: new Events(configuration.record.eventThreshold, rowNames(order, kindStart)),
    assets,
    tick: 0,
    ticksPerYear,
    dt: 1 / ticksPerYear,
    clearingRow,
    handles: [],
    scratch: ledger.scratch.rows,
    hasKind: (name: string) => kindNames.includes(name),
    rowsOf,
    rowOf: (name: string) => rowsOf(name).first,
    instrument: named(instrumentIndexes, 'instrument'),
    flow: named(flowIndexes, 'flow'),
    random: (purpose: string): RandomStream => {
      let stream = streams.get(purpose);
      if (stream === undefined) {
        stream = randomStream(configuration.generator, configuration.seed, purpose);
        streams.set(purpose, stream);
      }
      return stream;
    },
    column: (name: string) => columns.get(name),
    speed: (halfLifeDays: number) => rateFromHalfLife(halfLifeDays, ticksPerYear),
    perTick: (share: number) => rescaleFraction(share, ticksPerYear),
    ticks: (days: number) => Math.max(1, Math.round((days * ticksPerYear) / TRADING_DAYS_PER_YEAR)),
    kinds,
    settling: inSettlingOrder(kinds),
    kindNames,
    streams,
    investorSums: {
      idleCash: new Float64Array(INVESTOR_KINDS.length),
      wealth: new Float64Array(INVESTOR_KINDS.length),
    },
  };
  return { world, source };
}

/** Kinds that settle last, in this order: they take over what was issued at the clearing account. */
const TAKES_OVER: readonly string[] = ['moneyFunds', 'banks'];

function inSettlingOrder(kinds: readonly AgentKind[]): AgentKind[] {
  const last = TAKES_OVER.flatMap((name) => kinds.filter((kind) => kind.name === name));
  return [...kinds.filter((kind) => !last.includes(kind)), ...last];
}

function rangeOf(kindStart: readonly number[], index: number): RowRange {
  const [first, last] = [kindStart[index], kindStart[index + 1]];
  return { first, last, count: last - first };
}

function stateColumns(
  layout: { rows: number; instruments: readonly InstrumentDeclaration[]; kindStart: number[] },
  kinds: readonly AgentKind[],
  counts: readonly number[],
  parameterCount: number,
  assets: number,
): StateColumn[] {
  const { rows } = layout;
  const sizes = Ledger.storageSizes(layout);
  const kindCount = layout.kindStart.length - 1;
  const list: StateColumn[] = [
    { name: 'units', unit: 'units', meaning: 'signed units, [row × instrument]', length: sizes.units },
    { name: 'unitValue', unit: '$bn', meaning: 'value of a unit, [instrument]', length: sizes.unitValue },
    {
      name: 'postedUnits',
      unit: 'units',
      meaning: 'units posted since the start, [kind × instrument]',
      length: sizes.postedUnits,
    },
    {
      name: 'tickFlows',
      unit: '$bn',
      meaning: 'value posted in the tick, [flow × kind × instrument]',
      length: sizes.tickFlows,
    },
    {
      name: 'outsideUnits',
      unit: 'units',
      meaning: 'outside assets put into the world, [instrument]',
      length: sizes.outsideUnits,
    },
    {
      name: 'parameters',
      unit: 'as declared',
      meaning: 'parameters, scheduled changes included',
      length: parameterCount,
    },
    {
      name: 'scalars',
      unit: 'as declared',
      meaning: 'policy, money market, real economy',
      length: SCALARS.length,
    },
    { name: 'income', unit: '$bn', meaning: 'net investment income of the tick, [row]', length: rows },
    { name: 'previousEarnings', unit: 'ln', meaning: "yesterday's earnings, [asset]", length: assets },
    {
      name: 'attribution',
      unit: 'ln',
      meaning: 'attribution since the last row, [kind × cause × asset]',
      length: kindCount * CAUSES.length * assets,
    },
    {
      name: 'attribution.remainder',
      unit: 'ln',
      meaning: 'remainder since the last row, [asset]',
      length: assets,
    },
    {
      name: 'balance.flows',
      unit: '$bn',
      meaning: 'flows since the last row, [flow × kind × instrument]',
      length: sizes.tickFlows,
    },
    {
      name: 'balance.opening',
      unit: '$bn',
      meaning: 'value at the last row, [kind × instrument]',
      length: sizes.postedUnits,
    },
    {
      name: 'fundamentalMemory',
      unit: 'mixed',
      meaning: "yesterday's policy part of the Treasury anchor, then fair spreads, then the whole anchor",
      length: assets + 2,
    },
    {
      name: 'recorder.depositCauses',
      unit: '$bn',
      meaning: 'change of deposits by cause since the last row',
      length: DEPOSIT_CAUSES.length,
    },
    {
      name: 'recorder.reserveCauses',
      unit: '$bn',
      meaning: 'change of reserves by cause since the last row',
      length: RESERVE_CAUSES.length,
    },
    {
      name: 'goldMemory',
      unit: 'mixed',
      meaning: "the Fed's assets at the start; effect on gold in the last tick",
      length: 2,
    },
    {
      name: 'defaultedShare',
      unit: 'ratio',
      meaning: 'share of the units of an asset that defaults took since the last clearing, [asset]',
      length: ASSETS.length,
    },
    {
      name: 'leverageHabit',
      unit: 'ln',
      meaning: 'log leverage that lenders are used to, [asset]',
      length: assets,
    },
    {
      name: 'bondNews',
      unit: 'ln',
      meaning: 'own news on bonds that has not faded, [asset]',
      length: assets,
    },
    { name: 'schedule', unit: 'mixed', meaning: 'state of scheduled rules, see schedule.ts', length: 256 },
    { name: 'previousSeries', unit: 'mixed', meaning: 'series as recorded last, for rules', length: 512 },
    ...demandColumns(rows, kindCount, assets),
  ];
  for (const [index, kind] of kinds.entries())
    for (const column of kind.columns ?? []) {
      const length =
        column.length === 'kind'
          ? counts[index]
          : column.length === 'kind×asset'
            ? counts[index] * assets
            : column.length;
      list.push({ name: column.name, unit: column.unit, meaning: column.meaning, length });
    }
  return list;
}

/** Opening prices 1, yields and multipliers from parameters. */
function openMarkets(world: Omit<RunningWorld, 'market'>): void {
  const { demand, parameters, assets, scalars } = world;
  for (const [a, name] of assets.entries()) {
    const of = (parameter: string): number => parameters.number(`market.${parameter}.${name}`);
    demand.attractivenessMultiplier[a] = of('attractivenessMultiplier');
    demand.relativeMultiplier[a] = of('relativeMultiplier');
    demand.trendMultiplier[a] = of('trendMultiplier');
    demand.haircut[a] = of('haircut');
    const startYield = of('startYield');
    demand.startYield[a] = startYield;
    demand.yield[a] = startYield;
    demand.coupon[a] = startYield;
    const duration = BONDS.includes(name) ? of('startDuration') : 0;
    demand.decay[a] = duration > 0 ? 1 / duration - startYield : 0;
  }
  const treasuryYield = demand.startYield[0];
  for (const name of BONDS.slice(1)) {
    const a = world.instrument(name);
    demand.fairSpread[a] = demand.startYield[a] - treasuryYield;
  }
  for (const [a, name] of assets.entries()) {
    const own = parameters.number(`news.ownVolatility.${name}`);
    const market = parameters.number(`news.marketBeta.${name}`) * parameters.number('news.marketVolatility');
    demand.volatility[a] = Math.sqrt(own * own + market * market);
  }
  scalars.set('fundingSpread', parameters.number('market.startFundingSpread'));
  scalars.set('startFundingSpread', parameters.number('market.startFundingSpread'));
}

/** The clearing row must be empty, and every instrument must sum to zero or to its outside stock. */
function checkOpening(world: Omit<RunningWorld, 'market'>): void {
  const { ledger, clearingRow } = world;
  for (let instrument = 0; instrument < ledger.width; instrument++) {
    let gross = 0;
    for (let row = 0; row < ledger.rows; row++) gross += Math.abs(ledger.position(row, instrument));
    const left = ledger.position(clearingRow, instrument);
    if (Math.abs(left) > 1e-9 * Math.max(gross, 1))
      throw new ModelError(
        `opening books: ${ledger.instruments[instrument].name} does not sum to zero, ${left.toPrecision(6)} $bn are left at the clearing account; check the parameters 'opening.*.${ledger.instruments[instrument].name}'`,
        0,
      );
    // Rounding of the opening belongs to the largest position, so that the books start exactly square.
    if (left !== 0) settleRounding(world, instrument, left);
  }
}

function settleRounding(world: Omit<RunningWorld, 'market'>, instrument: number, left: number): void {
  const { ledger, clearingRow } = world;
  let largest = clearingRow === 0 ? 1 : 0;
  for (let row = 0; row < ledger.rows; row++)
    if (
      row !== clearingRow &&
      Math.abs(ledger.position(row, instrument)) > Math.abs(ledger.position(largest, instrument))
    )
      largest = row;
  ledger.transfer(clearingRow, largest, instrument, left, FLOW.opening);
}

/** Float: units of investors, that is all but those of the Fed, banks and passive holders. */
export function updateFloats(world: Omit<RunningWorld, 'market'>): void {
  const { ledger, demand, assets, kindNames } = world;
  for (let a = 0; a < assets.length; a++) {
    let float = 0;
    for (const [kind, name] of kindNames.entries())
      if (FLOAT_KINDS.has(name)) float += ledger.postedUnits[kind * ledger.width + a];
    demand.float[a] = float;
  }
}

const FLOAT_KINDS = new Set<string>([...INVESTOR_KINDS, CLEARING_KIND]);

function openFloats(world: Omit<RunningWorld, 'market'>): void {
  const { demand, assets, scalars } = world;
  updateFloats(world);
  let wealth = 0;
  for (let a = 0; a < assets.length; a++) {
    demand.startFloat[a] = demand.float[a];
    wealth += demand.float[a];
  }
  scalars.set('broadWealthStart', wealth);
}

/** Anchors of the twelve markets (model section 5). */
function anchors(world: Omit<RunningWorld, 'market'>): Anchor[] {
  const { parameters } = world;
  const treasury = world.ledger.at.treasuryBonds;
  const credit = world.ledger.at.investmentGradeBonds;
  return world.assets.map((name): Anchor => {
    if (BONDS.includes(name) && name !== 'treasuryBonds') return { form: 'credit', reference: treasury };
    if (EQUITIES.includes(name)) {
      const path = (parameter: string): number => parameters.number(`payoutPath.${parameter}.${name}`);
      const years = payoutDuration({
        initialGrowth: path('initialGrowth'),
        growthYears: path('growthYears'),
        fadeYears: path('fadeYears'),
        longRunGrowth: path('longRunGrowth'),
        discountRate: path('discountRate'),
      });
      return {
        form: 'discounted',
        duration: rateSensitivity(years, parameters.number('payoutPath.yieldPassThrough')),
        secondWeight: parameters.number(`market.creditWeight.${name}`),
        first: treasury,
        second: credit,
      };
    }
    if (name === 'gold') {
      const duration = parameters.number('market.goldRateSensitivity');
      return { form: 'discounted', duration, secondWeight: 0, first: treasury, second: credit };
    }
    return { form: 'exogenous' };
  });
}

/** The kernel asked for, with memory for state and workspace. */
function kernelSource(
  kernel: WebAssembly.Module | undefined,
  memory: KernelMemory | undefined,
  { rows, kindStart, instruments }: LedgerLayout,
  assets: number,
  declared: readonly StateColumn[],
): KernelSource {
  if (kernel === undefined) return TYPESCRIPT_KERNEL;
  const sizes = [
    workspaceSize(rows, kindStart.length - 1, assets),
    ledgerScratchSize(rows, instruments.length),
  ];
  const length = sizes.reduce((sum, size) => sum + size.length, Columns.length(declared));
  const arrays = sizes.reduce((sum, size) => sum + size.arrays, 1);
  return webAssemblyKernel(kernel, length, arrays, memory);
}

function createMarket(world: Omit<RunningWorld, 'market'>, kernel: KernelSource): Market {
  const { ledger, demand, parameters, scalars, kindNames } = world;
  const number = (name: string): number => parameters.number(`market.${name}`);
  const loans = fundingLoans(world);
  if (scalars.get('fundingCapacity') === 0) scalars.set('fundingCapacity', loans);
  return new Market({
    ledger,
    demand,
    anchors: anchors(world),
    constants: {
      kinkWidth: number('kinkWidth'),
      attractivenessClip: number('attractivenessClip'),
      tasteDamping: number('tasteDamping'),
      haircutWeight: number('haircutWeight'),
      forcedSaleCap: number('forcedSaleCap'),
    },
    funding: {
      capacity: scalars.get('fundingCapacity'),
      startRatio: loans / scalars.get('fundingCapacity'),
      elasticity: scalars.get('fundingElasticity') || 0.003,
      startSpread: scalars.get('startFundingSpread'),
      cap: Number.POSITIVE_INFINITY,
    },
    convictionWeight: number('convictionWeight'),
    fundingKind: kindNames.indexOf('banks'),
    clearingKind: kindNames.indexOf(CLEARING_KIND),
    kernel,
  });
}

/** Funding loans of levered rows, $bn. */
export function fundingLoans(world: Omit<RunningWorld, 'market'>): number {
  const { ledger, demand } = world;
  const instrument = world.ledger.at.fundingLoans;
  let total = 0;
  for (let row = 0; row < ledger.rows; row++)
    if (demand.demandForm[row] === 2) total -= Math.min(ledger.position(row, instrument), 0);
  return total;
}

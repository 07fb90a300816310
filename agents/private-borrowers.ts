/**
 * Borrowers of private credit: the vehicles of the essays' deals (Meta's, the sites leased to Oracle, xAI's chips),
 * software firms and other firms without access to markets (model sections 1 and 6).
 *
 * Each owes contracts to single lenders, at a spread over the policy rate that one concession rule sets for all. Cash
 * flow pays interest and what falls due; interest that it does not cover is added to the debt; owners get the rest. Who
 * breaches a covenant or misses a payment for too long is accelerated, its firm sold to buyers with so much cash, and
 * what is not recovered is lost by its lenders the same day.
 */
import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { handles } from '../src/ledger/handles.js';
import {
  addPrivateLoans,
  BANKS,
  contractOf,
  LENDERS,
  lend,
  meanOver,
  owedBy,
  PRIVATE_FUNDS,
  writeOff,
} from '../src/ledger/loan-contracts.js';
import { postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import { addLeases, LEASES } from '../src/ledger/site-leases.js';
import type { World } from '../src/ledger/world.js';
import { exp } from '../src/maths/elementary.js';
import { paretoSize } from '../src/maths/heavy-tail.js';
import { averageIssuer, type IssuerState, issuerConcession } from '../src/mechanisms/credit-spread.js';
import {
  breachOf,
  type Covenants,
  cure,
  type DebtState,
  debtServiceCoverage,
} from '../src/mechanisms/debt-covenants.js';
import { recover } from '../src/mechanisms/default-recovery.js';
import { saleShare } from '../src/mechanisms/distressed-sale.js';
import { rentalValue } from '../src/mechanisms/fleet-value.js';
import { entryReadiness } from '../src/mechanisms/free-entry.js';
import { loanMark, meanLife } from '../src/mechanisms/loan-mark.js';
import { blendedRate, loanPayment, refinanced } from '../src/mechanisms/loan-schedule.js';

const KIND = 'privateBorrowers';
const FUNDS = 'privateCreditFunds';
/** Deals of the essays; the tenant whose books stand behind the rent, by its row among hyperscalers, -1: nobody's. */
const DEALS: readonly (readonly [name: string, tenant: number])[] = LEASES.map(
  ({ vehicle, tenantKind, tenant }) => [vehicle, tenantKind === 'hyperscalers' ? tenant : -1],
);
const SOFTWARE = 16;
const OTHERS = 32;
const ROWS = DEALS.length + SOFTWARE + OTHERS;
const SOUND = 0;
const ACCELERATED = 1;
const GONE = 2;
/** $bn: less is rounding. */
const ROUNDING = 1e-9;
/** $bn a year: ratios of a borrower without cash flow stay finite. */
const LEAST_CASH_FLOW = 1e-3;
/** Standard deviations at which draws of leverage are cut. */
const LARGEST_DRAW = 1.5;

function dealParameters([deal]: readonly [string, number]): ParameterDeclaration[] {
  const name = (figure: string): string => `${KIND}.${deal}.${figure}`;
  return [
    fixed(
      name('privateCreditLoans'),
      '$bn',
      [0, 500],
      `owed by ${deal} to private-credit funds at the start`,
    ),
    fixed(name('bankLoans'), '$bn', [0, 500], `owed by ${deal} to banks at the start`),
    fixed(name('tenor'), 'years', [0.05, 40], `years from issue to maturity of the loans of ${deal}`),
    fixed(
      name('amortisation'),
      'per year',
      [0, 1],
      `part of the loans of ${deal} due each year before maturity`,
    ),
    fixed(name('coverage'), 'ratio', [0.5, 5], `cash flow of ${deal} over debt service at the start`),
    fixed(name('life'), 'years', [1, 100], `life of what secures the loans of ${deal}`),
    fixed(
      name('concentration'),
      'ratio',
      [0, 1],
      `share of the revenue of ${deal} from its largest customer`,
    ),
  ];
}

const PARAMETERS: ParameterDeclaration[] = [
  ...DEALS.flatMap(dealParameters),
  fixed(
    'opening.privateBorrowers.software',
    '$bn',
    [0, 5000],
    'private credit of software firms at the start',
  ),
  fixed(
    'opening.privateBorrowers.otherFirms',
    '$bn',
    [0, 5000],
    'private credit of other firms at the start',
  ),
  fixed(`${KIND}.sizeExponent`, 'ratio', [1.01, 10], 'Pareto exponent of the debts of firms'),
  fixed(
    `${KIND}.lenderDispersion`,
    'ratio',
    [0, 2],
    'log standard deviation of the shares of funds in a loan',
  ),
  fixed(`${KIND}.leverage`, 'years', [1, 20], 'mean debt over cash flow of firms at the start'),
  fixed(`${KIND}.leverageDispersion`, 'ratio', [0, 1], 'log standard deviation of it'),
  fixed(`${KIND}.firmTenor`, 'years', [2, 12], 'years from issue to maturity of loans to firms'),
  fixed(
    `${KIND}.firmAmortisation`,
    'per year',
    [0, 0.5],
    'part of loans to firms due each year before maturity',
  ),
  fixed(
    `${KIND}.firmLife`,
    'years',
    [5, 200],
    'years over which the cash flow of a firm would fade without investment',
  ),
  fixed(`${KIND}.cashShare`, 'ratio', [0, 1], 'deposits over debt at the start'),
  fixed(`${KIND}.poolSpread`, 'per year', [0, 0.3], 'spread of the average borrower over the policy rate'),
  fixed(
    `${KIND}.vehiclePremium`,
    'per year',
    [0, 0.1],
    'spread of loans on sites of a hyperscaler over that of its bonds',
  ),
  fixed(
    `${KIND}.marketPassThrough`,
    'ratio',
    [0, 2],
    'share of a change of the high-yield spread in new spreads',
  ),
  fixed(
    `${KIND}.cashFlowVolatility`,
    'per year',
    [0, 2],
    'volatility of own news on the log cash flow of a firm',
  ),
  fixed(`${KIND}.cashFlowHalfLife`, 'days', [20, 5000], 'half-life with which such news fades'),
  fixed(`${KIND}.activityLoading`, 'ratio', [0, 10], 'elasticity of cash flow of firms to activity'),
  fixed(
    `${KIND}.softwareLoading`,
    'ratio',
    [0, 5],
    'elasticity of cash flow of software firms to earnings of listed ones',
  ),
  scheduled(
    `${KIND}.vehicleShortfall`,
    'ratio',
    [0, 1],
    'share of the rent of vehicles that tenants do not pay',
  ),
  scheduled(
    `${KIND}.softwareShortfall`,
    'ratio',
    [0, 1],
    'share of the cash flow of software firms that does not come',
  ),
  scheduled(
    `${KIND}.otherShortfall`,
    'ratio',
    [0, 1],
    'share of the cash flow of other firms that does not come',
  ),
  scheduled(`${KIND}.leastCoverage`, 'ratio', [0, 10], 'covenant: least cash flow over debt service'),
  fixed(
    `${KIND}.largestLoanToValue`,
    'ratio',
    [0.05, 5],
    'covenant: largest debt over the value of the firm',
  ),
  fixed(`${KIND}.testDays`, 'days', [1, 252], 'days between two tests of covenants'),
  fixed(
    `${KIND}.cureDays`,
    'days',
    [1, 1000],
    'mean time to cure a breach before acceleration; half of it to half more, by borrower',
  ),
  fixed(`${KIND}.graceDays`, 'days', [1, 1000], 'time to make up for a missed payment before acceleration'),
  fixed(`${KIND}.largestLoan`, 'ratio', [0, 1], 'debt over value up to which funds lend anew'),
  fixed(`${KIND}.buyersCash`, '$bn', [0, 5000], 'cash of buyers of defaulted firms at the start'),
  fixed(`${KIND}.buyersHalfLife`, 'days', [1, 2520], 'half-life with which that cash comes back'),
  scheduled(
    `${KIND}.entrySpeed`,
    'per year',
    [0, 100],
    'entrants a year in the place of a failed firm when firms are worth twice what they were at the start; 0: none',
  ),
  fixed(
    `${KIND}.saleDiscount`,
    'ratio',
    [0, 1],
    'discount that they ask, costs of the proceedings among them',
  ),
];

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  /** A figure of each deal, or the one that all firms share. */
  const figures = (deal: string, firms: string): ParameterHandle[] =>
    Array.from({ length: ROWS }, (_, i) => number(i < DEALS.length ? `${DEALS[i][0]}.${deal}` : firms));
  return {
    first: world.rowOf(KIND),
    economy: world.rowOf('realEconomy'),
    deposits: world.instrument('deposits'),
    softwareEquity: world.instrument('softwareEquity'),
    valueEquity: world.instrument('valueEquity'),
    aiBonds: world.instrument('aiInvestmentGradeBonds'),
    treasuryBonds: world.instrument('treasuryBonds'),
    concession: world.column('hyperscalers.concession'),
    vehiclePremium: number('vehiclePremium'),
    operatingIncome: world.flow('operatingIncome'),
    refuses: world.column(`${FUNDS}.refuses`),
    lendable: world.column(`${FUNDS}.lendable`),
    dividends: world.flow('dividends'),
    principal: column('principal'),
    spread: column('spread'),
    maturity: column('maturity'),
    startCashFlow: column('startCashFlow'),
    cashFlow: column('cashFlow'),
    news: column('news'),
    usualCash: column('usualCash'),
    fairSpread: column('fairSpread'),
    margin: column('margin'),
    bankMargin: column('bankMargin'),
    mark: column('mark'),
    state: column('state'),
    unpaid: column('unpaid'),
    missedTicks: column('missedTicks'),
    breachTicks: column('breachTicks'),
    buyers: column('buyers'),
    defaulted: column('defaulted'),
    lost: column('lost'),
    pool: column('pool'),
    capitalised: column('capitalised'),
    leaseRent: column('leaseRent'),
    leasedDebt: column('leasedDebt'),
    leasePaid: column('leasePaid'),
    /** Scratch of a call. */
    lendingLimit: new Float64Array(ROWS),
    room: new Float64Array(ROWS),
    amortisation: figures('amortisation', 'firmAmortisation'),
    life: figures('life', 'firmLife'),
    tenor: figures('tenor', 'firmTenor'),
    concentration: DEALS.map(([deal]) => number(`${deal}.concentration`)),
    poolSpread: number('poolSpread'),
    marketPassThrough: number('marketPassThrough'),
    cashFlowVolatility: number('cashFlowVolatility'),
    cashFlowHalfLife: number('cashFlowHalfLife'),
    activityLoading: number('activityLoading'),
    softwareLoading: number('softwareLoading'),
    softwareShortfall: number('softwareShortfall'),
    otherShortfall: number('otherShortfall'),
    leastCoverage: number('leastCoverage'),
    largestLoanToValue: number('largestLoanToValue'),
    testDays: number('testDays'),
    cureDays: number('cureDays'),
    graceDays: number('graceDays'),
    largestLoan: number('largestLoan'),
    buyersCash: number('buyersCash'),
    buyersHalfLife: number('buyersHalfLife'),
    entrySpeed: number('entrySpeed'),
    readiness: column('readiness'),
    failures: column('failures'),
    startRate: column('startRate'),
    poolRate: column('poolRate'),
    saleDiscount: number('saleDiscount'),
    policyRate: world.scalars.handle('policyRate'),
    privateCreditRate: world.scalars.handle('privateCreditRate'),
    loanRate: world.scalars.handle('loanRate'),
    activity: world.scalars.handle('activity'),
    newsScale: world.parameters.handle('news.scale'),
  };
});

/** Names of the series, put together once. */
const SERIES = {
  debt: `${KIND}.debt`,
  coverage: `${KIND}.coverage`,
  capitalised: `${KIND}.capitalised`,
  inBreach: `${KIND}.inBreach`,
  defaults: `${KIND}.defaults`,
  lost: `${KIND}.lost`,
  recovery: `${KIND}.recovery`,
} as const;
const SPREADS = DEALS.map(([deal]) => `${KIND}.spread.${deal}`);

export const privateBorrowers: AgentKind = {
  name: KIND,
  label: 'Private borrowers',
  meaning:
    "vehicles of the essays' deals, software and other firms that borrow from private-credit funds and banks",
  rows: ROWS,
  parameters: PARAMETERS,
  columns: [
    table('principal', '$bn', 'owed'),
    table('spread', 'per year', 'spread over the policy rate'),
    table('maturity', 'tick', 'last tick'),
    rowColumn(`${KIND}.startCashFlow`, '$bn/yr', 'cash flow at the start'),
    rowColumn(`${KIND}.cashFlow`, '$bn/yr', 'cash flow before debt service'),
    rowColumn(`${KIND}.news`, 'ln', 'own news on log cash flow that has not faded'),
    rowColumn(`${KIND}.usualCash`, '$bn', 'deposits at the start'),
    rowColumn(`${KIND}.fairSpread`, 'per year', 'spread of a new loan over the policy rate'),
    rowColumn(`${KIND}.margin`, 'per year', 'mean spread of loans of funds less that of the pool'),
    rowColumn(`${KIND}.bankMargin`, 'per year', 'rate of loans of banks less that of bank loans'),
    rowColumn(`${KIND}.mark`, 'ratio', 'fair mark of its loans, share of face'),
    rowColumn(`${KIND}.state`, 'state', 'sound 0, accelerated 1, gone 2'),
    rowColumn(`${KIND}.unpaid`, '$bn', 'interest and principal due and not paid today'),
    rowColumn(`${KIND}.missedTicks`, 'ticks', 'ticks since a payment was missed'),
    rowColumn(`${KIND}.breachTicks`, 'ticks', 'ticks since a covenant was breached'),
    rowColumn(`${KIND}.readiness`, 'ratio', 'how far founders are who would take the place of a failed firm'),
    singleColumn(`${KIND}.failures`, 'count', 'borrowers that have defaulted so far'),
    singleColumn(`${KIND}.startRate`, 'per year', 'rate of the average new loan at the start'),
    singleColumn(`${KIND}.poolRate`, 'per year', 'rate of the average new loan'),
    singleColumn(`${KIND}.buyers`, '$bn', 'cash of buyers of defaulted firms'),
    singleColumn(`${KIND}.defaulted`, '$bn', 'debt in default so far'),
    singleColumn(`${KIND}.lost`, '$bn', 'debt lost by lenders so far'),
    {
      name: `${KIND}.pool`,
      unit: 'ratio',
      meaning: 'leverage, coverage, concentration of the average',
      length: 3,
    },
    leaseColumn('leaseRent', '$bn/yr', 'rent agreed'),
    leaseColumn('leasedDebt', '$bn', 'debt of the vehicle at the start'),
    leaseColumn('leasePaid', '$bn', 'rent paid in this tick'),
    {
      name: `${KIND}.capitalised`,
      unit: '$bn',
      meaning: 'interest of the tick added to debt, by lender',
      length: LENDERS,
    },
  ],
  series: [
    recorded(`${KIND}.debt`, '$bn', 'stock', 'debt to private-credit funds and banks, at face'),
    recorded(`${KIND}.coverage`, 'ratio', 'index', 'cash flow of all over their debt service'),
    recorded(`${KIND}.capitalised`, '$bn', 'flow', 'interest of the tick added to debt instead of paid'),
    recorded(`${KIND}.inBreach`, '$bn', 'stock', 'debt of borrowers in breach or with a payment missed'),
    recorded(`${KIND}.defaults`, 'count', 'count', 'borrowers that have defaulted so far'),
    recorded(`${KIND}.lost`, '$bn', 'stock', 'debt lost by lenders in defaults so far'),
    recorded(`${KIND}.recovery`, 'ratio', 'index', 'share recovered of debt in default so far; 1 without'),
    ...DEALS.map(([deal]) =>
      recorded(
        `${KIND}.spread.${deal}`,
        'per year',
        'rate',
        `spread of a new loan of ${deal} over the policy rate`,
      ),
    ),
  ],
  endow,
  obligations(world) {
    const { buyers } = own(world);
    buyers[0] += world.speed(own(world).buyersHalfLife.now) * (own(world).buyersCash.now - buyers[0]);
    own(world).capitalised.fill(0);
    for (let i = 0; i < ROWS; i++) {
      if (stateOf(world, i) === GONE) {
        if (i >= DEALS.length) enter(world, i);
        continue;
      }
      earn(world, i);
      serve(world, i);
      if (stateOf(world, i) === SOUND) useSurplus(world, i);
    }
  },
  settle(world) {
    borrowAnew(world);
    liquidate(world);
  },
  marks(world) {
    for (let i = 0; i < ROWS; i++) if (stateOf(world, i) === SOUND) testCovenants(world, i);
    setRates(world);
  },
  contracts(world, add) {
    const names = DEALS.map(([deal]) => deal);
    addPrivateLoans(world, names, add);
    addLeases(world, add);
  },
  record(world, write) {
    const { cashFlow, capitalised, defaulted, lost, fairSpread } = own(world);
    const sums = { service: 0, debt: 0, cashFlow: 0, inBreach: 0, capitalised: 0 };
    for (let i = 0; i < ROWS; i++) {
      const owed = owedBy(world, i);
      sums.service += serviceOf(world, i);
      sums.debt += owed;
      sums.cashFlow += cashFlow[i];
      if (inTrouble(world, i)) sums.inBreach += owed;
    }
    for (let lender = 0; lender < LENDERS; lender++) sums.capitalised += capitalised[lender];
    write(SERIES.debt, sums.debt);
    write(SERIES.coverage, sums.service > 0 ? sums.cashFlow / sums.service : 0);
    write(SERIES.capitalised, sums.capitalised);
    write(SERIES.inBreach, sums.inBreach);
    write(SERIES.defaults, own(world).failures[0]);
    write(SERIES.lost, lost[0]);
    write(SERIES.recovery, defaulted[0] > 0 ? 1 - lost[0] / defaulted[0] : 1);
    for (let i = 0; i < DEALS.length; i++) write(SPREADS[i], fairSpread[i]);
  },
};

function table(name: string, unit: string, meaning: string) {
  return {
    name: `${KIND}.${name}`,
    unit,
    meaning: `${meaning}, [borrower × lender]`,
    length: ROWS * LENDERS,
  };
}

function leaseColumn(name: string, unit: string, meaning: string) {
  return { name: `${KIND}.${name}`, unit, meaning: `${meaning}, [lease]`, length: DEALS.length };
}

function number(world: World, name: string): number {
  return world.parameters.number(`${KIND}.${name}`);
}

function isSoftware(i: number): boolean {
  return i >= DEALS.length && i < DEALS.length + SOFTWARE;
}

function rowOf(world: World, i: number): number {
  return own(world).first + i;
}

function deposits(world: World, i: number): number {
  return world.ledger.position(rowOf(world, i), own(world).deposits);
}

function stateOf(world: World, i: number): number {
  return own(world).state[i];
}

function inTrouble(world: World, i: number): boolean {
  return own(world).missedTicks[i] > 0 || own(world).breachTicks[i] > 0;
}

function amortisation(world: World, i: number): number {
  return own(world).amortisation[i].now;
}

function endow(world: World): void {
  world.scalars.set('privateCreditRate', own(world).policyRate.now + own(world).poolSpread.now);
  for (const [i, [deal]] of DEALS.entries()) {
    openContracts(world, i, number(world, `${deal}.privateCreditLoans`), number(world, `${deal}.bankLoans`));
    const service = own(world).privateCreditRate.now + amortisation(world, i);
    const rent = number(world, `${deal}.coverage`) * service * owedBy(world, i);
    own(world).startCashFlow[i] = rent;
    own(world).leaseRent[i] = rent;
    own(world).leasedDebt[i] = owedBy(world, i);
  }
  openFirms(world, DEALS.length, SOFTWARE, world.parameters.number('opening.privateBorrowers.software'));
  openFirms(
    world,
    DEALS.length + SOFTWARE,
    OTHERS,
    world.parameters.number('opening.privateBorrowers.otherFirms'),
  );
  for (let i = 0; i < ROWS; i++) {
    const cash = number(world, 'cashShare') * owedBy(world, i);
    postOpening(world, rowOf(world, i), 'deposits', cash);
    own(world).usualCash[i] = cash;
    own(world).cashFlow[i] = own(world).startCashFlow[i];
  }
  own(world).buyers[0] = own(world).buyersCash.now;
  const rows = Array.from({ length: ROWS }, (_, i) => i);
  const pool = averageIssuer(
    rows.map((i) => ownState(world, i)),
    rows.map((i) => owedBy(world, i)),
  );
  own(world).pool.set([pool.leverage, pool.coverage, pool.concentration]);
  setFairSpreads(world);
  own(world).startRate[0] = own(world).poolRate[0];
  for (let i = 0; i < ROWS; i++)
    for (let lender = 0; lender < LENDERS; lender++)
      own(world).spread[contractOf(i, lender)] = own(world).fairSpread[i];
  setRates(world);
}

/** Debts of firms from a heavy-tailed law, leverage around its mean; the more a firm owes for its cash flow, the dearer. */
function openFirms(world: World, first: number, count: number, total: number): void {
  const sizes = world.random('private borrowers sizes');
  const leverages = world.random('private borrowers leverage');
  const size = (i: number): number => paretoSize(sizes.uniform(i, 0), number(world, 'sizeExponent'));
  let all = 0;
  for (let i = first; i < first + count; i++) all += size(i);
  for (let i = first; i < first + count; i++) {
    openContracts(world, i, (total * size(i)) / all, 0);
    const draw = Math.max(-LARGEST_DRAW, Math.min(LARGEST_DRAW, leverages.normal(i, 0)));
    const leverage = number(world, 'leverage') * exp(number(world, 'leverageDispersion') * draw);
    own(world).startCashFlow[i] = owedBy(world, i) / leverage;
  }
}

/** Each loan is shared by several funds, large and small ones; maturities are spread over the tenor. */
function openContracts(world: World, i: number, fromFunds: number, fromBanks: number): void {
  const stream = world.random('private borrowers lenders');
  const weights = Array.from(
    { length: PRIVATE_FUNDS },
    (_, lender) =>
      exp(number(world, 'lenderDispersion') * stream.normal(contractOf(i, lender), 0)) / (1 + lender),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const principal = own(world).principal;
  for (let lender = 0; lender < PRIVATE_FUNDS; lender++)
    principal[contractOf(i, lender)] = (fromFunds * weights[lender]) / all;
  principal[contractOf(i, BANKS)] = fromBanks;
  postOpening(world, rowOf(world, i), 'privateCreditLoans', -fromFunds);
  postOpening(world, rowOf(world, i), 'bankLoans', -fromBanks);
  // Deals of the essays are new; firms are somewhere in the life of their loans.
  const left = i < DEALS.length ? 1 : ((i - DEALS.length) % OTHERS) / OTHERS + 0.5 / OTHERS;
  const ticks = Math.ceil(left * own(world).tenor[i].now * world.ticksPerYear);
  for (let lender = 0; lender < LENDERS; lender++) own(world).maturity[contractOf(i, lender)] = ticks;
}

/** What comes in: the lease that the tenant has paid, or the cash flow of a firm, out of the real economy. */
function earn(world: World, i: number): void {
  const { cashFlow, startCashFlow, leasePaid, economy, operatingIncome } = own(world);
  if (i < DEALS.length) {
    cashFlow[i] = leasePaid[i] / world.dt;
    return;
  }
  cashFlow[i] = startCashFlow[i] * newsOf(world, i);
  world.payments.pay(economy, rowOf(world, i), cashFlow[i] * world.dt, operatingIncome);
}

/** Cash flow of a firm over its start, with news of its own. */
function newsOf(world: World, i: number): number {
  const { news, cashFlowHalfLife, cashFlowVolatility, newsScale } = own(world);
  const draw = world.random('private borrowers news').normal(i, world.tick);
  news[i] -= world.speed(cashFlowHalfLife.now) * news[i];
  news[i] += cashFlowVolatility.now * newsScale.now * Math.sqrt(world.dt) * draw;
  return demandFor(world, i, news[i]);
}

/** Cash flow of a firm over its start: own news, activity, and demand for its software. */
function demandFor(world: World, i: number, news: number): number {
  const { demand } = world;
  let log = news + own(world).activityLoading.now * own(world).activity.now;
  const { softwareEquity, valueEquity } = own(world);
  const lead = demand.earnings[softwareEquity] - demand.earnings[valueEquity];
  if (isSoftware(i)) log += own(world).softwareLoading.now * lead;
  const { softwareShortfall, otherShortfall } = own(world);
  return exp(log) * (1 - (isSoftware(i) ? softwareShortfall : otherShortfall).now);
}

/** Founders buy a firm like the one that failed when it is worth more, at the rates of today, than it was at the start. */
function enter(world: World, i: number): void {
  const { readiness, life, startRate, poolRate, startCashFlow, entrySpeed } = own(world);
  const cost = rentalValue(1, life[i].now, 0, startRate[0]);
  const value = rentalValue(demandFor(world, i, 0), life[i].now, 0, Math.max(poolRate[0], 0));
  readiness[i] = entryReadiness(readiness[i], value, cost, entrySpeed.now, world.dt);
  if (readiness[i] >= 1 && startCashFlow[i] > 0) setUp(world, i);
}

/** Founders, who are part of the real economy, pay in its cash; debt comes from funds that have money to lend. */
function setUp(world: World, i: number): void {
  const { readiness, state, usualCash, economy, dividends } = own(world);
  world.payments.pay(economy, rowOf(world, i), usualCash[i], dividends);
  readiness[i] = 0;
  state[i] = SOUND;
  world.events.add('entry', KIND, rowOf(world, i), 'privateCreditLoans', usualCash[i]);
}

/** Value of the firm, or of what secures the loan: cash flow that fades over its life, at the rate of a new loan. */
function worthOf(world: World, i: number): number {
  const rate = own(world).policyRate.now + own(world).fairSpread[i];
  return rentalValue(own(world).cashFlow[i], own(world).life[i].now, 0, Math.max(rate, 0));
}

/** Debt that lenders bear. */
function lendersLimit(world: World, i: number): number {
  return own(world).largestLoanToValue.now * worthOf(world, i);
}

/** Interest that deposits do not cover is added to the debt; what falls due is rolled over, paid, or missed. */
function serve(world: World, i: number): void {
  const short = Math.max(-deposits(world, i), 0);
  const agreed = refinanced(short, owedBy(world, i) + short, lendersLimit(world, i), !inTrouble(world, i));
  if (short > 0) capitalise(world, i, short);
  const open = stateOf(world, i) === SOUND && !inTrouble(world, i);
  const missed = short - agreed + repayDue(world, i, open);
  countMissed(world, i, missed);
}

/** Unpaid interest becomes principal at those to whom it was due. */
function capitalise(world: World, i: number, amount: number): void {
  const principal = own(world).principal;
  const owed = owedBy(world, i);
  const parts = Array.from({ length: LENDERS }, (_, lender) => principal[contractOf(i, lender)] / owed);
  for (const [lender, part] of parts.entries()) {
    if (!(part > 0)) continue;
    lend(world, i, lender, amount * part);
    own(world).capitalised[lender] += amount * part;
  }
}

/** Principal due, contract by contract: rolled over by lenders who are willing, else paid in cash. Returns what is missed. */
function repayDue(world: World, i: number, open: boolean): number {
  const { principal, maturity, refuses } = own(world);
  const rate = amortisation(world, i);
  let missed = 0;
  for (let lender = 0; lender < LENDERS; lender++) {
    const k = contractOf(i, lender);
    if (!(principal[k] > 0)) continue;
    const ended = world.tick >= maturity[k];
    const { amortisation: part, balloon } = loanPayment(principal[k], 0, rate, world.dt, ended);
    const due = part + balloon;
    if (!(due > 0)) continue;
    const willing = open && (lender === BANKS || refuses[lender] === 0);
    const rolled = refinanced(due, owedBy(world, i), lendersLimit(world, i), willing);
    const paid = Math.min(due - rolled, Math.max(deposits(world, i), 0));
    renew(world, i, lender, rolled, principal[k] - due);
    lend(world, i, lender, -paid);
    missed += due - rolled - paid;
    if (balloon > 0 && rolled > 0)
      world.events.add('refinanced', KIND, rowOf(world, i), instrumentOf(lender), rolled);
  }
  return missed;
}

function instrumentOf(lender: number): string {
  return lender === BANKS ? 'bankLoans' : 'privateCreditLoans';
}

/** What is rolled over carries the spread of today; a contract that has ended begins anew. */
function renew(world: World, i: number, lender: number, rolled: number, old: number): void {
  if (!(rolled > 0)) return;
  const k = contractOf(i, lender);
  const spread = own(world).spread;
  spread[k] = blendedRate(old, spread[k], rolled, own(world).fairSpread[i]);
  if (world.tick < own(world).maturity[k]) return;
  const tenor = own(world).tenor[i].now * world.ticksPerYear;
  own(world).maturity[k] = world.tick + Math.ceil(tenor);
}

function countMissed(world: World, i: number, missed: number): void {
  const ticks = own(world).missedTicks;
  const row = rowOf(world, i);
  own(world).unpaid[i] = missed;
  if (missed > ROUNDING) {
    if (ticks[i] === 0) world.events.add('missed payment', KIND, row, 'privateCreditLoans', missed);
    ticks[i] += 1;
  } else {
    if (ticks[i] > 0) world.events.add('payment made up', KIND, row, 'privateCreditLoans', ticks[i]);
    ticks[i] = 0;
  }
}

/** Cash above the usual cures a breach, or goes to the owners, who are part of the real economy. */
function useSurplus(world: World, i: number): void {
  const spare = deposits(world, i) - own(world).usualCash[i];
  if (!(spare > 0)) return;
  if (!inTrouble(world, i)) {
    world.payments.pay(rowOf(world, i), own(world).economy, spare, own(world).dividends);
    return;
  }
  const wanted = Math.min(spare, cure(debtState(world, i), covenants(world)));
  const principal = own(world).principal;
  const owed = owedBy(world, i);
  const parts = Array.from({ length: LENDERS }, (_, lender) => principal[contractOf(i, lender)] / owed);
  for (const [lender, part] of parts.entries()) lend(world, i, lender, -wanted * part);
}

/** Funds lend what they have to spare to sound firms with room, which pay it to their owners. */
function borrowAnew(world: World): void {
  const { lendable, lendingLimit, room } = own(world);
  if (!lendable.some((money) => money > ROUNDING)) return;
  for (let i = DEALS.length; i < ROWS; i++)
    lendingLimit[i] =
      stateOf(world, i) === SOUND && !inTrouble(world, i)
        ? own(world).largestLoan.now * worthOf(world, i)
        : Number.NEGATIVE_INFINITY;
  for (let lender = 0; lender < PRIVATE_FUNDS; lender++) {
    if (!(lendable[lender] > ROUNDING)) continue;
    let all = 0;
    for (let i = DEALS.length; i < ROWS; i++) {
      room[i] = Math.max(lendingLimit[i] - owedBy(world, i), 0);
      all += room[i];
    }
    const amount = Math.min(lendable[lender], all);
    for (let i = DEALS.length; i < ROWS; i++)
      if (room[i] > 0) borrow(world, i, lender, (amount * room[i]) / all);
  }
}

function borrow(world: World, i: number, lender: number, amount: number): void {
  const old = own(world).principal[contractOf(i, lender)];
  lend(world, i, lender, amount);
  renew(world, i, lender, amount, old);
  world.payments.pay(rowOf(world, i), own(world).economy, amount, own(world).dividends);
}

function covenants(world: World): Covenants {
  return { coverage: own(world).leastCoverage.now, loanToValue: own(world).largestLoanToValue.now };
}

function debtState(world: World, i: number): DebtState {
  const debt = owedBy(world, i);
  const spread = meanOver(world, i, own(world).spread, 0, LENDERS, 0);
  return {
    cashFlow: own(world).cashFlow[i],
    interest: (own(world).policyRate.now + spread) * debt,
    amortisation: amortisation(world, i) * debt,
    debt,
    secured: debt,
    collateral: worthOf(world, i),
  };
}

/** Interest and scheduled amortisation, $bn a year. */
function serviceOf(world: World, i: number): number {
  const debt = owedBy(world, i);
  const spread = meanOver(world, i, own(world).spread, 0, LENDERS, 0);
  return (own(world).policyRate.now + spread) * debt + amortisation(world, i) * debt;
}

function testCovenants(world: World, i: number): void {
  const { events } = world;
  const row = rowOf(world, i);
  const breaches = own(world).breachTicks;
  if ((world.tick + i) % world.ticks(own(world).testDays.now) === 0) {
    const state = debtState(world, i);
    const breach = breachOf(state, covenants(world));
    const coverage = Math.min(debtServiceCoverage(state), 100);
    if (breach === 'none' && breaches[i] > 0)
      events.add('covenant cured', KIND, row, 'privateCreditLoans', breaches[i]);
    if (breach !== 'none' && breaches[i] === 0) events.add('covenant breach', KIND, row, breach, coverage);
    breaches[i] = breach === 'none' ? 0 : Math.max(breaches[i], 1);
  }
  if (breaches[i] > 0) breaches[i] += 1;
  const late =
    breaches[i] > patience(world, i) || own(world).missedTicks[i] > world.ticks(own(world).graceDays.now);
  if (!late) return;
  own(world).state[i] = ACCELERATED;
  events.add('acceleration', KIND, row, 'privateCreditLoans', owedBy(world, i));
}

/** Ticks that lenders of this borrower let a breach last. */
function patience(world: World, i: number): number {
  const draw = 0.5 + world.random('private borrowers patience').uniform(i, 0);
  return world.ticks(draw * own(world).cureDays.now);
}

/** Firms accelerated yesterday are sold together to buyers with so much cash; lenders share what it brings. */
function liquidate(world: World): void {
  const buyers = own(world).buyers;
  let supply = 0;
  for (let i = 0; i < ROWS; i++) if (stateOf(world, i) === ACCELERATED) supply += worthOf(world, i);
  const share = saleShare(supply, buyers[0], own(world).saleDiscount.now);
  for (let i = 0; i < ROWS; i++) {
    if (stateOf(world, i) !== ACCELERATED) continue;
    const price = share * worthOf(world, i);
    buyers[0] -= price;
    world.payments.pay(world.rowOf('realEconomy'), rowOf(world, i), price, world.flow('capitalExpenditure'));
    windUp(world, i);
  }
}

/** Lenders of all ranks alike are paid out of the sale and the cash; the rest of each claim is lost. */
function windUp(world: World, i: number): void {
  const { events, payments } = world;
  const row = rowOf(world, i);
  const debt = owedBy(world, i);
  const { secured, rate } = recover(deposits(world, i), debt, 0);
  events.add('default', KIND, row, 'privateCreditLoans', debt);
  events.add('recovery', KIND, row, 'rate', rate);
  for (let lender = 0; lender < LENDERS; lender++) {
    const claim = own(world).principal[contractOf(i, lender)];
    lend(world, i, lender, -rate * claim);
    writeOff(world, i, lender, claim - rate * claim);
    const [kind, at] = lender === BANKS ? ['banks', 0] : [FUNDS, lender];
    if (claim - rate * claim > ROUNDING)
      events.add(
        'loss',
        kind as string,
        world.rowOf(kind as string) + (at as number),
        instrumentOf(lender),
        claim - rate * claim,
      );
  }
  payments.pay(row, world.rowOf('realEconomy'), deposits(world, i), world.flow('dividends'));
  own(world).defaulted[0] += debt;
  own(world).lost[0] += debt - secured;
  for (const name of ['cashFlow', 'margin', 'bankMargin', 'unpaid', 'missedTicks', 'breachTicks', 'news'])
    world.column(`${KIND}.${name}`)[i] = 0;
  for (let lender = 0; lender < LENDERS; lender++) {
    own(world).principal[contractOf(i, lender)] = 0;
    own(world).maturity[contractOf(i, lender)] = 0;
  }
  own(world).failures[0] += 1;
  own(world).state[i] = GONE;
}

/** How a borrower stands by itself: debt and interest against the cash flow that is left when it keeps up its assets. */
function ownState(world: World, i: number): IssuerState {
  const rate = own(world).privateCreditRate.now;
  const cashFlow = own(world).cashFlow[i];
  const kept = Math.max(rate * rentalValue(cashFlow, own(world).life[i].now, 0, rate), LEAST_CASH_FLOW);
  const debt = owedBy(world, i);
  return {
    leverage: debt / kept,
    coverage: kept / Math.max(rate * debt, LEAST_CASH_FLOW),
    concentration: i < DEALS.length ? own(world).concentration[i].now : 0,
  };
}

/**
 * Where a hyperscaler's rent carries the loan, lenders ask what its bonds pay over Treasury bonds, and more for what cannot
 * be sold again.
 */
function tenantSpread(world: World, tenant: number): number {
  const { yield: yields } = world.demand;
  const { aiBonds, treasuryBonds, concession, vehiclePremium } = own(world);
  return Math.max(yields[aiBonds] - yields[treasuryBonds] + concession[tenant] + vehiclePremium.now, 0);
}

/** Without a tenant of that rank: the pool's spread, moved by the high-yield market, times what sets a borrower apart from the pool. */
function setFairSpreads(world: World): void {
  const { demand, parameters } = world;
  const [leverage, coverage, concentration] = own(world).pool;
  const average = { leverage, coverage, concentration };
  const elasticities = {
    leverage: parameters.number('hyperscalers.concessionLeverage'),
    coverage: parameters.number('hyperscalers.concessionCoverage'),
    concentration: parameters.number('hyperscalers.concessionConcentration'),
  };
  const highYield = world.instrument('highYieldBonds');
  const widened =
    demand.yield[highYield] - demand.yield[0] - (demand.startYield[highYield] - demand.startYield[0]);
  const base = Math.max(own(world).poolSpread.now + own(world).marketPassThrough.now * widened, 0);
  own(world).poolRate[0] = own(world).policyRate.now + base;
  for (let i = 0; i < ROWS; i++) {
    if (stateOf(world, i) === GONE) continue;
    // Where the rent does not come, lenders look at the site alone.
    const tenant = i < DEALS.length && !inTrouble(world, i) ? DEALS[i][1] : -1;
    own(world).fairSpread[i] =
      tenant >= 0
        ? tenantSpread(world, tenant)
        : base + issuerConcession(ownState(world, i), average, elasticities, base);
  }
}

/** Rates of the next tick, and what loans are worth today. */
function setRates(world: World): void {
  const { scalars } = world;
  const { spread, principal, margin, bankMargin, poolSpread } = own(world);
  const pool = poolSpread.now;
  scalars.set('privateCreditRate', own(world).policyRate.now + pool);
  setFairSpreads(world);
  for (let i = 0; i < ROWS; i++) {
    if (stateOf(world, i) === GONE) continue;
    margin[i] = meanOver(world, i, spread, 0, PRIVATE_FUNDS, pool) - pool;
    const atBanks = meanOver(world, i, spread, BANKS, LENDERS, 0);
    const lent = principal[contractOf(i, BANKS)] > 0;
    bankMargin[i] = lent ? atBanks + own(world).policyRate.now - own(world).loanRate.now : 0;
    own(world).mark[i] = markOf(world, i);
  }
}

/** Who is accelerated is worth what its sale would bring, everybody else the spread that the loan still earns. */
function markOf(world: World, i: number): number {
  const debt = owedBy(world, i);
  if (stateOf(world, i) === ACCELERATED)
    return debt > 0 ? Math.min(((1 - own(world).saleDiscount.now) * worthOf(world, i)) / debt, 1) : 1;
  const spread = meanOver(world, i, own(world).spread, 0, LENDERS, 0);
  const left = meanOver(world, i, own(world).maturity, 0, LENDERS, world.tick) - world.tick;
  const years = meanLife(left * world.dt, amortisation(world, i));
  return loanMark(spread, own(world).fairSpread[i], years);
}

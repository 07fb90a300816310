/**
 * Neoclouds: firms that rent out computing capacity bought with debt secured on it (model section 6).
 *
 * Each owns chips by year of purchase. Rents fade over the economic life, books over the assumed one. Debt service and
 * capex are paid from rents, then from loans as far as collateral on the assumed life allows, then by owners. Loans
 * amortise and end in a balloon, which lenders roll over or not. Who misses a payment or breaches a covenant and does
 * not cure it is accelerated: its chips are seized and auctioned, and what is not recovered is destroyed in the pool.
 */
import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { postOpening } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';
import { exp, ln } from '../src/maths/elementary.js';
import {
  contractedRent,
  deflated,
  fadedShare,
  fleetRent,
  generationRent,
  scarcityFactor,
} from '../src/mechanisms/compute-rent.js';
import { averageIssuer, issuerConcession } from '../src/mechanisms/credit-spread.js';
import {
  breachOf,
  type Covenants,
  cure,
  type DebtState,
  debtServiceCoverage,
  loanToValue,
} from '../src/mechanisms/debt-covenants.js';
import { destroyedShare, recover } from '../src/mechanisms/default-recovery.js';
import { type FleetBuyer, sellFleet } from '../src/mechanisms/fleet-sale.js';
import { hiddenLoss, rentalValue, straightLineValue } from '../src/mechanisms/fleet-value.js';
import { blendedRate, loanPayment, refinanced, refinancingRate } from '../src/mechanisms/loan-schedule.js';

const KIND = 'neoclouds';
const FIRMS = ['coreweave', 'crusoe', 'nebius', 'lambda', 'iren', 'nscale', 'fluidstack'];
const POOL = 'aiInfrastructureDebt';
/** Years of purchase that are kept apart; what is older joins the next one. */
const VINTAGES = 16;
/** Years of issue that are kept apart: more than the longest tenor. */
const LOANS = 12;
/** What a firm can be. */
const SOUND = 0;
const ACCELERATED = 1;
const GONE = 2;
/** Kinds that may hold the debt, for the story of a loss. */
const HOLDERS = ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers', 'realEconomy'];
/** Cash flow of a borrower without any, $bn a year: ratios stay finite. */
const LEAST_CASH_FLOW = 1e-3;
/** $bn: less is rounding. */
const ROUNDING = 1e-9;

function firmParameters(firm: string): ParameterDeclaration[] {
  const name = (figure: string): string => `neoclouds.${firm}.${figure}`;
  return [
    fixed(name(POOL), '$bn', [0, 500], `debt of ${firm} secured on chips at the start`),
    fixed(name('deposits'), '$bn', [0, 500], `deposits of ${firm} at the start`),
    fixed(name('capitalExpenditure'), '$bn/yr', [0, 500], `capex of ${firm} at the start`),
    fixed(name('contractShare'), 'ratio', [0, 1], `share of the capacity of ${firm} under contract`),
    fixed(
      name('concentration'),
      'ratio',
      [0, 1],
      `share of the revenue of ${firm} from its largest customer`,
    ),
    fixed(name('tenor'), 'years', [1, 10], `years from issue to maturity of the loans of ${firm}`),
  ];
}

const PARAMETERS: ParameterDeclaration[] = [
  ...FIRMS.flatMap(firmParameters),
  scheduled('neoclouds.capexGrowth', 'per year', [-20, 5], 'growth of planned capex'),
  scheduled(
    'neoclouds.rentDeflation',
    'per year',
    [-20, 50],
    'fall of the rents of all chips, beside the fading of generations; negative: a rebound',
  ),
  fixed('neoclouds.rentYield', 'per year', [0, 3], 'rent of new chips over their price'),
  fixed(
    'neoclouds.operatingCost',
    'per year',
    [0, 3],
    'power and running costs of new chips over their price',
  ),
  fixed('neoclouds.scarcityElasticity', 'ratio', [0, 3], 'elasticity of rents to demand over capacity'),
  fixed(
    'neoclouds.contractHalfLife',
    'days',
    [1, 5000],
    'half-life with which contracted rents follow the market',
  ),
  fixed('neoclouds.economicLife', 'years', [0.5, 30], 'life over which rents of a generation fade'),
  fixed('neoclouds.assumedLife', 'years', [0.5, 15], 'life over which books and lenders write chips off'),
  fixed('neoclouds.capitalGrowthHistory', 'per year', [0, 3], 'growth of capex before the start'),
  fixed('neoclouds.advanceRate', 'ratio', [0, 1], 'largest part of new chips that is lent'),
  fixed('neoclouds.equityShare', 'ratio', [0, 1], 'largest part of new chips that owners pay'),
  fixed('neoclouds.amortisedShare', 'ratio', [0, 1], 'part of a loan due before maturity'),
  scheduled('neoclouds.leastCoverage', 'ratio', [0, 10], 'covenant: least cash flow over debt service'),
  fixed(
    'neoclouds.largestLoanToValue',
    'ratio',
    [0.05, 5],
    'covenant: largest debt over chips on the assumed life',
  ),
  fixed('neoclouds.cureDays', 'days', [1, 1000], 'time to cure a breach before acceleration'),
  fixed('neoclouds.graceDays', 'days', [1, 1000], 'time to make up for a missed payment before acceleration'),
  fixed('neoclouds.cashFloorShare', 'ratio', [0, 1], 'share of usual cash that bidders keep'),
  fixed('neoclouds.powerReserve', 'ratio', [0, 5], 'kilowatts free over those in use'),
  scheduled(
    'neoclouds.outsideCash',
    '$bn',
    [0, 1000],
    'cash of other bidders for seized chips, each auction',
  ),
  scheduled(
    'neoclouds.outsideRoom',
    '$bn',
    [0, 1000],
    'chips, at the price of new ones, that they can power',
  ),
  fixed('neoclouds.outsideReturn', 'per year', [0, 1], 'return that they want beyond that of neoclouds'),
  fixed(
    'neoclouds.scrapValue',
    'ratio',
    [0, 0.5],
    'scrap value over the price of a new chip of the same capacity',
  ),
  fixed(
    'neoclouds.learning',
    'ratio',
    [0, 50],
    'part of the gap between assumed and economic life that lenders learn for each share of capacity seized',
  ),
  fixed('neoclouds.defaultHalfLife', 'days', [5, 5000], 'half-life with which lenders forget defaults'),
];

export const neoclouds: AgentKind = {
  name: KIND,
  label: 'Neoclouds',
  meaning: 'CoreWeave and six others that rent out chips bought with secured debt',
  rows: FIRMS.length,
  parameters: PARAMETERS,
  columns: [
    table('neoclouds.cost', '$bn', 'price paid for chips, by year of purchase', VINTAGES),
    table('neoclouds.capacity', '$bn', 'price of new chips that would earn as much, by year', VINTAGES),
    table('neoclouds.principal', '$bn', 'loans by year of issue', LOANS),
    table('neoclouds.spread', 'per year', 'their spread over the pool', LOANS),
    table('neoclouds.maturity', 'tick', 'their last tick', LOANS),
    rowColumn('neoclouds.plan', '$bn/yr', 'planned capex'),
    rowColumn('neoclouds.toPay', '$bn', 'capex of this tick'),
    rowColumn('neoclouds.running', '$bn/yr', 'power and running costs of the chips'),
    rowColumn('neoclouds.contracted', 'ratio', 'mean contracted rent over the rent at the start'),
    rowColumn('neoclouds.loanSpread', 'per year', 'mean spread of the loans over the pool'),
    rowColumn('neoclouds.concession', 'per year', 'spread of a new loan over the pool'),
    rowColumn('neoclouds.cashFlow', '$bn/yr', 'rents less running costs'),
    rowColumn('neoclouds.usualCash', '$bn', 'deposits at the start'),
    rowColumn('neoclouds.state', 'state', 'sound 0, accelerated 1, gone 2'),
    rowColumn('neoclouds.unpaid', '$bn', 'principal due and not paid'),
    rowColumn('neoclouds.missedTicks', 'ticks', 'ticks since a payment was missed'),
    rowColumn('neoclouds.breachTicks', 'ticks', 'ticks since a covenant was breached'),
    singleColumn('neoclouds.rentIndex', 'ratio', 'price of computing over its start, without scarcity'),
    singleColumn(
      'neoclouds.marketRent',
      'ratio',
      'market rent of this tick over its start, for the age of chips',
    ),
    singleColumn('neoclouds.startCapacity', '$bn', 'capacity of all at the start'),
    singleColumn('neoclouds.startLeverage', 'years', 'debt over cash flow of all at the start'),
    singleColumn('neoclouds.lenderLife', 'years', 'life of chips that lenders believe in'),
    singleColumn('neoclouds.defaulted', '$bn', 'debt in default so far'),
    singleColumn('neoclouds.destroyed', '$bn', 'pool units destroyed so far'),
    {
      name: 'neoclouds.pool',
      unit: 'ratio',
      meaning: 'leverage, coverage, concentration of the average',
      length: 3,
    },
    { name: 'neoclouds.day', unit: '$bn', meaning: 'defaulted and destroyed in this tick', length: 2 },
  ],
  series: [
    recorded('neoclouds.capacity', '$bn', 'stock', 'chips, at the price of new ones that earn as much'),
    recorded('neoclouds.bookValue', '$bn', 'stock', 'chips on the life that lenders believe in'),
    recorded(
      'neoclouds.hiddenLoss',
      '$bn',
      'stock',
      'what lenders count of chips beyond the value of their rents',
    ),
    recorded('neoclouds.debt', '$bn', 'stock', 'debt secured on chips, at face'),
    recorded('neoclouds.cashFlow', '$bn/yr', 'flow', 'rents less running costs'),
    recorded('neoclouds.rent', 'ratio', 'index', 'market rent of a generation over its start, for its age'),
    recorded('neoclouds.lenderLife', 'years', 'stock', 'life of chips that lenders believe in'),
    recorded('neoclouds.defaults', 'count', 'count', 'firms that have defaulted so far'),
    recorded('neoclouds.destroyed', '$bn', 'stock', 'debt destroyed by defaults so far, at face'),
    recorded(
      'neoclouds.recovery',
      'ratio',
      'index',
      'share recovered of all debt in default so far; 1 without',
    ),
    ...FIRMS.flatMap((firm) => [
      recorded(
        `neoclouds.coverage.${firm}`,
        'ratio',
        'index',
        `cash flow of ${firm} over debt service, at most 100`,
      ),
      recorded(`neoclouds.loanToValue.${firm}`, 'ratio', 'index', `debt of ${firm} over chips, at most 100`),
      recorded(
        `neoclouds.concession.${firm}`,
        'per year',
        'rate',
        `spread of a new loan of ${firm} over the pool`,
      ),
    ]),
  ],
  endow,
  obligations(world) {
    setRents(world);
    startYear(world);
    for (let i = 0; i < FIRMS.length; i++) {
      if (stateOf(world, i) === GONE) continue;
      followPosition(world, i);
      earn(world, i);
      repayDue(world, i);
      finance(world, i);
    }
  },
  settle(world) {
    for (let i = 0; i < FIRMS.length; i++) {
      if (stateOf(world, i) === GONE) continue;
      bookIssue(world, i);
      invest(world, i);
      drawLine(world, i);
    }
    world.column('neoclouds.day').fill(0);
    liquidate(world);
  },
  marks(world) {
    for (let i = 0; i < FIRMS.length; i++) if (stateOf(world, i) === SOUND) testCovenants(world, i);
    setConcessions(world);
    tellLenders(world);
  },
  record(world, write) {
    write('neoclouds.capacity', total(world, capacityOf));
    write('neoclouds.bookValue', total(world, bookValue));
    write('neoclouds.hiddenLoss', total(world, hiddenLossOf));
    write('neoclouds.debt', total(world, debtOf));
    write('neoclouds.cashFlow', total(world, cashFlowOf));
    write('neoclouds.rent', marketRent(world));
    write('neoclouds.lenderLife', world.column('neoclouds.lenderLife')[0]);
    write('neoclouds.defaults', world.column('neoclouds.state').filter((state) => state === GONE).length);
    const [defaulted, destroyed] = [
      world.column('neoclouds.defaulted')[0],
      world.column('neoclouds.destroyed')[0],
    ];
    write('neoclouds.destroyed', destroyed);
    write('neoclouds.recovery', defaulted > 0 ? 1 - destroyed / defaulted : 1);
    for (const [i, firm] of FIRMS.entries()) {
      const state = debtState(world, i);
      write(`neoclouds.coverage.${firm}`, Math.min(Math.max(debtServiceCoverage(state), -100), 100));
      write(`neoclouds.loanToValue.${firm}`, Math.min(loanToValue(state), 100));
      write(`neoclouds.concession.${firm}`, world.column('neoclouds.concession')[i]);
    }
  },
};

function table(name: string, unit: string, meaning: string, width: number) {
  return { name, unit, meaning: `${meaning}, [firm × year]`, length: FIRMS.length * width };
}

const FULL_NAMES = new Map(PARAMETERS.map(({ name }) => [name.slice(KIND.length + 1), name]));
const FIGURES = FIRMS.map(
  (firm) => new Map(firmParameters(firm).map(({ name }) => [name.split('.')[2], name])),
);

function number(world: World, name: string): number {
  return world.parameters.number(FULL_NAMES.get(name) as string);
}

function figure(world: World, i: number, name: string): number {
  return world.parameters.number(FIGURES[i].get(name) as string);
}

function rowOf(world: World, i: number): number {
  return world.rowOf(KIND) + i;
}

function position(world: World, i: number, instrument: string): number {
  return world.ledger.position(rowOf(world, i), world.instrument(instrument));
}

function stateOf(world: World, i: number): number {
  return world.column('neoclouds.state')[i];
}

function debtOf(world: World, i: number): number {
  return stateOf(world, i) === GONE ? 0 : Math.max(-position(world, i, POOL), 0);
}

function cashFlowOf(world: World, i: number): number {
  return world.column('neoclouds.cashFlow')[i];
}

/** Sum over the firms. */
function total(world: World, of: (world: World, i: number) => number): number {
  let sum = 0;
  for (let i = 0; i < FIRMS.length; i++) sum += of(world, i);
  return sum;
}

/** Whole years since the start. */
function yearOf(world: World): number {
  return Math.floor(Math.max(world.tick - 1, 0) / world.ticksPerYear);
}

function slotOf(year: number, slots: number): number {
  return ((year % slots) + slots) % slots;
}

/** Mean age of the chips bought in the year that a slot stands for, years. */
function ageOf(world: World, slot: number): number {
  const year = yearOf(world);
  const time = world.tick * world.dt;
  const back = slotOf(year - slot, VINTAGES);
  return back === 0 ? Math.max(time - year, 0) / 2 : time - (year - back + 0.5);
}

function capacityOf(world: World, i: number): number {
  const capacity = world.column('neoclouds.capacity');
  let sum = 0;
  for (let v = 0; v < VINTAGES; v++) sum += capacity[i * VINTAGES + v];
  return sum;
}

/** Chips on the straight line over the life that lenders believe in. */
function bookValue(world: World, i: number): number {
  const cost = world.column('neoclouds.cost');
  const life = world.column('neoclouds.lenderLife')[0];
  let sum = 0;
  for (let v = 0; v < VINTAGES; v++) sum += straightLineValue(cost[i * VINTAGES + v], ageOf(world, v), life);
  return sum;
}

/** What lenders count of chips beyond what the rents of today are worth as they fade. */
function hiddenLossOf(world: World, i: number): number {
  const rents = rentalValue(
    cashFlowOf(world, i),
    number(world, 'economicLife'),
    number(world, 'rentDeflation'),
    world.demand.yield[world.instrument(POOL)],
  );
  return hiddenLoss(bookValue(world, i), rents);
}

function endow(world: World): void {
  const column = (name: string) => world.column(`neoclouds.${name}`);
  let capex = 0;
  for (let i = 0; i < FIRMS.length; i++) {
    const row = rowOf(world, i);
    const plan = figure(world, i, 'capitalExpenditure');
    postOpening(world, row, POOL, -figure(world, i, POOL));
    postOpening(world, row, 'deposits', figure(world, i, 'deposits'));
    column('usualCash')[i] = figure(world, i, 'deposits');
    column('plan')[i] = plan;
    column('contracted')[i] = 1;
    capex += plan;
    openFleet(world, i, plan);
    openLoans(world, i);
    column('running')[i] = number(world, 'operatingCost') * capacityOf(world, i);
    column('cashFlow')[i] = rentOf(world, 1) * capacityOf(world, i) - column('running')[i];
  }
  column('rentIndex')[0] = 1;
  column('marketRent')[0] = 1;
  column('lenderLife')[0] = number(world, 'assumedLife');
  column('startCapacity')[0] = total(world, capacityOf);
  column('startLeverage')[0] = total(world, debtOf) / Math.max(total(world, cashFlowOf), LEAST_CASH_FLOW);
  setPool(world);
  setConcessions(world);
  for (let i = 0; i < FIRMS.length; i++) {
    const spread = column('concession')[i];
    column('spread').fill(spread, i * LOANS, (i + 1) * LOANS);
    column('loanSpread')[i] = spread;
  }
  const chips = world.parameters.number('aiBuilders.chipShare') * capex;
  for (const name of ['startCapitalExpenditure', 'capitalExpenditure']) world.scalars.add(name, capex);
  for (const name of ['startChipSales', 'chipSales']) world.scalars.add(name, chips);
}

/** Chips of past years, fewer the faster capex grew; what they still earn is what capex would keep up. */
function openFleet(world: World, i: number, plan: number): void {
  const growth = number(world, 'capitalGrowthHistory');
  const life = number(world, 'economicLife');
  const cost = world.column('neoclouds.cost');
  const capacity = world.column('neoclouds.capacity');
  const paid = (back: number): number => plan * exp(-growth * (back - 0.5));
  const left = (back: number): number => paid(back) * fadedShare(back - 0.5, life);
  let all = 0;
  for (let back = 1; back < VINTAGES; back++) all += left(back);
  for (let back = 1; back < VINTAGES; back++) {
    const slot = i * VINTAGES + slotOf(-back, VINTAGES);
    cost[slot] = paid(back);
    capacity[slot] = all > 0 ? ((plan / (growth + 1 / life)) * left(back)) / all : 0;
  }
}

/** Loans of past years in equal parts, so that one ends each year. */
function openLoans(world: World, i: number): void {
  const tenor = Math.round(figure(world, i, 'tenor'));
  for (let back = 1; back <= tenor; back++) {
    const slot = i * LOANS + slotOf(-back, LOANS);
    world.column('neoclouds.principal')[slot] = figure(world, i, POOL) / tenor;
    world.column('neoclouds.maturity')[slot] = maturityOf(world, i, -back);
  }
}

/** Loans of a year end in the same tick, each firm's at another time of the year. */
function maturityOf(world: World, i: number, year: number): number {
  const tenor = Math.round(figure(world, i, 'tenor'));
  return Math.ceil((year + tenor + (i + 1) / (FIRMS.length + 1)) * world.ticksPerYear);
}

/** Rent of a unit of capacity a year, for rents relative to the start. */
function rentOf(world: World, rent: number): number {
  return generationRent(number(world, 'rentYield'), 0, number(world, 'economicLife'), rent);
}

/** Market rent of the tick over its start: the price of computing, and demand for AI services over capacity. */
function setRents(world: World): void {
  const index = world.column('neoclouds.rentIndex');
  index[0] = deflated(index[0], number(world, 'rentDeflation'), world.dt);
  const demand = world.scalars.get('aiRevenue') / world.parameters.number('hyperscalers.aiRevenue');
  const capacity = total(world, capacityOf) / world.column('neoclouds.startCapacity')[0];
  const scarcity = scarcityFactor(demand, capacity, number(world, 'scarcityElasticity'));
  world.column('neoclouds.marketRent')[0] = index[0] * scarcity;
}

function marketRent(world: World): number {
  return world.column('neoclouds.marketRent')[0];
}

/** A new year opens a new vintage; what stood in its place joins the next oldest. */
function startYear(world: World): void {
  const year = yearOf(world);
  if (year === 0 || (world.tick - 1) % world.ticksPerYear !== 0) return;
  for (let i = 0; i < FIRMS.length; i++) {
    const slot = i * VINTAGES + slotOf(year, VINTAGES);
    const next = i * VINTAGES + slotOf(year + 1, VINTAGES);
    for (const name of ['neoclouds.cost', 'neoclouds.capacity']) {
      const column = world.column(name);
      column[next] += column[slot];
      column[slot] = 0;
    }
  }
}

/** The pool rolls over at market prices: loans keep their proportions and sum to what the books say. */
function followPosition(world: World, i: number): void {
  const principal = world.column('neoclouds.principal');
  let sum = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) sum += principal[k];
  if (!(sum > 0)) return;
  const factor = debtOf(world, i) / sum;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) principal[k] *= factor;
}

/** Customers pay rents, part of them under contract; power and staff are paid out of them. */
function earn(world: World, i: number): void {
  const { payments, dt } = world;
  const economy = world.rowOf('realEconomy');
  const market = marketRent(world);
  const contracted = world.column('neoclouds.contracted');
  contracted[i] = contractedRent(contracted[i], market, world.speed(number(world, 'contractHalfLife')));
  const rent = fleetRent(figure(world, i, 'contractShare'), contracted[i], market);
  const revenue = rentOf(world, rent) * capacityOf(world, i);
  const costs = world.column('neoclouds.running')[i];
  world.column('neoclouds.cashFlow')[i] = revenue - costs;
  const flow = world.flow('operatingIncome');
  payments.pay(economy, rowOf(world, i), revenue * dt, flow);
  payments.pay(rowOf(world, i), economy, costs * dt, flow);
}

/** Debt that lenders bear: the covenant on the collateral, with `more` of new chips. */
function lendersLimit(world: World, i: number, more: number): number {
  return number(world, 'largestLoanToValue') * (bookValue(world, i) + more);
}

/** Lenders shut out who has missed a payment or stands in breach. */
function hasCredit(world: World, i: number): boolean {
  return (
    stateOf(world, i) === SOUND &&
    world.column('neoclouds.missedTicks')[i] === 0 &&
    world.column('neoclouds.breachTicks')[i] === 0
  );
}

function amortisationRate(world: World, i: number): number {
  return number(world, 'amortisedShare') / Math.round(figure(world, i, 'tenor'));
}

/** Principal that is due is rolled over at today's spread as far as lenders let; the rest is paid, or missed. */
function repayDue(world: World, i: number): void {
  const principal = world.column('neoclouds.principal');
  const dueOf = (k: number): number => {
    const ended = world.tick >= world.column('neoclouds.maturity')[k];
    const payment = loanPayment(principal[k], 0, amortisationRate(world, i), world.dt, ended);
    return payment.amortisation + payment.balloon;
  };
  const dues: number[] = [];
  let due = 0;
  let balloon = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) {
    dues.push(dueOf(k));
    due += dueOf(k);
    if (world.tick >= world.column('neoclouds.maturity')[k]) balloon += principal[k];
  }
  const rolled = refinanced(due, debtOf(world, i), lendersLimit(world, i, 0), hasCredit(world, i));
  const paid = Math.min(due - rolled, Math.max(position(world, i, 'deposits'), 0));
  if (due > 0)
    for (const [index, part] of dues.entries())
      principal[i * LOANS + index] -= (part / due) * (rolled + paid);
  writeLoan(world, i, rolled);
  redeem(world, i, paid, 'rollover');
  world.column('neoclouds.unpaid')[i] = Math.max(due - rolled - paid, 0);
  if (balloon > 0 && rolled > 0)
    world.events.add('refinanced', KIND, rowOf(world, i), POOL, Math.min(balloon, rolled));
}

/** New principal is written into the loans of this year, at the firm's spread of today. */
function writeLoan(world: World, i: number, amount: number): void {
  if (!(amount > 0)) return;
  const slot = i * LOANS + slotOf(yearOf(world), LOANS);
  const principal = world.column('neoclouds.principal');
  const spread = world.column('neoclouds.spread');
  spread[slot] = blendedRate(principal[slot], spread[slot], amount, world.column('neoclouds.concession')[i]);
  principal[slot] += amount;
  world.column('neoclouds.maturity')[slot] = maturityOf(world, i, yearOf(world));
}

/** Units of the pool that holders have, those of issuers apart. */
function poolUnits(world: World): number {
  const { ledger } = world;
  const pool = world.instrument(POOL);
  let units = 0;
  for (let row = 0; row < ledger.rows; row++)
    if (row !== world.clearingRow) units += Math.max(ledger.position(row, pool), 0);
  return units;
}

/** Writes this share of what each holder of the pool has into the scratch column, negative. */
function takeShare(world: World, share: number): void {
  const { ledger, scratch, clearingRow } = world;
  const pool = world.instrument(POOL);
  for (let row = 0; row < ledger.rows; row++)
    scratch[row] = row === clearingRow ? 0 : -share * Math.max(ledger.position(row, pool), 0);
}

/** Pays principal at par to all holders of the pool, in proportion to what they hold. */
function redeem(world: World, i: number, amount: number, flow: string): void {
  const { ledger, payments, scratch } = world;
  const held = poolUnits(world);
  if (!(amount > 0) || !(held > 0)) return;
  takeShare(world, amount / held);
  const row = rowOf(world, i);
  ledger.transferColumn(row, 0, ledger.rows, world.instrument(POOL), scratch, world.flow(flow), 1);
  for (let r = 0; r < ledger.rows; r++) scratch[r] = -scratch[r];
  payments.payColumn(row, 0, ledger.rows, scratch, world.flow(flow));
}

/** Plans capex and how it is paid: cash above the usual, loans, owners; the rest is cut. A surplus goes to owners. */
function finance(world: World, i: number): void {
  const { dt, orders } = world;
  const plan = world.column('neoclouds.plan');
  const toPay = world.column('neoclouds.toPay');
  plan[i] = Math.max(plan[i] * (1 + number(world, 'capexGrowth') * dt), 0);
  const credit = hasCredit(world, i);
  const wish = credit ? plan[i] * dt : 0;
  repayLine(world, i);
  const spare = position(world, i, 'deposits') - world.column('neoclouds.usualCash')[i];
  const need = Math.max(wish - spare, 0);
  const asked = Math.min(need, number(world, 'advanceRate') * wish);
  const debt = debtOf(world, i);
  const lent = refinanced(asked, debt + asked, lendersLimit(world, i, wish), credit);
  const owners = Math.min(need - lent, number(world, 'equityShare') * wish);
  orders.place(rowOf(world, i), world.instrument(POOL), -lent, 'issuance');
  callOwners(world, i, owners);
  toPay[i] = Math.max(wish - (need - lent - owners), 0);
  if (toPay[i] < wish - ROUNDING) reportCut(world, i, wish - toPay[i]);
  else if (credit) payOwners(world, i, spare - wish);
  else cureBreach(world, i, spare);
}

function reportCut(world: World, i: number, amount: number): void {
  world.events.add('capex cut', KIND, rowOf(world, i), 'capitalExpenditure', amount);
}

function payOwners(world: World, i: number, surplus: number): void {
  if (surplus > 0)
    world.payments.pay(rowOf(world, i), world.rowOf('realEconomy'), surplus, world.flow('dividends'));
}

/** Owners, whose money is that of the real economy, pay in against shares at cost. */
function callOwners(world: World, i: number, amount: number): void {
  if (!(amount > 0)) return;
  const owners = world.rowOf('realEconomy');
  const flow = world.flow('capitalCalls');
  world.payments.pay(owners, rowOf(world, i), amount, flow);
  world.ledger.transfer(rowOf(world, i), owners, world.instrument('privateAiEquity'), amount, flow);
}

/** Cash that is left while a covenant is breached pays debt down, as far as the cure needs it. */
function cureBreach(world: World, i: number, spare: number): void {
  const wanted = cure(debtState(world, i), covenants(world));
  redeem(world, i, Math.min(Math.max(spare, 0), wanted), 'rollover');
  followPosition(world, i);
}

/** What was issued in the market became a loan at the cleared price. */
function bookIssue(world: World, i: number): void {
  const principal = world.column('neoclouds.principal');
  let written = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) written += principal[k];
  writeLoan(world, i, debtOf(world, i) - written);
  const spread = world.column('neoclouds.spread');
  let sum = 0;
  let all = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) {
    sum += principal[k] * spread[k];
    all += principal[k];
  }
  world.column('neoclouds.loanSpread')[i] = all > 0 ? sum / all : 0;
}

/** Pays suppliers; chips age, and new ones do more for a dollar as computing gets cheaper. */
function invest(world: World, i: number): void {
  const { payments, parameters, scalars, dt } = world;
  const row = rowOf(world, i);
  const paid = Math.min(world.column('neoclouds.toPay')[i], Math.max(position(world, i, 'deposits'), 0));
  const chips = parameters.number('aiBuilders.chipShare') * paid;
  const profit = parameters.number('aiBuilders.chipMargin') * chips;
  const flow = world.flow('capitalExpenditure');
  payments.pay(row, world.rowOf('aiBuilders'), profit, flow);
  payments.pay(row, world.rowOf('realEconomy'), paid - profit, flow);
  scalars.add('capitalExpenditure', paid / dt);
  scalars.add('chipSales', chips / dt);
  renew(world, i, paid);
}

/**
 * Chips fade, and new ones do more for a dollar as computing gets cheaper. What is new is let at the rents of today.
 */
function renew(world: World, i: number, paid: number): void {
  const capacity = world.column('neoclouds.capacity');
  const running = world.column('neoclouds.running');
  const contracted = world.column('neoclouds.contracted');
  const faded = world.dt / number(world, 'economicLife');
  for (let v = i * VINTAGES; v < (i + 1) * VINTAGES; v++) capacity[v] -= faded * capacity[v];
  running[i] += number(world, 'operatingCost') * paid - faded * running[i];
  const added = paid / world.column('neoclouds.rentIndex')[0];
  if (!(added > 0)) return;
  const old = capacityOf(world, i);
  contracted[i] += (added / (old + added)) * (marketRent(world) - contracted[i]);
  const slot = i * VINTAGES + slotOf(yearOf(world), VINTAGES);
  capacity[slot] += added;
  world.column('neoclouds.cost')[slot] += paid;
}

/** A line of the bank pays what cash in hand does not: a missed payment, until the line is repaid. */
function drawLine(world: World, i: number): void {
  const { ledger, clearingRow } = world;
  const row = rowOf(world, i);
  const missing = Math.max(-position(world, i, 'deposits'), 0);
  if (missing > 0) {
    ledger.transfer(row, clearingRow, world.instrument('bankLoans'), missing, world.flow('bankLending'));
    ledger.transfer(clearingRow, row, world.instrument('deposits'), missing, world.flow('bankLending'));
  }
  const missed = world.column('neoclouds.missedTicks');
  const owed = world.column('neoclouds.unpaid')[i] - position(world, i, 'bankLoans');
  if (owed > ROUNDING) {
    if (missed[i] === 0) world.events.add('missed payment', KIND, row, POOL, owed);
    missed[i] += 1;
  } else {
    if (missed[i] > 0) world.events.add('payment made up', KIND, row, POOL, missed[i]);
    missed[i] = 0;
  }
}

function repayLine(world: World, i: number): void {
  const { ledger, clearingRow } = world;
  const row = rowOf(world, i);
  const repaid = Math.min(-position(world, i, 'bankLoans'), Math.max(position(world, i, 'deposits'), 0));
  if (!(repaid > 0)) return;
  ledger.transfer(clearingRow, row, world.instrument('bankLoans'), repaid, world.flow('bankLending'));
  ledger.transfer(row, clearingRow, world.instrument('deposits'), repaid, world.flow('bankLending'));
}

function covenants(world: World): Covenants {
  return { coverage: number(world, 'leastCoverage'), loanToValue: number(world, 'largestLoanToValue') };
}

function debtState(world: World, i: number): DebtState {
  const debt = debtOf(world, i);
  const rate = refinancingRate(
    world.demand.coupon[world.instrument(POOL)],
    world.column('neoclouds.loanSpread')[i],
  );
  return {
    cashFlow: cashFlowOf(world, i),
    interest: rate * debt,
    amortisation: amortisationRate(world, i) * debt,
    debt,
    collateral: bookValue(world, i),
  };
}

/** Step 6: the covenants are tested; who does not cure a breach or a missed payment in time is accelerated. */
function testCovenants(world: World, i: number): void {
  const { events } = world;
  const row = rowOf(world, i);
  const breaches = world.column('neoclouds.breachTicks');
  const state = debtState(world, i);
  const breach = breachOf(state, covenants(world));
  if (breach === 'none') {
    if (breaches[i] > 0) events.add('covenant cured', KIND, row, POOL, breaches[i]);
    breaches[i] = 0;
  } else {
    const ratio = breach === 'coverage' ? debtServiceCoverage(state) : Math.min(loanToValue(state), 100);
    if (breaches[i] === 0) events.add('covenant breach', KIND, row, breach, ratio);
    breaches[i] += 1;
  }
  const late =
    breaches[i] > world.ticks(number(world, 'cureDays')) ||
    world.column('neoclouds.missedTicks')[i] > world.ticks(number(world, 'graceDays'));
  if (!late) return;
  world.column('neoclouds.state')[i] = ACCELERATED;
  events.add('acceleration', KIND, row, POOL, state.debt);
}

/** Chips of all firms accelerated yesterday are seized and sold in one auction; their creditors take what it brings. */
function liquidate(world: World): void {
  const failed = FIRMS.map((_, i) => i).filter((i) => stateOf(world, i) === ACCELERATED);
  if (failed.length === 0) return;
  const { events } = world;
  const seized = failed.map((i) => capacityOf(world, i));
  const supply = seized.reduce((sum, units) => sum + units, 0);
  const before = total(world, capacityOf);
  for (const [index, i] of failed.entries()) {
    events.add('default', KIND, rowOf(world, i), POOL, debtOf(world, i));
    events.add('seizure', KIND, rowOf(world, i), 'chips', seized[index]);
  }
  const bidders = FIRMS.map((_, i) => i).filter((i) => stateOf(world, i) === SOUND);
  const costs = failed.reduce((sum, i) => sum + world.column('neoclouds.running')[i], 0);
  const bids = buyers(world, bidders, supply > 0 ? costs / supply : 0);
  const sale = sellFleet(supply, bids, number(world, 'scrapValue'));
  const price = supply > 0 ? sale.proceeds / supply : 0;
  events.add('auction', KIND, rowOf(world, failed[0]), 'chips sold', supply - sale.scrapped);
  events.add('auction price', KIND, rowOf(world, failed[0]), 'chips', price);
  for (const [index, i] of failed.entries()) {
    const share = supply > 0 ? seized[index] / supply : 0;
    for (const [b, bidder] of bidders.entries())
      handOver(
        world,
        i,
        bidder,
        supply > 0 ? sale.bought[b] / supply : 0,
        sale.price * sale.bought[b] * share,
      );
    const outside = sale.proceeds - sale.price * bidders.reduce((sum, _, b) => sum + sale.bought[b], 0);
    const flow = world.flow('capitalExpenditure');
    world.payments.pay(world.rowOf('realEconomy'), rowOf(world, i), outside * share, flow);
    windUp(world, i);
  }
  learn(world, before > 0 ? supply / before : 0);
}

/** Bidders of the kind, with cash above their floor and kilowatts to spare, and one for all others. */
function buyers(world: World, bidders: readonly number[], cost: number): FleetBuyer[] {
  const net = rentOf(world, marketRent(world)) - cost;
  const life = number(world, 'economicLife');
  const worth = (discount: number): number =>
    rentalValue(net, life, number(world, 'rentDeflation'), Math.max(discount, 0));
  const poolYield = world.demand.yield[world.instrument(POOL)];
  const own = bidders.map((i) => ({
    cash: Math.max(
      position(world, i, 'deposits') -
        number(world, 'cashFloorShare') * world.column('neoclouds.usualCash')[i],
      0,
    ),
    room: number(world, 'powerReserve') * capacityOf(world, i),
    reservation: worth(refinancingRate(poolYield, world.column('neoclouds.concession')[i])),
  }));
  const others = {
    cash: number(world, 'outsideCash'),
    room: number(world, 'outsideRoom'),
    reservation: worth(poolYield + number(world, 'outsideReturn')),
  };
  return [...own, others];
}

/** A bidder takes its share of the chips of a failed firm, by vintage, and pays; its books carry what it paid. */
function handOver(world: World, from: number, to: number, share: number, paid: number): void {
  if (!(share > 0)) return;
  const capacity = world.column('neoclouds.capacity');
  const cost = world.column('neoclouds.cost');
  const book = share * bookValue(world, from);
  const written = book > 0 ? paid / book : 0;
  for (let v = 0; v < VINTAGES; v++) {
    capacity[to * VINTAGES + v] += share * capacity[from * VINTAGES + v];
    cost[to * VINTAGES + v] += written * share * cost[from * VINTAGES + v];
  }
  world.column('neoclouds.running')[to] += share * world.column('neoclouds.running')[from];
  world.payments.pay(rowOf(world, to), rowOf(world, from), paid, world.flow('capitalExpenditure'));
}

/** Creditors are paid by rank out of what there is; the rest of every claim is lost, and the firm is gone. */
function windUp(world: World, i: number): void {
  const { ledger, clearingRow, events } = world;
  const row = rowOf(world, i);
  const losses = world.flow('losses');
  const debt = debtOf(world, i);
  const line = -position(world, i, 'bankLoans');
  const { secured, unsecured, owners, rate } = recover(position(world, i, 'deposits'), debt, line);
  events.add('recovery', KIND, row, 'rate', rate);
  destroy(world, i, rate);
  redeem(world, i, secured, 'recovery');
  const loans = world.instrument('bankLoans');
  const banking = world.flow('bankLending');
  ledger.transfer(clearingRow, row, loans, unsecured, banking);
  ledger.transfer(row, clearingRow, world.instrument('deposits'), unsecured, banking);
  ledger.transfer(clearingRow, row, loans, line - unsecured, losses);
  if (line - unsecured > ROUNDING)
    events.add('loss', 'banks', world.rowOf('banks'), 'bankLoans', line - unsecured);
  const economy = world.rowOf('realEconomy');
  world.payments.pay(row, economy, owners, world.flow('dividends'));
  ledger.transfer(
    economy,
    row,
    world.instrument('privateAiEquity'),
    -position(world, i, 'privateAiEquity'),
    losses,
  );
  const day = world.column('neoclouds.day');
  day[0] += debt;
  day[1] += debt - secured;
  world.column('neoclouds.defaulted')[0] += debt;
  world.column('neoclouds.destroyed')[0] += debt - secured;
  close(world, i);
}

/** Takes the units that are not recovered from all holders of the pool, in proportion to what they hold. */
function destroy(world: World, i: number, recovered: number): void {
  const { ledger, events, scratch } = world;
  const share = destroyedShare(debtOf(world, i), poolUnits(world), recovered);
  if (!(share > 0)) return;
  takeShare(world, share);
  const pool = world.instrument(POOL);
  ledger.transferColumn(rowOf(world, i), 0, ledger.rows, pool, scratch, world.flow('losses'));
  for (const kind of HOLDERS) {
    const { first, last } = world.rowsOf(kind);
    let lost = 0;
    for (let row = first; row < last; row++) lost -= scratch[row] * ledger.unitValue[pool];
    if (lost > ROUNDING) events.add('loss', kind, first, POOL, lost);
  }
}

function close(world: World, i: number): void {
  const column = (name: string) => world.column(`neoclouds.${name}`);
  for (const name of ['cost', 'capacity']) column(name).fill(0, i * VINTAGES, (i + 1) * VINTAGES);
  for (const name of ['principal', 'spread', 'maturity']) column(name).fill(0, i * LOANS, (i + 1) * LOANS);
  for (const name of ['plan', 'toPay', 'loanSpread', 'concession', 'cashFlow', 'running', 'unpaid'])
    column(name)[i] = 0;
  for (const name of ['missedTicks', 'breachTicks']) column(name)[i] = 0;
  column('state')[i] = GONE;
}

/** What is auctioned shows how long chips really earn: lenders' belief moves with the share of capacity seized. */
function learn(world: World, share: number): void {
  const life = world.column('neoclouds.lenderLife');
  const weight = Math.min(number(world, 'learning') * share, 1);
  life[0] += weight * (number(world, 'economicLife') - life[0]);
}

function issuerState(world: World, i: number) {
  const { interest, debt } = debtState(world, i);
  const cashFlow = Math.max(cashFlowOf(world, i), LEAST_CASH_FLOW);
  return {
    leverage: debt / cashFlow,
    coverage: cashFlow / Math.max(interest, LEAST_CASH_FLOW),
    concentration: figure(world, i, 'concentration'),
  };
}

/** The average issuer at the start, weighted by debt. */
function setPool(world: World): void {
  const firms = FIRMS.map((_, i) => i);
  const { leverage, coverage, concentration } = averageIssuer(
    firms.map((i) => issuerState(world, i)),
    firms.map((i) => debtOf(world, i)),
  );
  world.column('neoclouds.pool').set([leverage, coverage, concentration]);
}

/** Lenders judge neoclouds against the average of the start as they judge hyperscalers against theirs. */
function setConcessions(world: World): void {
  const { demand, parameters } = world;
  const [leverage, coverage, concentration] = world.column('neoclouds.pool');
  const elasticities = {
    leverage: parameters.number('hyperscalers.concessionLeverage'),
    coverage: parameters.number('hyperscalers.concessionCoverage'),
    concentration: parameters.number('hyperscalers.concessionConcentration'),
  };
  const spread = demand.startYield[world.instrument(POOL)] - demand.startYield[0];
  for (let i = 0; i < FIRMS.length; i++)
    if (stateOf(world, i) !== GONE)
      world.column('neoclouds.concession')[i] = issuerConcession(
        issuerState(world, i),
        { leverage, coverage, concentration },
        elasticities,
        spread,
      );
}

/**
 * What lenders of the whole pool see of neoclouds, by their part of it: log debt over cash flow on the life they
 * believe in, relative to the start; and the rates of default and loss, forgotten with a half-life.
 */
function tellLenders(world: World): void {
  const { scalars, dt } = world;
  const [defaulted, destroyed] = world.column('neoclouds.day');
  const debt = total(world, debtOf);
  const pool = poolUnits(world) + destroyed;
  const believed = world.column('neoclouds.lenderLife')[0] / number(world, 'assumedLife');
  const leverage = debt / (Math.max(total(world, cashFlowOf), LEAST_CASH_FLOW) * believed);
  const start = world.column('neoclouds.startLeverage')[0];
  const known = debt > ROUNDING && start > 0 && pool > 0;
  scalars.set('aiDebtLeverage', known ? (debt / pool) * ln(leverage / start) : 0);
  const speed = world.speed(number(world, 'defaultHalfLife'));
  const follow = (name: string, amount: number): void => {
    const rate = pool > 0 ? amount / pool / dt : 0;
    scalars.add(name, speed * (rate - scalars.get(name)));
  };
  follow('aiDebtDefaultRate', defaulted);
  follow('aiDebtLossRate', destroyed);
}

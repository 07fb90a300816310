/**
 * AI labs: firms that sell models, spend more than they earn and promise to buy computing for years (model section 6).
 *
 * Revenue comes from the real economy and can disappoint; staff, contracts for computing and chips of their own are paid
 * from cash. What is lacking is asked of sovereign funds in rounds, which also mark the shares. A lab whose runway gets
 * short cuts its contracts, and sellers lose a customer; who cannot pay even those misses a payment.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { AI_LABS, HYPERSCALERS } from '../src/ledger/ai-firms.js';
import { squareCash } from '../src/ledger/cash.js';
import { buyCapacity, openCapex } from '../src/ledger/chip-purchase.js';
import {
  COMPUTE_CONTRACTS,
  contractDue,
  contractedAmount,
  contractParameters,
  contractsPaid,
  payContract,
  purchasesOf,
} from '../src/ledger/compute-contracts.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { joined } from '../src/ledger/names.js';
import { postOpening } from '../src/ledger/opening.js';
import { markLabShares, sellPrivateShares } from '../src/ledger/private-equity.js';
import { leaseRent, leasesOf, payLeases } from '../src/ledger/site-leases.js';
import type { World } from '../src/ledger/world.js';
import { exp, pow } from '../src/maths/elementary.js';
import { contractedValue, herfindahl } from '../src/mechanisms/contract-concentration.js';
import { contractCut, payableShare } from '../src/mechanisms/contract-cut.js';
import { burnRate, fundingNeed, runway } from '../src/mechanisms/lab-funding.js';
import { grantedShare, roundValuation } from '../src/mechanisms/private-round.js';

const KIND = 'aiLabs';
const PURCHASES = AI_LABS.map((_, i) => purchasesOf(KIND, i));
const LEASED = AI_LABS.map((_, i) => leasesOf(KIND, i));
/** $bn: less is rounding. */
const ROUNDING = 1e-9;
/** Largest part of its cash that a hyperscaler puts into a round. */
const LARGEST_PART = 0.25;
/** Runways above are written as this, years. */
const LONGEST_RUNWAY = 100;

function labParameters(lab: string): ParameterDeclaration[] {
  const name = (figure: string): string => `aiLabs.${lab}.${figure}`;
  return [
    fixed(name('deposits'), '$bn', [0, 1000], `cash of ${lab} at the start`),
    fixed(
      name('privateAiEquity'),
      '$bn',
      [0, 5000],
      `shares of ${lab} that others in the model hold, at the last round`,
    ),
    fixed(name('revenue'), '$bn/yr', [0, 1000], `revenue of ${lab} at the start`),
    fixed(
      name('otherCost'),
      '$bn/yr',
      [0, 1000],
      `staff and all costs of ${lab} but computing, at the start`,
    ),
    fixed(
      name('chipOrders'),
      '$bn/yr',
      [0, 500],
      `capex of ${lab} itself at the start, part of the vendor included`,
    ),
    fixed(name('fullChipOrders'), '$bn/yr', [0, 500], 'the same at full delivery'),
  ];
}

const PARAMETERS: ParameterDeclaration[] = [
  ...AI_LABS.flatMap(labParameters),
  ...contractParameters(),
  scheduled(
    'aiLabs.revenueGrowth',
    'per year',
    [-5, 5],
    'growth of revenue that labs plan for, at the start',
  ),
  fixed('aiLabs.growthHalfLife', 'days', [10, 10_000], 'half-life of that growth'),
  scheduled('aiLabs.revenueShortfall', 'ratio', [0, 1], 'share of planned revenue that does not come'),
  fixed('aiLabs.activityElasticity', 'ratio', [0, 10], 'elasticity of revenue to activity'),
  fixed(
    'aiLabs.computeElasticity',
    'ratio',
    [0, 3],
    'elasticity of revenue to the share of contracts that is kept',
  ),
  fixed('aiLabs.costElasticity', 'ratio', [0, 2], 'elasticity of other costs to planned revenue'),
  fixed(
    'aiLabs.deliveryYears',
    'years',
    [0.2, 20],
    'years from the start to full delivery of contracts and chips',
  ),
  fixed(
    'aiLabs.deliveryShare',
    'ratio',
    [0, 1],
    'share of what is contracted beyond the start that is delivered',
  ),
  fixed('aiLabs.reserve', 'years', [0, 5], 'burn that a round pays for beyond the next round'),
  fixed('aiLabs.roundInterval', 'days', [1, 1000], 'time between rounds of a lab'),
  scheduled(
    'aiLabs.granted',
    'ratio',
    [0, 1],
    'share of what labs ask for that investors give in an up round',
  ),
  fixed('aiLabs.hyperscalerShare', 'ratio', [0, 1], 'part of a round that hyperscalers with a stake take'),
  fixed('aiLabs.revenueElasticity', 'ratio', [0, 2], 'elasticity of the price of a round to revenue'),
  fixed('aiLabs.marketBeta', 'ratio', [0, 5], 'elasticity of the price of a round to AI megacap equity'),
  fixed(
    'aiLabs.downRoundReluctance',
    'ratio',
    [0, 20],
    'elasticity of what investors give to the fall of the price',
  ),
  fixed('aiLabs.reviewInterval', 'days', [1, 500], 'time between reviews of contracts'),
  scheduled('aiLabs.shortRunway', 'years', [0, 5], 'runway below which contracts are cut'),
  fixed('aiLabs.cutRunway', 'years', [0.01, 5], 'runway that a cut is to give'),
  fixed('aiLabs.largestCut', 'ratio', [0, 1], 'largest share of contracts cut at a review'),
  fixed('aiLabs.missedWriteDown', 'ratio', [0, 1], 'loss of shares on a missed payment'),
];

export const aiLabs: AgentKind = {
  name: KIND,
  label: 'AI labs',
  meaning: 'OpenAI, Anthropic, xAI and a group of others that sell models and burn cash',
  rows: AI_LABS.length,
  rowNames: AI_LABS,
  parameters: PARAMETERS,
  columns: [
    ...['Amount', 'Kept', 'Years', 'Paid', 'Unpaid', 'Cut'].map((name, i) => ({
      name: `aiLabs.contract${name}`,
      unit: ['$bn/yr', 'ratio', 'years', '$bn', '$bn', '$bn/yr'][i],
      meaning: [
        'computing bought under each contract now',
        'share of each contract that has not been cut',
        'years of full delivery left',
        'paid on each contract in this tick',
        'due on each contract in this tick and not paid',
        'cut from each contract in this tick',
      ][i],
      length: COMPUTE_CONTRACTS.length,
    })),
    singleColumn('aiLabs.planned', 'ratio', 'planned revenue over its start'),
    singleColumn('aiLabs.growthLeft', 'ratio', 'share of the growth of the start that is left'),
    rowColumn('aiLabs.revenue', '$bn/yr', 'revenue'),
    rowColumn('aiLabs.burn', '$bn/yr', 'spending less revenue'),
    rowColumn('aiLabs.chipBudget', '$bn', 'own money for chips in this tick'),
    rowColumn('aiLabs.chipsKept', 'ratio', 'share of chip orders that has not been cut'),
    rowColumn('aiLabs.valuation', 'ratio', 'price of the last round over that before the start'),
    { name: 'aiLabs.subscribed', unit: '$bn', meaning: 'paid by each hyperscaler in this tick', length: 5 },
    rowColumn('aiLabs.called', '$bn', 'called and not yet received'),
    rowColumn('aiLabs.missing', 'switch', '1 while a payment is missed'),
  ],
  series: [
    recorded('aiLabs.revenue', '$bn/yr', 'flow', 'revenue of labs'),
    recorded('aiLabs.burn', '$bn/yr', 'flow', 'spending of labs less their revenue'),
    recorded('aiLabs.cash', '$bn', 'stock', 'cash of labs'),
    recorded('aiLabs.contracts', '$bn/yr', 'flow', 'computing under contract to labs'),
    recorded('aiLabs.paid', '$bn/yr', 'flow', 'paid on those contracts'),
    recorded(
      'aiLabs.herfindahl',
      'ratio',
      'index',
      'concentration of all contracted computing on its buyers',
    ),
    recorded('aiLabs.kept', 'ratio', 'index', 'share of contracted computing that has not been cut'),
    recorded('aiLabs.equity', '$bn', 'stock', 'shares of labs at the last round'),
    recorded('aiLabs.subscribed', '$bn', 'flow', 'paid by hyperscalers for shares of labs in this tick'),
    recorded('aiLabs.called', '$bn', 'stock', 'commitments called and not yet paid'),
    ...AI_LABS.flatMap((lab) => [
      recorded(`aiLabs.runway.${lab}`, 'years', 'index', `cash of ${lab} over its burn, at most 100`),
      recorded(
        `aiLabs.valuation.${lab}`,
        'ratio',
        'index',
        `last round of ${lab} over that before the start`,
      ),
    ]),
  ],
  endow,
  obligations(world) {
    plan(world);
    world.scalars.set('labCalls', 0);
    for (let i = 0; i < AI_LABS.length; i++) {
      earn(world, i);
      review(world, i);
      payContracts(world, i);
      budgetChips(world, i);
      raise(world, i);
    }
  },
  settle(world) {
    const { first, last } = world.rowsOf(KIND);
    for (let i = 0; i < AI_LABS.length; i++) {
      const chips = column(world, 'chipBudget')[i] + world.column('chipVendor.contribution')[i];
      buyCapacity(world, first + i, chips);
    }
    squareCash(world, first, last, 0);
  },
  marks: countCalls,
  record(world, write) {
    write('aiLabs.revenue', total(column(world, 'revenue')));
    write('aiLabs.burn', total(column(world, 'burn')));
    write('aiLabs.cash', held(world, 'deposits'));
    write('aiLabs.contracts', total(PURCHASES.map((own) => contractedAmount(world, own))));
    write('aiLabs.paid', total(PURCHASES.map((own) => contractsPaid(world, own))) / world.dt);
    write('aiLabs.herfindahl', buyerConcentration(world));
    write('aiLabs.kept', keptShare(world, PURCHASES.flat()));
    write('aiLabs.equity', -held(world, 'privateAiEquity'));
    write('aiLabs.subscribed', total(column(world, 'subscribed')));
    write('aiLabs.called', total(column(world, 'called')));
    for (const [i, lab] of AI_LABS.entries()) {
      const left = runway(position(world, i, 'deposits'), column(world, 'burn')[i]);
      write(`aiLabs.runway.${lab}`, Math.min(left, LONGEST_RUNWAY));
      write(`aiLabs.valuation.${lab}`, column(world, 'valuation')[i]);
    }
  },
};

const NAMES = new Map(PARAMETERS.map(({ name }) => [name.slice(KIND.length + 1), name]));
const FIGURES = AI_LABS.map(
  (lab) => new Map(labParameters(lab).map(({ name }) => [name.split('.')[2], name])),
);
const CONTRACT_FIGURES = COMPUTE_CONTRACTS.map(({ name }) => ({
  amount: `${name}.amount`,
  full: `${name}.fullAmount`,
  term: `${name}.term`,
}));

function number(world: World, name: string): number {
  return world.parameters.number(NAMES.get(name) as string);
}

function figure(world: World, i: number, name: string): number {
  return world.parameters.number(FIGURES[i].get(name) as string);
}

function column(world: World, name: string): Float64Array {
  return world.column(joined(KIND, name));
}

function rowOf(world: World, i: number): number {
  return world.rowOf(KIND) + i;
}

function position(world: World, i: number, instrument: string): number {
  return world.ledger.position(rowOf(world, i), world.instrument(instrument));
}

function total(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i];
  return sum;
}

function held(world: World, instrument: string): number {
  return total(AI_LABS.map((_, i) => position(world, i, instrument)));
}

function endow(world: World): void {
  for (const name of ['contractKept', 'planned', 'growthLeft', 'chipsKept', 'valuation'])
    column(world, name).fill(1);
  for (const [k, { term }] of CONTRACT_FIGURES.entries())
    column(world, 'contractYears')[k] = world.parameters.number(term);
  let capex = 0;
  for (let i = 0; i < AI_LABS.length; i++) {
    postOpening(world, rowOf(world, i), 'deposits', figure(world, i, 'deposits'));
    postOpening(world, rowOf(world, i), 'privateAiEquity', -figure(world, i, 'privateAiEquity'));
    column(world, 'revenue')[i] = figure(world, i, 'revenue');
    capex += figure(world, i, 'chipOrders');
  }
  openCapex(world, capex);
  deliver(world);
}

/** Share of the way to full delivery. */
function delivered(world: World): number {
  return (
    number(world, 'deliveryShare') * Math.min((world.tick * world.dt) / number(world, 'deliveryYears'), 1)
  );
}

/** What a contract comes to by now if none of it is cut, $bn a year. */
function scheduledAmount(world: World, k: number): number {
  const { amount, full } = CONTRACT_FIGURES[k];
  const start = world.parameters.number(amount);
  return start + delivered(world) * (world.parameters.number(full) - start);
}

/** Contracts grow as data centres are built. */
function deliver(world: World): void {
  const amounts = column(world, 'contractAmount');
  const kept = column(world, 'contractKept');
  for (let k = 0; k < amounts.length; k++) amounts[k] = kept[k] * scheduledAmount(world, k);
}

/** Share of these contracts that has not been cut; 1 without any. */
function keptShare(world: World, contracts: readonly number[]): number {
  const all = total(contracts.map((k) => scheduledAmount(world, k)));
  return all > 0 ? contractedAmount(world, contracts) / all : 1;
}

/** Herfindahl index of what is still contracted, over all buyers. */
function buyerConcentration(world: World): number {
  const values = new Map<string, number>();
  for (const [k, { buyer }] of COMPUTE_CONTRACTS.entries()) {
    const full = column(world, 'contractKept')[k] * world.parameters.number(CONTRACT_FIGURES[k].full);
    const value = contractedValue(full, column(world, 'contractYears')[k]);
    values.set(buyer.firm, (values.get(buyer.firm) ?? 0) + value);
  }
  return herfindahl([...values.values()], 0);
}

/** Planned revenue grows, more slowly as time goes on; contracts grow, run down, and are renewed at their end. */
function plan(world: World): void {
  const { dt, events } = world;
  const left = column(world, 'growthLeft');
  column(world, 'planned')[0] *= exp(number(world, 'revenueGrowth') * left[0] * dt);
  left[0] *= 1 - world.speed(number(world, 'growthHalfLife'));
  for (const name of ['contractPaid', 'contractUnpaid', 'contractCut', 'subscribed'])
    column(world, name).fill(0);
  const years = column(world, 'contractYears');
  for (const [k, { term }] of CONTRACT_FIGURES.entries()) {
    years[k] -= dt;
    if (years[k] > 0) continue;
    years[k] += world.parameters.number(term);
    const { buyer, seller } = COMPUTE_CONTRACTS[k];
    const row = world.rowsOf(buyer.kind).first + buyer.index;
    events.add('contract signed', buyer.kind, row, seller.firm, column(world, 'contractAmount')[k]);
  }
  deliver(world);
}

/** The real economy pays revenue; interest is spent as it comes; staff, other costs and leases are paid first of all. */
function earn(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = rowOf(world, i);
  const economy = world.rowOf('realEconomy');
  const planned = column(world, 'planned')[0];
  const revenue =
    figure(world, i, 'revenue') *
    planned *
    (1 - number(world, 'revenueShortfall')) *
    exp(number(world, 'activityElasticity') * scalars.get('activity')) *
    pow(keptShare(world, PURCHASES[i]), number(world, 'computeElasticity'));
  column(world, 'revenue')[i] = revenue;
  const costs = otherCost(world, i) * dt + world.column('income')[row];
  payments.pay(economy, row, revenue * dt, world.flow('operatingIncome'));
  payments.pay(
    row,
    economy,
    Math.min(costs, Math.max(position(world, i, 'deposits'), 0)),
    world.flow('operatingIncome'),
  );
  payLeases(world, row, LEASED[i], position(world, i, 'deposits'));
}

/** Staff and other costs follow the plan, not what comes, $bn a year. */
function otherCost(world: World, i: number): number {
  return figure(world, i, 'otherCost') * pow(column(world, 'planned')[0], number(world, 'costElasticity'));
}

/** Own part of chip orders, $bn a year. */
function chipOrders(world: World, i: number): number {
  const start = figure(world, i, 'chipOrders');
  const orders = start + delivered(world) * (figure(world, i, 'fullChipOrders') - start);
  const own = 1 - world.parameters.number('chipVendor.financingShare');
  return column(world, 'chipsKept')[i] * orders * own;
}

function burnOf(world: World, i: number): number {
  const computing = contractedAmount(world, PURCHASES[i]);
  const spending = otherCost(world, i) + leaseRent(world, LEASED[i]) + computing + chipOrders(world, i);
  return burnRate(spending, column(world, 'revenue')[i]);
}

/** True once in each interval, each lab at another time. */
function isDue(world: World, i: number, interval: string): boolean {
  const ticks = world.ticks(number(world, interval));
  return (world.tick + Math.floor((i * ticks) / AI_LABS.length)) % ticks === 0;
}

/** A lab whose cash, with what is called, does not last cuts contracts and chips alike. */
function review(world: World, i: number): void {
  const burn = burnOf(world, i);
  column(world, 'burn')[i] = burn;
  if (!isDue(world, i, 'reviewInterval')) return;
  const cash = position(world, i, 'deposits') + column(world, 'called')[i];
  if (runway(cash, burn) >= number(world, 'shortRunway')) return;
  const cuttable = contractedAmount(world, PURCHASES[i]) + chipOrders(world, i);
  const share = contractCut(cash, burn, cuttable, number(world, 'cutRunway'), number(world, 'largestCut'));
  if (share > 0) cut(world, i, share);
}

function cut(world: World, i: number, share: number): void {
  const amounts = column(world, 'contractAmount');
  for (const k of PURCHASES[i]) {
    const lost = share * amounts[k];
    column(world, 'contractCut')[k] = lost;
    column(world, 'contractKept')[k] *= 1 - share;
    world.events.add('contract cut', KIND, rowOf(world, i), COMPUTE_CONTRACTS[k].seller.firm, lost);
  }
  column(world, 'chipsKept')[i] *= 1 - share;
  deliver(world);
  column(world, 'burn')[i] = burnOf(world, i);
}

/** Contracts are paid from cash; if it is not enough, all sellers get the same share, and shares are written down once. */
function payContracts(world: World, i: number): void {
  const due = PURCHASES[i].map((k) => contractDue(world, k));
  const owed = total(due);
  const share = payableShare(owed, position(world, i, 'deposits'));
  for (const [index, k] of PURCHASES[i].entries()) payContract(world, k, due[index], share);
  const missing = column(world, 'missing');
  const unpaid = (1 - share) * owed;
  if (unpaid <= ROUNDING) {
    missing[i] = 0;
    return;
  }
  if (missing[i] === 1) return;
  missing[i] = 1;
  world.events.add('missed payment', KIND, rowOf(world, i), 'computing', unpaid);
  mark(world, i, column(world, 'valuation')[i] * (1 - number(world, 'missedWriteDown')));
}

function budgetChips(world: World, i: number): void {
  const cash = Math.max(position(world, i, 'deposits'), 0);
  column(world, 'chipBudget')[i] = Math.min(chipOrders(world, i) * world.dt, cash);
}

/** Carries the shares at a new price. */
function mark(world: World, i: number, price: number): void {
  const valuation = column(world, 'valuation');
  const change = markLabShares(world, rowOf(world, i), price / valuation[i]);
  const type = change < 0 ? 'down round' : 'up round';
  world.events.add(type, KIND, rowOf(world, i), AI_LABS[i], change);
  valuation[i] = price;
}

/** A round: the shares are priced anew, and what is lacking until the next one is called, less in a down round. */
function raise(world: World, i: number): void {
  if (!isDue(world, i, 'roundInterval')) return;
  const { demand, scalars } = world;
  const last = column(world, 'valuation')[i];
  const start = figure(world, i, 'revenue');
  const price = roundValuation(
    start > 0 ? column(world, 'revenue')[i] / start : 1,
    number(world, 'revenueElasticity'),
    demand.lnPrice[world.instrument('megacapEquity')],
    number(world, 'marketBeta'),
  );
  const years = world.ticks(number(world, 'roundInterval')) * world.dt + number(world, 'reserve');
  const called = column(world, 'called');
  const need = fundingNeed(column(world, 'burn')[i], years, position(world, i, 'deposits'), called[i]);
  const given =
    need * number(world, 'granted') * grantedShare(price / last, number(world, 'downRoundReluctance'));
  if (price !== last) mark(world, i, price);
  const rest = given - subscribe(world, i, number(world, 'hyperscalerShare') * given);
  called[i] += rest;
  scalars.add('labCalls', rest);
  world.events.add('round', KIND, rowOf(world, i), 'sovereignFunds', rest);
}

/** Hyperscalers that own shares take their part of a round by what they own, out of cash; returns what they pay. */
function subscribe(world: World, i: number, amount: number): number {
  const { ledger, events } = world;
  const { first } = world.rowsOf('hyperscalers');
  const of = (j: number, instrument: string) => ledger.position(first + j, world.instrument(instrument));
  const owned = total(HYPERSCALERS.map((_, j) => of(j, 'privateAiEquity')));
  if (!(amount > 0) || !(owned > 0)) return 0;
  let paid = 0;
  for (const [j, firm] of HYPERSCALERS.entries()) {
    const cash = Math.max(of(j, 'deposits') + of(j, 'moneyFundShares'), 0);
    const part = Math.min((amount * of(j, 'privateAiEquity')) / owned, LARGEST_PART * cash);
    sellPrivateShares(world, rowOf(world, i), first + j, part, 'capitalCalls');
    column(world, 'subscribed')[j] += part;
    events.add('round', KIND, rowOf(world, i), firm, part);
    paid += part;
  }
  return paid;
}

/** What sovereign funds have paid in this tick is no longer called: they pay labs in proportion to it. */
function countCalls(world: World): void {
  const called = column(world, 'called');
  const all = total(called);
  const left = world.column('sovereignFunds.labCalls')[0];
  for (let i = 0; i < called.length; i++) called[i] *= all > 0 ? left / all : 0;
}

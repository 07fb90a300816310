/**
 * AI labs: firms that sell models, spend more than they earn and promise to buy computing for years (model section 6).
 *
 * Revenue comes from the real economy and can disappoint; staff, contracts for computing and chips of their own are paid
 * from cash. What is lacking is asked of sovereign funds in rounds, which also mark the shares. A lab whose runway gets
 * short cuts its contracts and owes sellers damages, who lose a customer; one with money signs new ones as far as its
 * revenue asks for them. Who cannot pay misses a payment, and fails if nobody comes to its help: its claims are lost.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { AI_LABS, HYPERSCALERS } from '../src/ledger/ai-firms.js';
import { squareCash } from '../src/ledger/cash.js';
import { buyCapacity, openCapex } from '../src/ledger/chip-purchase.js';
import {
  beginContracts,
  COMPUTE_CONTRACTS,
  contractColumns,
  contractDue,
  contractedAmount,
  contractParameters,
  contractsPaid,
  payContract,
  purchasesOf,
  sellerFailed,
} from '../src/ledger/compute-contracts.js';
import {
  cutContract,
  deliver,
  delivered,
  endUnserved,
  extendContract,
  fullAmount,
  keptShare,
  openContracts,
  runDown,
  scheduledAmounts,
  termOf,
} from '../src/ledger/contract-book.js';
import { addClaim, claimsOn, claimsPaid, loseClaim, payClaims } from '../src/ledger/contract-claims.js';
import {
  addBankLoans,
  addChipOrders,
  addComputing,
  addEdge,
  addLabShares,
} from '../src/ledger/contract-graph.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { handles } from '../src/ledger/handles.js';
import { joined } from '../src/ledger/names.js';
import { postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import { markLabShares, sellPrivateShares } from '../src/ledger/private-equity.js';
import { leaseRent, leasesOf, payLeases } from '../src/ledger/site-leases.js';
import type { World } from '../src/ledger/world.js';
import { exp, pow } from '../src/maths/elementary.js';
import { contractedValue, herfindahl } from '../src/mechanisms/contract-concentration.js';
import { contractCut, payableShare } from '../src/mechanisms/contract-cut.js';
import { computingWanted, contractSigning, extendedYears } from '../src/mechanisms/contract-signing.js';
import { claimPayment, terminationClaim } from '../src/mechanisms/contract-termination.js';
import { burnRate, fundingNeed, runway } from '../src/mechanisms/lab-funding.js';
import { grantedShare, roundValuation } from '../src/mechanisms/private-round.js';
import { financedShare } from '../src/mechanisms/vendor-financing.js';

const KIND = 'aiLabs';
const PURCHASES = AI_LABS.map((_, i) => purchasesOf(KIND, i));
const LAB_CONTRACTS = PURCHASES.flat();
const OF_HYPERSCALERS = LAB_CONTRACTS.filter((k) => COMPUTE_CONTRACTS[k].seller.kind === 'hyperscalers');
const LEASED = AI_LABS.map((_, i) => leasesOf(KIND, i));
/** $bn: less is rounding. */
const ROUNDING = 1e-9;
/** Trading days in which the share of money that goes in a circle forgets half. */
const CIRCLE_HALF_LIFE = 63;
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
    'elasticity of revenue to computing under contract over that of the start, as it is delivered',
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
  fixed('aiLabs.terminationShare', 'ratio', [0, 1], 'damages over what remains of a contract that is left'),
  fixed('aiLabs.claimHalfLife', 'days', [1, 2520], 'half-life of claims of sellers while cash allows'),
  scheduled('aiLabs.signRunway', 'years', [0.01, 10], 'runway that is to be left when contracts are signed'),
  fixed(
    'aiLabs.largestSigning',
    'ratio',
    [0, 1],
    'largest part of what plans need that is signed at a review',
  ),
  fixed('aiLabs.graceDays', 'days', [1, 504], 'time from a missed payment to failure'),
  fixed('aiLabs.missedWriteDown', 'ratio', [0, 1], 'loss of shares on a missed payment'),
];

const RUNWAYS = AI_LABS.map((lab) => `${KIND}.runway.${lab}`);
const VALUATIONS = AI_LABS.map((lab) => `${KIND}.valuation.${lab}`);

export const aiLabs: AgentKind = {
  name: KIND,
  label: 'AI labs',
  meaning: 'OpenAI, Anthropic, xAI and a group of others that sell models and burn cash',
  rows: AI_LABS.length,
  rowNames: AI_LABS,
  parameters: PARAMETERS,
  columns: [
    ...contractColumns(),
    singleColumn('aiLabs.planned', 'ratio', 'planned revenue over its start'),
    singleColumn('aiLabs.growthLeft', 'ratio', 'share of the growth of the start that is left'),
    rowColumn('aiLabs.revenue', '$bn/yr', 'revenue'),
    rowColumn('aiLabs.burn', '$bn/yr', 'spending less revenue'),
    rowColumn('aiLabs.chipBudget', '$bn', 'own money for chips in this tick'),
    rowColumn('aiLabs.chipsKept', 'ratio', 'chip orders over those of the plan'),
    rowColumn('aiLabs.valuation', 'ratio', 'price of the last round over that before the start'),
    { name: 'aiLabs.subscribed', unit: '$bn', meaning: 'paid by each hyperscaler in this tick', length: 5 },
    singleColumn('aiLabs.subscribedMean', '$bn', 'mean of what hyperscalers pay for shares in a tick'),
    singleColumn('aiLabs.sellersMean', '$bn', 'mean of what labs pay hyperscalers for computing in a tick'),
    rowColumn('aiLabs.called', '$bn', 'called and not yet received'),
    rowColumn('aiLabs.missing', 'ticks', 'ticks since a payment was missed'),
    rowColumn('aiLabs.failed', 'switch', '1 once the lab has failed'),
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
    recorded(
      'aiLabs.kept',
      'ratio',
      'index',
      'computing under contract over that of the start, as it is delivered: less what was cut, with what was added',
    ),
    recorded('aiLabs.claims', '$bn', 'stock', 'owed for bills not paid and for contracts left'),
    recorded('aiLabs.claimsPaid', '$bn', 'flow', 'paid on these claims in this tick'),
    recorded('aiLabs.failures', 'count', 'count', 'labs that have failed so far'),
    recorded('aiLabs.equity', '$bn', 'stock', 'shares of labs at the last round'),
    recorded('aiLabs.subscribed', '$bn', 'flow', 'paid by hyperscalers for shares of labs in this tick'),
    recorded(
      'aiLabs.circleShare',
      'ratio',
      'index',
      'money of hyperscalers for shares of labs over what labs pay them for computing, quarterly mean',
    ),
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
      if (!hasFailed(world, i)) run(world, i);
      // Its vehicle learns that nothing comes any more.
      else payLeases(world, rowOf(world, i), LEASED[i], 0);
    }
  },
  settle(world) {
    const { first, last } = world.rowsOf(KIND);
    for (let i = 0; i < AI_LABS.length; i++) {
      const chips = own(world).chipBudget[i] + world.column('chipVendor.contribution')[i];
      buyCapacity(world, first + i, chips);
    }
    squareCash(world, first, last, 0);
  },
  marks(world) {
    countCalls(world);
    followCircle(world);
  },
  contracts(world, add) {
    addComputing(world, add);
    addLabShares(world, add);
    for (const [i, lab] of AI_LABS.entries()) {
      addChipOrders(
        world,
        lab,
        (own(world).chipBudget[i] + world.column('chipVendor.contribution')[i]) / world.dt,
        add,
      );
      addBankLoans(world, rowOf(world, i), lab, add);
      addEdge(add, 'sovereignFunds', lab, 'money', { outstanding: own(world).called[i] });
    }
  },
  record(world, write) {
    write('aiLabs.revenue', total(own(world).revenue));
    write('aiLabs.burn', total(own(world).burn));
    write('aiLabs.cash', held(world, 'deposits'));
    write('aiLabs.contracts', total(PURCHASES.map((own) => contractedAmount(world, own))));
    write('aiLabs.paid', total(PURCHASES.map((own) => contractsPaid(world, own))) / world.dt);
    write('aiLabs.herfindahl', buyerConcentration(world));
    write('aiLabs.kept', keptShare(world, LAB_CONTRACTS));
    write('aiLabs.claims', claimsOn(world, LAB_CONTRACTS));
    write('aiLabs.claimsPaid', claimsPaid(world, LAB_CONTRACTS));
    write('aiLabs.failures', total(own(world).failed));
    write('aiLabs.equity', -held(world, 'privateAiEquity'));
    write('aiLabs.subscribed', total(own(world).subscribed));
    const { subscribedMean, sellersMean } = own(world);
    write('aiLabs.circleShare', financedShare(subscribedMean[0], sellersMean[0]));
    write('aiLabs.called', total(own(world).called));
    for (let i = 0; i < AI_LABS.length; i++) {
      const left = runway(position(world, i, 'deposits'), own(world).burn[i]);
      write(RUNWAYS[i], Math.min(left, LONGEST_RUNWAY));
      write(VALUATIONS[i], own(world).valuation[i]);
    }
  },
};

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    first: world.rowOf(KIND),
    burn: column('burn'),
    called: column('called'),
    chipBudget: column('chipBudget'),
    chipsKept: column('chipsKept'),
    contractKept: column('contractKept'),
    contractYears: column('contractYears'),
    failed: column('failed'),
    growthLeft: column('growthLeft'),
    missing: column('missing'),
    planned: column('planned'),
    revenue: column('revenue'),
    sellersMean: column('sellersMean'),
    subscribed: column('subscribed'),
    subscribedMean: column('subscribedMean'),
    valuation: column('valuation'),
  };
});

/** Parameters of the kind. */
const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    activityElasticity: number('activityElasticity'),
    claimHalfLife: number('claimHalfLife'),
    computeElasticity: number('computeElasticity'),
    costElasticity: number('costElasticity'),
    cutRunway: number('cutRunway'),
    downRoundReluctance: number('downRoundReluctance'),
    graceDays: number('graceDays'),
    granted: number('granted'),
    growthHalfLife: number('growthHalfLife'),
    hyperscalerShare: number('hyperscalerShare'),
    largestCut: number('largestCut'),
    largestSigning: number('largestSigning'),
    marketBeta: number('marketBeta'),
    missedWriteDown: number('missedWriteDown'),
    reserve: number('reserve'),
    revenueElasticity: number('revenueElasticity'),
    revenueGrowth: number('revenueGrowth'),
    revenueShortfall: number('revenueShortfall'),
    reviewInterval: number('reviewInterval'),
    roundInterval: number('roundInterval'),
    shortRunway: number('shortRunway'),
    signRunway: number('signRunway'),
    terminationShare: number('terminationShare'),
  };
});

/** Parameters of each firm. */
const figures = handles((world) => {
  const each = (name: string): ParameterHandle[] =>
    AI_LABS.map((firm) => world.parameters.handle(`${KIND}.${firm}.${name}`));
  return {
    chipOrders: each('chipOrders'),
    deposits: each('deposits'),
    fullChipOrders: each('fullChipOrders'),
    otherCost: each('otherCost'),
    privateAiEquity: each('privateAiEquity'),
    revenue: each('revenue'),
  };
});

function column(world: World, name: string): Float64Array {
  return world.column(joined(KIND, name));
}

function rowOf(world: World, i: number): number {
  return own(world).first + i;
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
  for (const name of ['planned', 'growthLeft', 'chipsKept', 'valuation']) column(world, name).fill(1);
  let capex = 0;
  for (let i = 0; i < AI_LABS.length; i++) {
    postOpening(world, rowOf(world, i), 'deposits', figures(world).deposits[i].now);
    postOpening(world, rowOf(world, i), 'privateAiEquity', -figures(world).privateAiEquity[i].now);
    own(world).revenue[i] = figures(world).revenue[i].now;
    capex += figures(world).chipOrders[i].now;
  }
  openCapex(world, capex);
  openContracts(world);
}

/** Herfindahl index of what is still contracted, over all buyers. */
function buyerConcentration(world: World): number {
  const values = new Map<string, number>();
  for (const [k, { buyer }] of COMPUTE_CONTRACTS.entries()) {
    const value = contractedValue(fullAmount(world, k), own(world).contractYears[k]);
    values.set(buyer.firm, (values.get(buyer.firm) ?? 0) + value);
  }
  return herfindahl([...values.values()], 0);
}

/** Planned revenue grows, more slowly as time goes on; contracts grow, run down, and are renewed at their end. */
function plan(world: World): void {
  const { dt } = world;
  const left = own(world).growthLeft;
  own(world).planned[0] *= exp(terms(world).revenueGrowth.now * left[0] * dt);
  left[0] *= 1 - world.speed(terms(world).growthHalfLife.now);
  own(world).subscribed.fill(0);
  beginContracts(world);
  runDown(world);
  // What a seller that has failed was owed is set off against what it does not deliver.
  for (const k of LAB_CONTRACTS) if (endUnserved(world, k)) loseClaim(world, k);
  deliver(world);
}

function hasFailed(world: World, i: number): boolean {
  return own(world).failed[i] === 1;
}

/** A tick of a lab that lives. */
function run(world: World, i: number): void {
  earn(world, i);
  review(world, i);
  payContracts(world, i);
  if (isLost(world, i)) {
    fail(world, i);
    return;
  }
  settleClaims(world, i);
  budgetChips(world, i);
  raise(world, i);
}

/** The real economy pays revenue; interest is spent as it comes; staff, other costs and leases are paid first of all. */
function earn(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = rowOf(world, i);
  const economy = world.rowOf('realEconomy');
  const planned = own(world).planned[0];
  const revenue =
    figures(world).revenue[i].now *
    planned *
    (1 - terms(world).revenueShortfall.now) *
    exp(terms(world).activityElasticity.now * scalars.get('activity')) *
    pow(keptShare(world, PURCHASES[i]), terms(world).computeElasticity.now);
  own(world).revenue[i] = revenue;
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
  return figures(world).otherCost[i].now * pow(own(world).planned[0], terms(world).costElasticity.now);
}

/** Own part of chip orders as planned, $bn a year. */
function plannedChips(world: World, i: number): number {
  const start = figures(world).chipOrders[i].now;
  const orders = start + delivered(world) * (figures(world).fullChipOrders[i].now - start);
  return orders * (1 - world.parameters.number('chipVendor.financingShare'));
}

/** The same of what has not been cut. */
function chipOrders(world: World, i: number): number {
  return own(world).chipsKept[i] * plannedChips(world, i);
}

function burnOf(world: World, i: number): number {
  const computing = contractedAmount(world, PURCHASES[i]);
  const spending = otherCost(world, i) + leaseRent(world, LEASED[i]) + computing + chipOrders(world, i);
  return burnRate(spending, own(world).revenue[i]);
}

/** True once in each interval, each lab at another time. */
function isDue(world: World, i: number, interval: ParameterHandle): boolean {
  const ticks = world.ticks(interval.now);
  return (world.tick + Math.floor((i * ticks) / AI_LABS.length)) % ticks === 0;
}

/** A lab whose cash, with what is called, does not last cuts contracts and chips alike; one with money may sign more. */
function review(world: World, i: number): void {
  const burn = burnOf(world, i);
  own(world).burn[i] = burn;
  if (!isDue(world, i, terms(world).reviewInterval)) return;
  const cash = position(world, i, 'deposits') + own(world).called[i];
  if (runway(cash, burn) < terms(world).shortRunway.now) cut(world, i, cash, burn);
  else sign(world, i, cash, burn);
  own(world).burn[i] = burnOf(world, i);
}

function cut(world: World, i: number, cash: number, burn: number): void {
  const cuttable = contractedAmount(world, PURCHASES[i]) + chipOrders(world, i);
  const share = contractCut(cash, burn, cuttable, terms(world).cutRunway.now, terms(world).largestCut.now);
  if (!(share > 0)) return;
  for (const k of PURCHASES[i]) leave(world, k, share);
  own(world).chipsKept[i] *= 1 - share;
}

/** Leaves a share of a contract and owes damages for what remained of it. */
function leave(world: World, k: number, share: number): void {
  const lost = cutContract(world, k, share);
  const years = own(world).contractYears[k];
  const claim = terminationClaim(lost, years, terms(world).terminationShare.now);
  addClaim(world, k, claim);
  const { buyer, seller } = COMPUTE_CONTRACTS[k];
  world.events.add('termination claim', KIND, rowOf(world, buyer.index), seller.firm, claim);
}

/** Signs what revenue asks for beyond what is contracted, as far as the money would last, with sellers that live. */
function sign(world: World, i: number, cash: number, burn: number): void {
  const living = PURCHASES[i].filter((k) => !sellerFailed(world, k));
  const revenue = own(world).revenue[i];
  const planned = figures(world).revenue[i].now * own(world).planned[0];
  const need = scheduledAmounts(world, PURCHASES[i]);
  const chips = computingWanted(plannedChips(world, i), revenue, planned, chipOrders(world, i));
  const computing =
    living.length > 0 ? computingWanted(need, revenue, planned, contractedAmount(world, PURCHASES[i])) : 0;
  const wanted = computing + chips;
  const largest = terms(world).largestSigning.now * (need + plannedChips(world, i));
  const signed = contractSigning({ cash, burn, wanted, runway: terms(world).signRunway.now, largest });
  if (!(signed > 0)) return;
  if (computing > 0) extend(world, living, (signed * computing) / wanted);
  if (chips > 0) own(world).chipsKept[i] += (signed * chips) / wanted / plannedChips(world, i);
}

/** Adds `amount` ($bn a year) to contracts, in proportion to what they were to deliver by now. */
function extend(world: World, contracts: readonly number[], amount: number): void {
  const share = amount / scheduledAmounts(world, contracts);
  for (const k of contracts) {
    const [kept, years] = [own(world).contractKept[k], own(world).contractYears[k]];
    extendContract(world, k, share, extendedYears(kept, years, share, termOf(world, k)));
  }
}

/**
 * Contracts are paid from cash; if it is not enough, all sellers get the same share and a claim for the rest, and shares
 * are written down once.
 */
function payContracts(world: World, i: number): void {
  const due = PURCHASES[i].map((k) => contractDue(world, k));
  const owed = total(due);
  const share = payableShare(owed, position(world, i, 'deposits'));
  for (const [index, k] of PURCHASES[i].entries()) {
    payContract(world, k, due[index], share);
    addClaim(world, k, (1 - share) * due[index]);
  }
  const missing = own(world).missing;
  const unpaid = (1 - share) * owed;
  missing[i] = unpaid > ROUNDING ? missing[i] + 1 : 0;
  if (missing[i] !== 1) return;
  world.events.add('missed payment', KIND, rowOf(world, i), 'computing', unpaid);
  mark(world, i, own(world).valuation[i] * (1 - terms(world).missedWriteDown.now));
}

/** Claims are paid out of cash beyond a short runway; sellers wait for the rest. */
function settleClaims(world: World, i: number): void {
  const needed = terms(world).shortRunway.now * Math.max(own(world).burn[i], 0);
  const speed = world.speed(terms(world).claimHalfLife.now);
  const cash = position(world, i, 'deposits');
  payClaims(world, PURCHASES[i], claimPayment(claimsOn(world, PURCHASES[i]), cash, needed, speed));
}

/** Creditors do not wait for longer than the grace period, unless money has been called. */
function isLost(world: World, i: number): boolean {
  const grace = world.ticks(terms(world).graceDays.now);
  return own(world).missing[i] > grace && own(world).called[i] <= ROUNDING;
}

/** The end of a lab: all contracts are left, sellers share what cash there is and lose the rest, shares are worth nothing. */
function fail(world: World, i: number): void {
  world.events.add('failure', KIND, rowOf(world, i), AI_LABS[i], claimsOn(world, PURCHASES[i]));
  for (const k of PURCHASES[i]) leave(world, k, 1);
  const cash = Math.max(position(world, i, 'deposits'), 0);
  payClaims(world, PURCHASES[i], Math.min(cash, claimsOn(world, PURCHASES[i])));
  for (const k of PURCHASES[i]) loseClaim(world, k);
  mark(world, i, 0);
  for (const name of ['revenue', 'burn', 'chipBudget', 'chipsKept', 'missing']) column(world, name)[i] = 0;
  own(world).failed[i] = 1;
}

function budgetChips(world: World, i: number): void {
  const cash = Math.max(position(world, i, 'deposits'), 0);
  own(world).chipBudget[i] = Math.min(chipOrders(world, i) * world.dt, cash);
}

/** Carries the shares at a new price. */
function mark(world: World, i: number, price: number): void {
  const valuation = own(world).valuation;
  const change = markLabShares(world, rowOf(world, i), price / valuation[i]);
  const type = change < 0 ? 'down round' : 'up round';
  world.events.add(type, KIND, rowOf(world, i), AI_LABS[i], change);
  valuation[i] = price;
}

/** A round: the shares are priced anew, and what is lacking until the next one is called, less in a down round. */
function raise(world: World, i: number): void {
  if (!isDue(world, i, terms(world).roundInterval)) return;
  const { demand, scalars } = world;
  const last = own(world).valuation[i];
  const start = figures(world).revenue[i].now;
  const price = roundValuation(
    start > 0 ? own(world).revenue[i] / start : 1,
    terms(world).revenueElasticity.now,
    demand.lnPrice[world.instrument('megacapEquity')],
    terms(world).marketBeta.now,
  );
  const years = world.ticks(terms(world).roundInterval.now) * world.dt + terms(world).reserve.now;
  const called = own(world).called;
  // Sellers' claims are paid out of what a round brings.
  const cash = position(world, i, 'deposits') - claimsOn(world, PURCHASES[i]);
  const need = fundingNeed(own(world).burn[i], years, cash, called[i]);
  const given =
    need * terms(world).granted.now * grantedShare(price / last, terms(world).downRoundReluctance.now);
  if (price !== last) mark(world, i, price);
  const rest = given - subscribe(world, i, terms(world).hyperscalerShare.now * given);
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
    own(world).subscribed[j] += part;
    events.add('round', KIND, rowOf(world, i), firm, part);
    paid += part;
  }
  return paid;
}

/** What sovereign funds have paid in this tick is no longer called: they pay labs in proportion to it. */
function countCalls(world: World): void {
  const called = own(world).called;
  const all = total(called);
  const left = world.column('sovereignFunds.labCalls')[0];
  for (let i = 0; i < called.length; i++) called[i] *= all > 0 ? left / all : 0;
}

/** Means of what hyperscalers put into labs and of what labs pay them, each in a tick. */
function followCircle(world: World): void {
  const { subscribed, subscribedMean, sellersMean } = own(world);
  const speed = world.speed(CIRCLE_HALF_LIFE);
  follow(world, subscribedMean, total(subscribed), speed);
  follow(world, sellersMean, contractsPaid(world, OF_HYPERSCALERS), speed);
}

function follow(world: World, mean: Float64Array, value: number, speed: number): void {
  mean[0] += world.tick === 1 ? value : speed * (value - mean[0]);
}

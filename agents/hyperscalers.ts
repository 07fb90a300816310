/**
 * Hyperscalers: five archetypes of firms that build AI capacity (model section 6).
 *
 * Each has a capex plan, operating cash flow that grows with AI revenue, and a pecking order for the rest: cash
 * above a floor, Treasury bonds, AI-issuer bonds, off-balance-sheet vehicles; what nobody finances is cut.
 * Capex is paid out of the proceeds in the same tick. Dear capital and a fall of the own equity slow the plan.
 * Reported earnings depreciate over the assumed life, the capital itself fades over the economic life.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { sitesToBuild } from '../src/compute-debt/sites.js';
import { HYPERSCALERS } from '../src/ledger/ai-firms.js';
import { builtFor, buyCapacity, capitalFor, openCapex } from '../src/ledger/chip-purchase.js';
import {
  contractDue,
  contractsCut,
  contractsPaid,
  contractsSigned,
  contractsUnpaid,
  customersOf,
  payContract,
  purchasesOf,
  salesOf,
} from '../src/ledger/compute-contracts.js';
import { claimsPaid } from '../src/ledger/contract-claims.js';
import { addBankLoans, addChipOrders, addEdge, addPooledDebt } from '../src/ledger/contract-graph.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { handles } from '../src/ledger/handles.js';
import { joined } from '../src/ledger/names.js';
import { postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import { leaseRent, leasesOf, otherVehicleRent, payLeases } from '../src/ledger/site-leases.js';
import type { World } from '../src/ledger/world.js';
import { exp, ln, pow } from '../src/maths/elementary.js';
import {
  capitalExpenditureStep,
  costOfCapital,
  desiredCapitalExpenditure,
  hurdleFactor,
  punishmentFactor,
} from '../src/mechanisms/capital-expenditure.js';
import { contractedValue, herfindahl, largestShare } from '../src/mechanisms/contract-concentration.js';
import { vacancyStep } from '../src/mechanisms/contract-cut.js';
import { averageIssuer, issuerConcession } from '../src/mechanisms/credit-spread.js';
import {
  type Financing,
  type FinancingSources,
  financingWaterfall,
} from '../src/mechanisms/financing-waterfall.js';

const KIND = 'hyperscalers';
const FIRMS: readonly string[] = HYPERSCALERS;
const PURCHASES = FIRMS.map((_, i) => purchasesOf(KIND, i));
const SALES = FIRMS.map((_, i) => salesOf(KIND, i));
/** Those who have sold computing under contract. */
const SELLERS = FIRMS.map((_, i) => i).filter((i) => SALES[i].length > 0);
const LEASED = FIRMS.map((_, i) => leasesOf(KIND, i));
/** Instrument of each opening figure and its sign in the books. */
const BOOKS: readonly (readonly [figure: string, instrument: string, sign: number])[] = [
  ['marketCap', 'megacapEquity', -1],
  ['deposits', 'deposits', 1],
  ['moneyFundShares', 'moneyFundShares', 1],
  ['treasuryBonds', 'treasuryBonds', 1],
  ['aiInvestmentGradeBonds', 'aiInvestmentGradeBonds', -1],
  ['bankLoans', 'bankLoans', -1],
  ['privateAiEquity', 'privateAiEquity', 1],
];
const FINANCING = ['waterfall', 'cash', 'debt', 'equity'];
const NO_LIMIT = 1e9;
/** Part of its Treasuries that a firm sells in a tick: dollars fix the order, and the price may fall before it is filled. */
const SALEABLE = 0.8;
/** Log earnings cannot fall by more than ln 0.2 through depreciation alone. */
const LEAST_EARNINGS = 0.2;

function firmParameters(firm: string): ParameterDeclaration[] {
  const figure = (name: string, unit: '$bn' | '$bn/yr' | 'ratio', meaning: string) =>
    fixed(`hyperscalers.${firm}.${name}`, unit, unit === 'ratio' ? [0, 50] : [0, 100_000], meaning);
  return [
    ...BOOKS.map(([name, instrument]) => figure(name, '$bn', `${instrument} of ${firm} at the start`)),
    figure('vehicleObligations', '$bn', 'leases of off-balance-sheet vehicles at the start'),
    figure('capitalExpenditure', '$bn/yr', 'capex at the start'),
    figure('capitalExpenditureGuidance', '$bn/yr', 'capex one year on, as guided'),
    figure(
      'operatingCashFlow',
      '$bn/yr',
      'operating cash flow at the start, after rents of vehicles, before interest and capex',
    ),
    figure('aiRevenueShare', 'ratio', 'share of AI revenue at the start'),
    figure('leverageLimit', 'ratio', 'largest debt over operating cash flow'),
    ...(SALES[FIRMS.indexOf(firm)].length > 0
      ? [figure('otherContracts', '$bn', 'revenue contracted with customers other than labs')]
      : []),
    figure('offBalanceSheetShare', 'ratio', 'share of outside finance through vehicles'),
  ];
}

const PARAMETERS: ParameterDeclaration[] = [
  ...FIRMS.flatMap(firmParameters),
  fixed(
    'hyperscalers.guidanceShare',
    'ratio',
    [0, 2],
    'share of the guided growth that is planned, in the first year',
  ),
  scheduled('hyperscalers.capexGrowth', 'per year', [-5, 5], 'growth of planned capex, beside guidance'),
  scheduled(
    'hyperscalers.capexAddition',
    '$bn/yr',
    [-2000, 5000],
    'capex on top of the plans, shared in proportion to them',
  ),
  {
    name: 'hyperscalers.financing',
    unit: 'choice',
    choices: FINANCING,
    schedulable: true,
    meaning:
      'how the addition is financed: like the rest, from own cash and Treasuries, by bonds, or by new shares',
  },
  fixed('hyperscalers.operatingGrowth', 'per year', [-1, 2], 'growth of operating cash flow without AI'),
  fixed('hyperscalers.aiRevenue', '$bn/yr', [0, 5000], 'AI revenue at the start'),
  scheduled('hyperscalers.aiRevenueGrowth', 'per year', [-2, 5], 'growth of the demand for AI services'),
  fixed('hyperscalers.aiRevenueElasticity', 'ratio', [0, 3], 'elasticity of AI revenue to economic capital'),
  fixed(
    'hyperscalers.activityElasticity',
    'ratio',
    [0, 10],
    'elasticity of AI revenue to activity; 0: it does not depend on consumers',
  ),
  scheduled('hyperscalers.aiRevenueShortfall', 'ratio', [0, 1], 'share of AI revenue that does not come'),
  fixed(
    'hyperscalers.contractPlanResponse',
    'ratio',
    [0, 2],
    'change of planned capex for each share of AI revenue cut from contracts or added to them',
  ),
  fixed(
    'hyperscalers.reletHalfLife',
    'days',
    [1, 2520],
    'half-life of capacity without a customer until it is let again',
  ),
  fixed('hyperscalers.aiMargin', 'ratio', [0, 1], 'operating cash flow from a dollar of AI revenue'),
  fixed('hyperscalers.usedChipCash', 'ratio', [0, 1], 'share of deposits that is bid for seized chips'),
  fixed('hyperscalers.usedChipRoom', 'ratio', [0, 1], 'seized chips that fit the sites, over own capital'),
  fixed(
    'hyperscalers.usedChipReturn',
    'per year',
    [0, 2],
    'return wanted on seized chips beyond the yield of own bonds',
  ),
  fixed('hyperscalers.cashFloorShare', 'ratio', [0, 1], 'cash floor as a share of cash at the start'),
  fixed('hyperscalers.cashShare', 'ratio', [0, 1], 'share of outside finance asked of cash first'),
  fixed('hyperscalers.treasuryShare', 'ratio', [0, 1], 'share of outside finance asked of Treasuries first'),
  fixed(
    'hyperscalers.buybackShare',
    'ratio',
    [0, 1],
    'share of surplus cash flow that buys back own shares; the rest is paid to staff and owners of row 0',
  ),
  fixed('hyperscalers.debtWeight', 'ratio', [0, 1], 'weight of debt in the cost of capital'),
  fixed(
    'hyperscalers.hurdleMargin',
    'per year',
    [0, 0.2],
    'hurdle rate less the cost of capital at the start',
  ),
  fixed(
    'hyperscalers.hurdleSensitivity',
    'ratio',
    [0, 200],
    'fall of log capex for each unit of cost above the hurdle',
  ),
  fixed(
    'hyperscalers.punishmentTolerance',
    'ratio',
    [0, 2],
    'log fall of the own equity without effect on capex',
  ),
  fixed(
    'hyperscalers.punishmentGain',
    'ratio',
    [0, 10],
    'fall of log capex for each log point of equity beyond it',
  ),
  fixed('hyperscalers.reactionHalfLife', 'days', [1, 1000], 'half-life with which capex follows'),
  fixed('hyperscalers.poolSpread', 'per year', [0, 0.1], 'spread of AI-issuer bonds, base of concessions'),
  fixed('hyperscalers.concessionLeverage', 'ratio', [0, 5], 'elasticity of the spread to leverage'),
  fixed('hyperscalers.concessionCoverage', 'ratio', [0, 5], 'elasticity of the spread to interest coverage'),
  fixed(
    'hyperscalers.concessionConcentration',
    'ratio',
    [0, 5],
    'rise of the log spread with concentration of revenue',
  ),
  fixed(
    'hyperscalers.assumedLife',
    'years',
    [0.5, 30],
    'life over which AI capital is depreciated in the books',
  ),
  fixed('hyperscalers.economicLife', 'years', [0.5, 30], 'life over which its rents fade'),
  fixed(
    'hyperscalers.capitalGrowthHistory',
    'per year',
    [0, 3],
    'growth of capex before the start, which sets the age of the capital',
  ),
  fixed(
    'hyperscalers.writeDownHalfLife',
    'days',
    [1, 2520],
    'half-life with which lost capital is written off',
  ),
  fixed('hyperscalers.earnings', '$bn/yr', [1, 5000], 'net earnings of the five at the start'),
];

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    first: world.rowOf(KIND),
    aiRevenue: column('aiRevenue'),
    concession: column('concession'),
    demandIndex: column('demandIndex'),
    earningsEffect: column('earningsEffect'),
    economicCapital: column('economicCapital'),
    labCost: column('labCost'),
    lease: column('lease'),
    operatingCashFlow: column('operatingCashFlow'),
    operatingIndex: column('operatingIndex'),
    payout: column('payout'),
    plan: column('plan'),
    pool: column('pool'),
    putOff: column('putOff'),
    reaction: column('reaction'),
    reportedCapital: column('reportedCapital'),
    startConcession: column('startConcession'),
    startShare: column('startShare'),
    toPay: column('toPay'),
    usualCash: column('usualCash'),
    vacant: column('vacant'),
    vehicleCapital: column('vehicleCapital'),
    written: column('written'),
  };
});

/** Parameters of the kind. */
const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    activityElasticity: number('activityElasticity'),
    aiMargin: number('aiMargin'),
    aiRevenue: number('aiRevenue'),
    aiRevenueElasticity: number('aiRevenueElasticity'),
    aiRevenueGrowth: number('aiRevenueGrowth'),
    aiRevenueShortfall: number('aiRevenueShortfall'),
    assumedLife: number('assumedLife'),
    buybackShare: number('buybackShare'),
    capexAddition: number('capexAddition'),
    capexGrowth: number('capexGrowth'),
    capitalGrowthHistory: number('capitalGrowthHistory'),
    cashFloorShare: number('cashFloorShare'),
    cashShare: number('cashShare'),
    concessionConcentration: number('concessionConcentration'),
    concessionCoverage: number('concessionCoverage'),
    concessionLeverage: number('concessionLeverage'),
    contractPlanResponse: number('contractPlanResponse'),
    debtWeight: number('debtWeight'),
    earnings: number('earnings'),
    economicLife: number('economicLife'),
    guidanceShare: number('guidanceShare'),
    hurdleMargin: number('hurdleMargin'),
    hurdleSensitivity: number('hurdleSensitivity'),
    operatingGrowth: number('operatingGrowth'),
    poolSpread: number('poolSpread'),
    punishmentGain: number('punishmentGain'),
    punishmentTolerance: number('punishmentTolerance'),
    reactionHalfLife: number('reactionHalfLife'),
    reletHalfLife: number('reletHalfLife'),
    treasuryShare: number('treasuryShare'),
    writeDownHalfLife: number('writeDownHalfLife'),
  };
});

/** Parameters of each firm. */
const figures = handles((world) => {
  const each = (name: string): ParameterHandle[] =>
    FIRMS.map((firm) => world.parameters.handle(`${KIND}.${firm}.${name}`));
  return {
    aiRevenueShare: each('aiRevenueShare'),
    capitalExpenditure: each('capitalExpenditure'),
    capitalExpenditureGuidance: each('capitalExpenditureGuidance'),
    deposits: each('deposits'),
    leverageLimit: each('leverageLimit'),
    marketCap: each('marketCap'),
    moneyFundShares: each('moneyFundShares'),
    offBalanceSheetShare: each('offBalanceSheetShare'),
    operatingCashFlow: each('operatingCashFlow'),
    privateAiEquity: each('privateAiEquity'),
    vehicleObligations: each('vehicleObligations'),
  };
});

/** Names of the series of each firm, put together once. */
const SERIES = FIRMS.map((firm) => ({
  capitalExpenditure: `${KIND}.capitalExpenditure.${firm}`,
  concession: `${KIND}.concession.${firm}`,
  cash: `${KIND}.cash.${firm}`,
  concentration: `${KIND}.concentration.${firm}`,
  herfindahl: `${KIND}.herfindahl.${firm}`,
}));

export const hyperscalers: AgentKind = {
  name: KIND,
  label: 'Hyperscalers',
  meaning: 'Microsoft, Alphabet (cash-rich), Amazon (balanced), Meta (debt-funded), Oracle (concentrated)',
  rows: FIRMS.length,
  rowNames: FIRMS,
  parameters: PARAMETERS,
  columns: [
    rowColumn('hyperscalers.plan', '$bn/yr', 'planned capex, without addition and reaction'),
    rowColumn('hyperscalers.reaction', 'ratio', 'share of the plan that capital markets leave'),
    rowColumn('hyperscalers.putOff', '$bn', 'capex that waits for sites'),
    rowColumn('hyperscalers.toPay', '$bn', 'capex of this tick on the balance sheet'),
    rowColumn('hyperscalers.payout', '$bn', 'surplus of this tick to be paid out'),
    rowColumn('hyperscalers.vehicleCapital', '$bn', 'capex of this tick through vehicles'),
    rowColumn('hyperscalers.lease', '$bn', 'obligations to vehicles'),
    rowColumn('hyperscalers.economicCapital', '$bn', 'AI capital by economic life'),
    rowColumn('hyperscalers.reportedCapital', '$bn', 'AI capital in the books'),
    rowColumn('hyperscalers.written', '$bn', 'capital written down so far'),
    rowColumn('hyperscalers.aiRevenue', '$bn/yr', 'AI revenue'),
    rowColumn(
      'hyperscalers.labCost',
      '$bn',
      'what the shares of labs have cost; those of the start at the last round',
    ),
    rowColumn('hyperscalers.vacant', '$bn/yr', 'AI revenue of capacity without a customer'),
    rowColumn('hyperscalers.operatingCashFlow', '$bn/yr', 'operating cash flow'),
    rowColumn('hyperscalers.concession', 'per year', 'spread paid over the pool'),
    rowColumn('hyperscalers.startConcession', 'per year', 'the same at the start'),
    rowColumn('hyperscalers.usualCash', '$bn', 'deposits and money-fund shares at the start'),
    rowColumn('hyperscalers.startShare', 'ratio', 'share of megacap equity at the start'),
    singleColumn('hyperscalers.operatingIndex', 'ratio', 'operating cash flow without AI over its start'),
    singleColumn('hyperscalers.demandIndex', 'ratio', 'demand for AI services over its start'),
    singleColumn('hyperscalers.earningsEffect', 'ln', 'part of log megacap earnings that AI explains'),
    {
      name: 'hyperscalers.pool',
      unit: 'ratio',
      meaning: 'leverage, coverage and concentration of the average issuer',
      length: 3,
    },
  ],
  series: [
    recorded('hyperscalers.debt', '$bn', 'stock', 'bonds, loans and leases'),
    recorded('hyperscalers.reportedCapital', '$bn', 'stock', 'AI capital in the books'),
    recorded('hyperscalers.economicCapital', '$bn', 'stock', 'AI capital by economic life'),
    recorded('hyperscalers.putOff', '$bn', 'stock', 'capex that waits for power'),
    recorded('hyperscalers.labRevenue', '$bn/yr', 'flow', 'AI revenue paid by labs under contract'),
    recorded('hyperscalers.vacant', '$bn/yr', 'flow', 'AI revenue of capacity without a customer'),
    recorded('hyperscalers.labGain', '$bn', 'stock', 'gain on shares of labs since the start'),
    ...FIRMS.flatMap((firm) => [
      recorded(
        `hyperscalers.capitalExpenditure.${firm}`,
        '$bn/yr',
        'flow',
        `capex planned and allowed at ${firm}`,
      ),
      recorded(`hyperscalers.concession.${firm}`, 'per year', 'rate', `spread of ${firm} over the pool`),
      recorded(`hyperscalers.cash.${firm}`, '$bn', 'stock', `deposits and money-fund shares of ${firm}`),
      recorded(
        `hyperscalers.concentration.${firm}`,
        'ratio',
        'index',
        `largest customer of ${firm} in its contracted revenue`,
      ),
    ]),
    ...SELLERS.map((i) =>
      recorded(
        `hyperscalers.herfindahl.${FIRMS[i]}`,
        'ratio',
        'index',
        `concentration of what ${FIRMS[i]} has sold on labs, other contracts beside them`,
      ),
    ),
  ],
  endow,
  obligations(world) {
    growPlans(world);
    world.scalars.set('vehicleIssuance', 0);
    for (let i = 0; i < FIRMS.length; i++) {
      react(world, i);
      own(world).labCost[i] += world.column('aiLabs.subscribed')[i];
      answerContracts(world, i);
      earn(world, i);
      finance(world, i);
    }
    sumRevenue(world);
    liftEarnings(world);
  },
  settle(world) {
    for (let i = 0; i < FIRMS.length; i++) {
      invest(world, i);
      coverOverdraft(world, i);
    }
  },
  marks: setConcessions,
  contracts(world, add) {
    for (const [i, firm] of FIRMS.entries()) {
      const row = world.rowOf(KIND) + i;
      addChipOrders(world, firm, plannedCapex(world, i), add);
      addPooledDebt(world, row, firm, 'aiInvestmentGradeBonds', add);
      addBankLoans(world, row, firm, add);
      addEdge(add, firm, 'vehicles', 'money', { outstanding: own(world).lease[i] });
    }
  },
  record(world, write) {
    let debt = 0;
    let reported = 0;
    let economic = 0;
    let putOff = 0;
    for (let i = 0; i < FIRMS.length; i++) {
      debt += debtOf(world, i);
      reported += own(world).reportedCapital[i];
      economic += own(world).economicCapital[i];
      putOff += own(world).putOff[i];
      write(SERIES[i].capitalExpenditure, plannedCapex(world, i));
      write(SERIES[i].concession, own(world).concession[i]);
      write(SERIES[i].cash, position(world, i, 'deposits') + position(world, i, 'moneyFundShares'));
    }
    for (let i = 0; i < FIRMS.length; i++)
      write(SERIES[i].concentration, issuerState(world, i).concentration);
    for (const i of SELLERS)
      write(SERIES[i].herfindahl, herfindahl(customerValues(world, i), figure(world, i, 'otherContracts')));
    write(
      'hyperscalers.labRevenue',
      FIRMS.reduce((sum, _, i) => sum + contractsPaid(world, SALES[i]), 0) / world.dt,
    );
    write(
      'hyperscalers.vacant',
      FIRMS.reduce((sum, _, i) => sum + own(world).vacant[i], 0),
    );
    write('hyperscalers.labGain', labGain(world));
    write('hyperscalers.debt', debt);
    write('hyperscalers.reportedCapital', reported);
    write('hyperscalers.economicCapital', economic);
    write('hyperscalers.putOff', putOff);
  },
};

/** A figure that only some firms have. */
function figure(world: World, i: number, name: string): number {
  return world.parameters.number(`${KIND}.${FIRMS[i]}.${name}`);
}

function position(world: World, i: number, instrument: string): number {
  return world.ledger.position(own(world).first + i, world.instrument(instrument));
}

function endow(world: World): void {
  const { first } = world.rowsOf(KIND);
  const column = (name: string) => world.column(joined('hyperscalers', name));
  const history = terms(world).capitalGrowthHistory.now;
  const others = -world.parameters.number('opening.realEconomy.megacapEquity');
  const market = FIRMS.reduce((sum, _, i) => sum + figures(world).marketCap[i].now, others);
  let capex = 0;
  for (let i = 0; i < FIRMS.length; i++) {
    for (const [name, instrument, sign] of BOOKS)
      postOpening(world, first + i, instrument, sign * figure(world, i, name));
    const plan = figures(world).capitalExpenditure[i].now;
    capex += plan;
    column('plan')[i] = plan;
    column('lease')[i] = figures(world).vehicleObligations[i].now;
    column('reaction')[i] = 1;
    column('labCost')[i] = figures(world).privateAiEquity[i].now;
    // Capital that has grown with past capex: young if that grew fast.
    column('economicCapital')[i] = plan / (history + 1 / terms(world).economicLife.now);
    column('reportedCapital')[i] = plan / (history + 1 / terms(world).assumedLife.now);
    column('usualCash')[i] = figures(world).deposits[i].now + figures(world).moneyFundShares[i].now;
    column('startShare')[i] = figures(world).marketCap[i].now / market;
    column('aiRevenue')[i] = terms(world).aiRevenue.now * figures(world).aiRevenueShare[i].now;
    column('operatingCashFlow')[i] = figures(world).operatingCashFlow[i].now;
  }
  column('operatingIndex')[0] = 1;
  column('demandIndex')[0] = 1;
  openCapex(world, capex);
  for (const name of ['sitesWanted', 'sitesBuilt']) world.scalars.set(name, capex);
  sumRevenue(world);
  setPool(world);
  setConcessions(world);
  column('startConcession').set(column('concession'));
}

/** Guidance in the first year, and growth; the demand for AI services and other business grow as well. */
function growPlans(world: World): void {
  const { dt } = world;
  const plan = own(world).plan;
  const growth = terms(world).capexGrowth.now;
  const share = world.tick <= world.ticksPerYear ? terms(world).guidanceShare.now : 0;
  for (let i = 0; i < FIRMS.length; i++) {
    const guided =
      figures(world).capitalExpenditureGuidance[i].now - figures(world).capitalExpenditure[i].now;
    plan[i] = Math.max(plan[i] + (share * guided + growth * plan[i]) * dt, 0);
  }
  own(world).operatingIndex[0] *= exp(terms(world).operatingGrowth.now * dt);
  own(world).demandIndex[0] *= exp(terms(world).aiRevenueGrowth.now * dt);
}

/** Dear capital and a fall of the own equity lower the share of the plan that is carried out. */
function react(world: World, i: number): void {
  const { demand } = world;
  const bonds = world.instrument('aiInvestmentGradeBonds');
  const treasuryBonds = world.instrument('treasuryBonds');
  const equity = world.instrument('megacapEquity');
  const weight = terms(world).debtWeight.now;
  // Cost of equity moves with the Treasury yield; its level cancels against that of the hurdle.
  const cost = costOfCapital(
    weight,
    demand.yield[bonds] + own(world).concession[i],
    demand.yield[treasuryBonds],
  );
  const start = costOfCapital(
    weight,
    demand.startYield[bonds] + own(world).startConcession[i],
    demand.startYield[treasuryBonds],
  );
  const hurdle = hurdleFactor(
    cost,
    start + terms(world).hurdleMargin.now,
    terms(world).hurdleSensitivity.now,
  );
  const punishment = punishmentFactor(
    Math.min(demand.lnPrice[equity] - demand.peakLnPrice[equity], 0),
    terms(world).punishmentTolerance.now,
    terms(world).punishmentGain.now,
  );
  const reaction = own(world).reaction;
  reaction[i] = capitalExpenditureStep(
    reaction[i],
    desiredCapitalExpenditure(1, hurdle, punishment),
    world.speed(terms(world).reactionHalfLife.now),
  );
}

/**
 * Contracts that labs have cut leave capacity without a customer, and capex that was planned for them is given up; new
 * ones fill what is empty, and capex is planned for them.
 */
function answerContracts(world: World, i: number): void {
  const revenue = own(world).aiRevenue[i];
  const cut = Math.min(contractsCut(world, SALES[i]), revenue);
  const signed = contractsSigned(world, SALES[i]);
  if (revenue > 0) replan(world, i, (signed - cut) / revenue);
  const vacant = own(world).vacant;
  const speed = world.speed(terms(world).reletHalfLife.now);
  vacant[i] = vacancyStep(Math.max(vacant[i] - signed, 0), cut, speed);
}

/** @param share change of what is contracted over AI revenue */
function replan(world: World, i: number, share: number): void {
  if (share === 0) return;
  const plan = own(world).plan;
  const change = plan[i] * (exp(terms(world).contractPlanResponse.now * share) - 1);
  const row = own(world).first + i;
  if (change < 0) world.events.add('plan cut', KIND, row, 'capitalExpenditure', -change);
  else world.events.add('plan raised', KIND, row, 'capitalExpenditure', change);
  plan[i] += change;
}

/** AI revenue from economic capital, demand and activity, less that of empty capacity; labs and the economy pay operating cash flow, vehicles get rent. */
function earn(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = own(world).first + i;
  const economy = world.rowOf('realEconomy');
  const start = terms(world).aiRevenue.now * figures(world).aiRevenueShare[i].now;
  const startCapital =
    figures(world).capitalExpenditure[i].now /
    (terms(world).capitalGrowthHistory.now + 1 / terms(world).economicLife.now);
  const capital = startCapital > 0 ? own(world).economicCapital[i] / startCapital : 1;
  const capacity =
    start *
    pow(capital, terms(world).aiRevenueElasticity.now) *
    own(world).demandIndex[0] *
    exp(terms(world).activityElasticity.now * scalars.get('activity')) *
    (1 - terms(world).aiRevenueShortfall.now);
  const revenue = Math.max(capacity - own(world).vacant[i], 0);
  own(world).aiRevenue[i] = revenue;
  const claims = claimsPaid(world, SALES[i]);
  const cashFlow =
    figures(world).operatingCashFlow[i].now * own(world).operatingIndex[0] +
    terms(world).aiMargin.now * (revenue - start) +
    (claims - contractsUnpaid(world, SALES[i])) / dt;
  const surcharge = powerSurcharge(world, i);
  own(world).operatingCashFlow[i] = cashFlow - surcharge;
  // Labs have paid their part already; computing bought of neoclouds is resold at cost.
  const labs = contractsPaid(world, SALES[i]) + claims;
  payments.pay(economy, row, cashFlow * dt - labs + buyComputing(world, i), world.flow('operatingIncome'));
  payments.pay(row, world.rowOf('power'), surcharge * dt, world.flow('operatingIncome'));
  const rent = otherVehicleRent(world, i, LEASED[i]);
  payments.pay(row, world.rowOf('aiBuilders'), rent * dt, world.flow('operatingIncome'));
  payRents(world, i);
}

/** Customers pay the rents of the vehicles of the start with all else; what the firm keeps of them stays with it. */
function payRents(world: World, i: number): void {
  const { payments, dt } = world;
  const row = own(world).first + i;
  const due = leaseRent(world, LEASED[i]) * dt;
  payments.pay(world.rowOf('realEconomy'), row, due, world.flow('operatingIncome'));
  const paid = payLeases(world, row, LEASED[i], due);
  own(world).operatingCashFlow[i] += (due - paid) / dt;
}

/** What dearer power costs the firm, $bn a year. */
function powerSurcharge(world: World, i: number): number {
  return world.scalars.get('powerSurcharge') * own(world).reportedCapital[i];
}

/** Pays neoclouds what is due under contract, $bn. */
function buyComputing(world: World, i: number): number {
  let paid = 0;
  for (const k of PURCHASES[i]) {
    const due = contractDue(world, k);
    payContract(world, k, due);
    paid += due;
  }
  return paid;
}

/** Capex per year: the plan and its part of the addition, as far as capital markets leave it. */
function plannedCapex(world: World, i: number): number {
  const plan = own(world).plan;
  return Math.max(plan[i] + addition(world, i), 0) * own(world).reaction[i];
}

/** The firm's part of the capex addition, $bn a year. */
function addition(world: World, i: number): number {
  const plan = own(world).plan;
  let total = 0;
  for (let other = 0; other < FIRMS.length; other++) total += plan[other];
  return total > 0 ? (terms(world).capexAddition.now * plan[i]) / total : 0;
}

/** Bonds, loans and leases, $bn. */
function debtOf(world: World, i: number): number {
  return own(world).lease[i] - position(world, i, 'aiInvestmentGradeBonds') - position(world, i, 'bankLoans');
}

/** Decides how this tick's capex is paid and places the orders; a surplus rebuilds cash, then is paid out. */
function finance(world: World, i: number): void {
  const { dt } = world;
  const row = own(world).first + i;
  const rent = otherVehicleRent(world, i, LEASED[i]);
  const internal = world.column('income')[row] + (own(world).operatingCashFlow[i] - rent) * dt;
  const reaction = own(world).reaction[i];
  const choice = world.parameters.choice('hyperscalers.financing');
  const planned = plannedCapex(world, i) * dt;
  const spending = sitesToBuild(world, planned, own(world).putOff, i);
  // The addition waits like the rest.
  const extra =
    choice === 'waterfall' || planned === 0 ? 0 : (addition(world, i) * reaction * dt * spending) / planned;
  const surplus = internal - (spending - extra);
  const parts = raise(world, i, Math.max(-surplus, 0), internal);
  const cutOfExtra = extra > 0 ? raiseExtra(world, i, extra, choice, parts, internal) : 0;
  own(world).vehicleCapital[i] = parts.offBalanceSheet;
  own(world).toPay[i] = Math.max(spending - parts.offBalanceSheet - parts.cut - cutOfExtra, 0);
  reportCut(world, i, parts.cut + cutOfExtra);
  payOut(world, i, Math.max(surplus, 0), internal, extra === 0);
  redeemFundShares(world, i);
}

/** Mix and limits of ordinary finance. */
function raise(world: World, i: number, need: number, internal: number): Financing {
  const off = figures(world).offBalanceSheetShare[i].now;
  const cash = terms(world).cashShare.now;
  const treasuries = terms(world).treasuryShare.now;
  const room =
    figures(world).leverageLimit[i].now * Math.max(own(world).operatingCashFlow[i], 0) - debtOf(world, i);
  const parts = financingWaterfall(
    need,
    { cash, treasuries, bonds: Math.max(1 - cash - treasuries - off, 0), offBalanceSheet: off },
    {
      cash: spareCash(world, i, terms(world).cashFloorShare.now, internal),
      treasuries: saleableTreasuries(world, i),
      bonds: room * (1 - off),
      offBalanceSheet: room * off,
    },
  );
  place(world, i, parts);
  return parts;
}

/** $bn of Treasuries that can be sold today, at yesterday's price. */
function saleableTreasuries(world: World, i: number): number {
  const price = exp(world.demand.lnPrice[world.instrument('treasuryBonds')]);
  return SALEABLE * position(world, i, 'treasuryBonds') * price;
}

/** Cash above a share of what the firm had at the start, before today's income and spending. */
function spareCash(world: World, i: number, floorShare: number, internal: number): number {
  const cash = position(world, i, 'deposits') + position(world, i, 'moneyFundShares') - internal;
  return Math.max(cash - floorShare * own(world).usualCash[i], 0);
}

/** The addition, financed in one way; returns what is cut. */
function raiseExtra(
  world: World,
  i: number,
  need: number,
  choice: string,
  before: Financing,
  internal: number,
): number {
  if (choice === 'equity') {
    const equity = world.instrument('megacapEquity');
    world.orders.place(own(world).first + i, equity, -need, 'issuance');
    world.events.add('issue', KIND, own(world).first + i, 'megacapEquity', need);
    return 0;
  }
  const ownCash = choice === 'cash';
  const shares: FinancingSources = {
    cash: ownCash ? 1 : 0,
    treasuries: 0,
    bonds: ownCash ? 0 : 1,
    offBalanceSheet: 0,
  };
  const parts = financingWaterfall(need, shares, {
    cash: ownCash ? spareCash(world, i, 0, internal) - before.fromCash : 0,
    treasuries: ownCash ? saleableTreasuries(world, i) - before.treasurySales : 0,
    bonds: ownCash ? 0 : NO_LIMIT,
    offBalanceSheet: 0,
  });
  place(world, i, parts);
  return parts.cut;
}

function place(world: World, i: number, parts: Financing): void {
  const { orders, events, scalars } = world;
  const row = own(world).first + i;
  orders.place(row, world.instrument('treasuryBonds'), -parts.treasurySales, 'issuance');
  orders.place(row, world.instrument('aiInvestmentGradeBonds'), -parts.bonds, 'issuance');
  events.add('issue', KIND, row, 'aiInvestmentGradeBonds', parts.bonds);
  // The vehicle, a row of the AI builders, issues and spends; the firm rents what it builds.
  scalars.add('vehicleIssuance', parts.offBalanceSheet);
  own(world).lease[i] += parts.offBalanceSheet;
}

function reportCut(world: World, i: number, amount: number): void {
  if (amount > 0) world.events.add('capex cut', KIND, own(world).first + i, 'capitalExpenditure', amount);
}

/**
 * A surplus first closes a gap to the usual cash, with the speed of the firm's reactions, unless cash is being
 * spent on an addition; the rest leaves.
 */
function payOut(world: World, i: number, surplus: number, internal: number, rebuilds: boolean): void {
  const row = own(world).first + i;
  const cash = position(world, i, 'deposits') + position(world, i, 'moneyFundShares') - internal;
  const gap = rebuilds ? Math.max(own(world).usualCash[i] - cash, 0) : 0;
  const rebuilt = Math.min(surplus, world.speed(terms(world).reactionHalfLife.now) * gap);
  const buyback = terms(world).buybackShare.now * (surplus - rebuilt);
  world.orders.place(row, world.instrument('megacapEquity'), buyback, 'issuance');
  own(world).payout[i] = surplus - rebuilt - buyback;
}

/** Money-fund shares give the deposits that today's payments beyond proceeds need. */
function redeemFundShares(world: World, i: number): void {
  const { ledger, clearingRow } = world;
  const row = own(world).first + i;
  let proceeds = 0;
  for (const order of world.orders.list) if (order.row === row) proceeds -= order.dollars;
  const payments = own(world).toPay[i] + own(world).payout[i];
  const missing = payments - proceeds - position(world, i, 'deposits');
  const redeemed = Math.min(Math.max(missing, 0), Math.max(position(world, i, 'moneyFundShares'), 0));
  const flow = world.flow('cashManagement');
  ledger.transfer(row, clearingRow, world.instrument('moneyFundShares'), redeemed, flow);
  ledger.transfer(clearingRow, row, world.instrument('deposits'), redeemed, flow);
}

/** Debt service beyond cash in hand: what is missing comes out of money-fund shares, then from a bank loan. */
function coverOverdraft(world: World, i: number): void {
  const { ledger, clearingRow, events } = world;
  const row = own(world).first + i;
  const deposits = world.instrument('deposits');
  const missing = -position(world, i, 'deposits');
  if (!(missing > 0)) return;
  const redeemed = Math.min(missing, Math.max(position(world, i, 'moneyFundShares'), 0));
  ledger.transfer(
    row,
    clearingRow,
    world.instrument('moneyFundShares'),
    redeemed,
    world.flow('cashManagement'),
  );
  ledger.transfer(clearingRow, row, deposits, redeemed, world.flow('cashManagement'));
  const borrowed = missing - redeemed;
  if (!(borrowed > 0)) return;
  ledger.transfer(row, clearingRow, world.instrument('bankLoans'), borrowed, world.flow('bankLending'));
  ledger.transfer(clearingRow, row, deposits, borrowed, world.flow('bankLending'));
  events.add('bank loan', KIND, row, 'bankLoans', borrowed);
}

/** Pays suppliers and owners out of what has come in; what it cannot pay is cut. */
function invest(world: World, i: number): void {
  const { payments, scalars, dt } = world;
  const row = own(world).first + i;
  const planned = own(world).toPay[i];
  const paid = Math.min(planned, Math.max(position(world, i, 'deposits'), 0));
  reportCut(world, i, planned - paid);
  buyCapacity(world, row, paid);
  const payout = Math.min(own(world).payout[i], Math.max(position(world, i, 'deposits'), 0));
  payments.pay(row, world.rowOf('realEconomy'), payout, world.flow('dividends'));
  const built = builtFor(world, paid + own(world).vehicleCapital[i]);
  scalars.add('sitesBuilt', built / dt);
  age(world, i, built, capitalFor(world, built));
}

/**
 * Capital grows by what capex buys and fades over its life; what the books carry beyond what the start led to expect of
 * economic capital is written down.
 */
function age(world: World, i: number, capex: number, capital: number): void {
  const { dt } = world;
  const economic = own(world).economicCapital;
  const reported = own(world).reportedCapital;
  const economicLife = terms(world).economicLife.now;
  const assumedLife = terms(world).assumedLife.now;
  economic[i] += capital - (economic[i] / economicLife) * dt;
  reported[i] += capex - (reported[i] / assumedLife) * dt;
  const history = terms(world).capitalGrowthHistory.now;
  const expected = (economic[i] * (history + 1 / economicLife)) / (history + 1 / assumedLife);
  const lost = world.speed(terms(world).writeDownHalfLife.now) * Math.max(reported[i] - expected, 0);
  reported[i] -= lost;
  own(world).written[i] += lost;
}

function sumRevenue(world: World): void {
  let revenue = 0;
  for (let i = 0; i < FIRMS.length; i++) revenue += own(world).aiRevenue[i];
  world.scalars.set('aiRevenue', revenue);
}

/**
 * Log earnings of megacaps: margin × extra AI revenue less extra depreciation and dearer power over earnings at the
 * start, and write-downs over market value; weighted with the firms' share of the market. 0 at the start.
 */
function liftEarnings(world: World): void {
  const life = terms(world).assumedLife.now;
  const history = terms(world).capitalGrowthHistory.now;
  let share = 0;
  let value = 0;
  let startDepreciation = 0;
  let depreciation = 0;
  let written = 0;
  let surcharge = 0;
  for (let i = 0; i < FIRMS.length; i++) {
    surcharge += powerSurcharge(world, i);
    share += own(world).startShare[i];
    value += figures(world).marketCap[i].now;
    startDepreciation += figures(world).capitalExpenditure[i].now / (history * life + 1);
    depreciation += own(world).reportedCapital[i] / life;
    written += own(world).written[i];
  }
  const revenue = world.scalars.get('aiRevenue') - terms(world).aiRevenue.now;
  const gain = terms(world).aiMargin.now * revenue - (depreciation - startDepreciation) - surcharge;
  const relative = Math.max(1 + gain / terms(world).earnings.now, LEAST_EARNINGS);
  const now = share * (ln(relative) + (value > 0 ? (labGain(world) - written) / value : 0));
  const effect = own(world).earningsEffect;
  world.demand.earnings[world.instrument('megacapEquity')] += now - effect[0];
  effect[0] = now;
}

/** What marks have added to the shares of labs, $bn. */
function labGain(world: World): number {
  let gain = 0;
  for (let i = 0; i < FIRMS.length; i++)
    gain += position(world, i, 'privateAiEquity') - own(world).labCost[i];
  return gain;
}

/** Largest customer of a firm in what its customers have contracted. */
function concentrationOf(world: World, i: number): number {
  if (SALES[i].length === 0) return 0;
  return largestShare(customerValues(world, i), figure(world, i, 'otherContracts'));
}

/** What labs have contracted of a firm, $bn each. */
function customerValues(world: World, i: number): number[] {
  const { amounts, years } = customersOf(world, KIND, i);
  return amounts.map((amount, k) => contractedValue(amount, years[k]));
}

/** Debt over cash flow, cash flow over interest, and concentration of a firm. */
function issuerState(world: World, i: number) {
  const cashFlow = Math.max(own(world).operatingCashFlow[i], 1);
  const coupon = world.demand.coupon[world.instrument('aiInvestmentGradeBonds')];
  const debt = debtOf(world, i);
  return {
    leverage: debt / cashFlow,
    coverage: cashFlow / Math.max(coupon * debt, 0.1),
    concentration: concentrationOf(world, i),
  };
}

/** The average issuer at the start, weighted by debt. */
function setPool(world: World): void {
  const firms = FIRMS.map((_, i) => i);
  const { leverage, coverage, concentration } = averageIssuer(
    firms.map((i) => issuerState(world, i)),
    firms.map((i) => debtOf(world, i)),
  );
  own(world).pool.set([leverage, coverage, concentration]);
}

function setConcessions(world: World): void {
  const [leverage, coverage, concentration] = own(world).pool;
  const average = { leverage, coverage, concentration };
  const concession = own(world).concession;
  const elasticities = {
    leverage: terms(world).concessionLeverage.now,
    coverage: terms(world).concessionCoverage.now,
    concentration: terms(world).concessionConcentration.now,
  };
  for (let i = 0; i < FIRMS.length; i++)
    concession[i] = issuerConcession(
      issuerState(world, i),
      average,
      elasticities,
      terms(world).poolSpread.now,
    );
}

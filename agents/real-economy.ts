/**
 * The real economy: a pool of deposits that takes in what is spent and gives back what is saved, activity and
 * its effect on earnings, and the securities of other firms (model section 6).
 *
 * Its row is households' transaction balances and all other firms. Dividends, coupons and interest are the
 * engine's accruals; taxes, wages, consumption and capex are paid by and to it by others.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { fixed, recorded, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import { CLEARED_INSTRUMENTS } from '../src/ledger/instruments.js';
import { joined } from '../src/ledger/names.js';
import { endowRow, openingParameters, postOpening } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';
import { exp } from '../src/maths/elementary.js';
import { activityImpulse, logActivity, smoothedImpulse } from '../src/mechanisms/activity.js';
import { moneyInTransit, returnedMoney } from '../src/mechanisms/money-return.js';

const OPENING = [
  'investmentGradeBonds',
  'highYieldBonds',
  'megacapEquity',
  'softwareEquity',
  'speculativeEquity',
  'valueEquity',
  'gold',
  'bills',
  'bankLoans',
  'mortgageBonds',
  'currency',
  'otherFedLiabilities',
  'otherFedAssets',
];
/** Left over at the clearing row when all others are endowed. */
const RESIDUAL = ['deposits', 'moneyFundShares', 'managedFundShares'];
const ISSUED = [
  'investmentGradeBonds',
  'highYieldBonds',
  'megacapEquity',
  'softwareEquity',
  'speculativeEquity',
  'valueEquity',
];
/** Assets whose issuers earn: all but Treasury bonds. */
const EARNING_ASSETS = CLEARED_INSTRUMENTS.map(({ name }) => name).filter((name) => name !== 'treasuryBonds');
const SAVERS = ['sovereignFunds', 'hedgeFunds', 'retail', 'assetManagers', 'insurers'];

export const realEconomy: AgentKind = {
  name: 'realEconomy',
  label: 'Real economy',
  meaning: 'households, firms other than AI builders and hyperscalers, foreigners',
  rows: 1,
  endowLast: true,
  parameters: [
    ...openingParameters('realEconomy', OPENING),
    fixed('realEconomy.output', '$bn/yr', [1000, 1e6], 'output at the start'),
    scheduled('realEconomy.transitHalfLife', 'days', [0, 2520], 'half-life of money in transit'),
    fixed('realEconomy.transactionsDemand', 'years', [0, 5], 'balances kept for each $bn a year of activity'),
    scheduled(
      'realEconomy.saving',
      '$bn/yr',
      [-10000, 20000],
      'regular saving that finances what is issued at the start',
    ),
    fixed('realEconomy.moneyGrowth', 'per year', [-0.2, 0.3], 'growth of normal deposits'),
    fixed(
      'realEconomy.currencyDemand',
      '$bn/yr',
      [-500, 1000],
      'currency drawn at the start; grows with issuance',
    ),
    fixed(
      'realEconomy.fundShareHalfLife',
      'days',
      [1, 2520],
      'half-life of the gap to the usual share of money-fund shares in money',
    ),
    ...SAVERS.map((kind) =>
      fixed(
        joined('realEconomy.savingWeight', kind),
        'ratio',
        [0, 100],
        `weight of the wealth of ${kind} in saving`,
      ),
    ),
    ...ISSUED.map((asset) =>
      scheduled(
        joined('realEconomy.netIssuance', asset),
        '$bn/yr',
        [-5000, 5000],
        `net issuance of ${asset}; negative: bought back`,
      ),
    ),
    {
      name: 'realEconomy.purchases',
      unit: '$bn/yr',
      range: [-20_000, 20_000],
      perAsset: true,
      schedulable: true,
      meaning: 'bought with own money on top of all else; negative: sold, as far as held or issued',
    },
    fixed('realEconomy.issuanceGrowth', 'per year', [-0.2, 0.3], 'growth of net issuance and regular saving'),
    fixed('realEconomy.multiplier', 'ratio', [0, 3], 'activity for each dollar of spending above the start'),
    fixed('realEconomy.domesticShare', 'ratio', [0, 1], 'share of AI capex spent at home'),
    fixed('realEconomy.wealthEffect', 'ratio', [0, 0.5], 'consumption (per year) out of a dollar of wealth'),
    fixed(
      'realEconomy.wealthHabit',
      'days',
      [1, 2520],
      'half-life with which households get used to their wealth',
    ),
    fixed(
      'realEconomy.wealthGrowth',
      'per year',
      [-0.2, 0.3],
      'growth of wealth that households take for granted',
    ),
    fixed('realEconomy.creditSpending', 'ratio', [0, 1], 'share of bank credit that is spent'),
    fixed('realEconomy.impulseHalfLife', 'days', [0, 500], 'half-life of the answer of activity to spending'),
    scheduled('realEconomy.consumptionShortfall', '$bn/yr', [-5000, 10000], 'fall of consumption by itself'),
    scheduled('realEconomy.softwareDisruption', 'per year', [-2, 2], 'loss of software earnings to AI'),
    {
      name: 'realEconomy.activityLoading',
      unit: 'ratio',
      range: [-5, 10],
      perAsset: EARNING_ASSETS,
      meaning: 'rise of log earnings for each log point of activity',
    },
  ],
  columns: [
    singleColumn('realEconomy.fundShareRatio', 'ratio', 'money-fund shares over money at the start'),
    singleColumn(
      'realEconomy.fundShareGap',
      '$bn',
      'money-fund shares to be bought, at the end of the last tick',
    ),
    singleColumn('realEconomy.wealthHabit', '$bn', 'wealth that households are used to'),
    singleColumn('realEconomy.startDeficit', '$bn/yr', 'deficit at the start'),
    singleColumn('realEconomy.startCredit', '$bn/yr', 'bank credit at the start'),
    singleColumn('realEconomy.growthFactor', 'ratio', 'growth of issuance and saving since the start'),
  ],
  series: [
    recorded('realEconomy.money', '$bn', 'stock', 'deposits and money-fund shares of the real economy'),
  ],
  endow,
  obligations(world) {
    const { parameters, dt } = world;
    updateActivity(world);
    returnMoney(world);
    growCurrency(world);
    buyFundShares(world);
    issue(world);
    purchase(world);
    world.column('realEconomy.growthFactor')[0] *= 1 + parameters.number('realEconomy.issuanceGrowth') * dt;
  },
  marks(world) {
    const { scalars, parameters, dt } = world;
    const money = moneyOf(world);
    const normal = scalars.get('normalPool') * (1 + parameters.number('realEconomy.moneyGrowth') * dt);
    scalars.set('normalPool', normal);
    scalars.set('moneyInTransit', moneyInTransit(money, normal));
    const held = world.ledger.position(world.rowOf('realEconomy'), world.ledger.at.moneyFundShares);
    world.column('realEconomy.fundShareGap')[0] =
      world.column('realEconomy.fundShareRatio')[0] * money - held;
  },
  record(world, write) {
    write('realEconomy.money', moneyOf(world));
  },
};

/** Deposits and money-fund shares of row 0, $bn. */
function moneyOf(world: World): number {
  const row = world.rowOf('realEconomy');
  const { ledger } = world;
  return (
    ledger.position(row, world.ledger.at.deposits) + ledger.position(row, world.ledger.at.moneyFundShares)
  );
}

function endow(world: World): void {
  const { ledger, scalars, clearingRow } = world;
  const { first } = world.rowsOf('realEconomy');
  endowRow(world, first, 'realEconomy', OPENING);
  for (const name of RESIDUAL)
    postOpening(world, first, name, ledger.position(clearingRow, world.instrument(name)));
  const money = moneyOf(world);
  scalars.set('normalPool', money);
  world.column('realEconomy.fundShareRatio')[0] =
    money > 0 ? ledger.position(first, world.ledger.at.moneyFundShares) / money : 0;
  world.column('realEconomy.startDeficit')[0] = scalars.get('deficit');
  world.column('realEconomy.startCredit')[0] = scalars.get('bankCredit');
  world.column('realEconomy.growthFactor')[0] = 1;
}

/** Parameters of single assets and savers, and where they stand. */
const own = handles((world) => ({
  wealthHabit: world.column('realEconomy.wealthHabit'),
  startCredit: world.column('realEconomy.startCredit'),
  startDeficit: world.column('realEconomy.startDeficit'),
}));

/** Parameters of activity. */
const figures = handles((world) => ({
  wealthGrowth: world.parameters.handle('realEconomy.wealthGrowth'),
  wealthHabit: world.parameters.handle('realEconomy.wealthHabit'),
  creditSpending: world.parameters.handle('realEconomy.creditSpending'),
  consumptionShortfall: world.parameters.handle('realEconomy.consumptionShortfall'),
  multiplier: world.parameters.handle('realEconomy.multiplier'),
  domesticShare: world.parameters.handle('realEconomy.domesticShare'),
  wealthEffect: world.parameters.handle('realEconomy.wealthEffect'),
  impulseHalfLife: world.parameters.handle('realEconomy.impulseHalfLife'),
  output: world.parameters.handle('realEconomy.output'),
  softwareDisruption: world.parameters.handle('realEconomy.softwareDisruption'),
}));

const terms = handles((world) => {
  const of = (name: string, asset: string) => ({
    asset: world.instrument(asset),
    value: world.parameters.handle(`realEconomy.${name}.${asset}`),
  });
  return {
    activityLoadings: EARNING_ASSETS.map((asset) => of('activityLoading', asset)),
    purchases: world.assets.map((asset) => of('purchases', asset)),
    issuance: ISSUED.map((asset) => of('netIssuance', asset)),
    savers: SAVERS.map((kind) => ({
      ...world.rowsOf(kind),
      weight: world.parameters.handle(`realEconomy.savingWeight.${kind}`),
    })),
  };
});

/** Value of the starting float at yesterday's prices, $bn. */
function broadWealth(world: World): number {
  const { demand, assets } = world;
  let wealth = 0;
  for (let a = 0; a < assets.length; a++) wealth += demand.startFloat[a] * exp(demand.lnPrice[a]);
  return wealth;
}

/** Spending above the start moves activity, and activity earnings. */
function updateActivity(world: World): void {
  const { scalars, demand, dt } = world;
  const habit = own(world).wealthHabit;
  const wealth = broadWealth(world);
  if (world.tick === 1) habit[0] = wealth;
  habit[0] *= 1 + figures(world).wealthGrowth.now * dt;
  habit[0] += world.speed(figures(world).wealthHabit.now) * (wealth - habit[0]);
  const credit = scalars.get('bankCredit') - own(world).startCredit[0];
  const today = activityImpulse(
    {
      capitalExpenditure:
        scalars.get('capitalExpenditure') -
        scalars.get('startCapitalExpenditure') +
        scalars.get('gridCapitalExpenditure'),
      deficit:
        scalars.get('deficit') - own(world).startDeficit[0] + figures(world).creditSpending.now * credit,
      wealth: wealth - habit[0],
      consumptionShortfall: figures(world).consumptionShortfall.now,
    },
    {
      multiplier: figures(world).multiplier.now,
      domesticShare: figures(world).domesticShare.now,
      wealthEffect: figures(world).wealthEffect.now,
    },
  );
  const rate = world.speed(figures(world).impulseHalfLife.now);
  scalars.set('activityImpulse', smoothedImpulse(scalars.get('activityImpulse'), today, rate));
  const before = scalars.get('activity');
  scalars.set('activity', logActivity(scalars.get('activityImpulse'), figures(world).output.now));
  const change = scalars.get('activity') - before;
  for (const { asset, value } of terms(world).activityLoadings) demand.earnings[asset] += value.now * change;
  demand.earnings[world.ledger.at.softwareEquity] -= figures(world).softwareDisruption.now * dt;
}

/**
 * Regular saving and what flows back of the money in transit (as it stood at the end of the last tick, when all
 * payments were made) go to investors in proportion to their wealth at the start.
 */
function returnMoney(world: World): void {
  const { parameters, scalars, payments, demand, scratch, dt } = world;
  const normal = scalars.get('normalPool');
  const returned = returnedMoney(
    normal + scalars.get('moneyInTransit'),
    normal,
    parameters.number('realEconomy.transactionsDemand'),
    scalars.get('activityImpulse'),
    world.speed(parameters.number('realEconomy.transitHalfLife')),
  );
  const growth = world.column('realEconomy.growthFactor')[0];
  const amount = returned + parameters.number('realEconomy.saving') * growth * dt;
  scalars.set('returnedMoney', amount / dt);
  let weights = 0;
  for (const { first, last, weight } of terms(world).savers) {
    const share = weight.now;
    for (let row = first; row < last; row++) {
      scratch[row] = share * demand.startWealth[row];
      weights += scratch[row];
    }
  }
  if (!(weights > 0)) return;
  const economy = world.rowOf('realEconomy');
  for (const { first, last } of terms(world).savers) {
    for (let row = first; row < last; row++) scratch[row] *= amount / weights;
    payments.payColumn(economy, first, last, scratch, FLOW.savings);
  }
}

/** Currency is drawn from deposits: the Fed owes it instead of reserves. */
function growCurrency(world: World): void {
  const { ledger, payments, parameters } = world;
  const row = world.rowOf('realEconomy');
  const fed = world.rowOf('fed');
  const currency = world.ledger.at.currency;
  const growth = world.column('realEconomy.growthFactor')[0];
  const drawn = parameters.number('realEconomy.currencyDemand') * growth * world.dt;
  if (drawn === 0) return;
  ledger.transfer(fed, row, currency, drawn, FLOW.currency);
  payments.pay(row, fed, drawn, FLOW.currency);
}

/** Towards the usual share of money-fund shares in money. */
function buyFundShares(world: World): void {
  const { ledger, parameters, clearingRow } = world;
  const row = world.rowOf('realEconomy');
  const speed = world.speed(parameters.number('realEconomy.fundShareHalfLife'));
  const bought = speed * world.column('realEconomy.fundShareGap')[0];
  const flow = FLOW.cashManagement;
  ledger.transfer(clearingRow, row, world.ledger.at.moneyFundShares, bought, flow);
  ledger.transfer(row, clearingRow, world.ledger.at.deposits, bought, flow);
}

/** What firms and households buy or sell beside their usual issuance: the measuring rod of price impact. */
function purchase(world: World): void {
  const { orders, dt } = world;
  const row = world.rowOf('realEconomy');
  for (const { asset, value } of terms(world).purchases) orders.place(row, asset, value.now * dt, 'issuance');
}

/** Net issuance of other firms; what it brings stays in the pool until it is spent and saved. */
function issue(world: World): void {
  const { orders, dt } = world;
  const row = world.rowOf('realEconomy');
  const growth = world.column('realEconomy.growthFactor')[0];
  for (const { asset, value } of terms(world).issuance)
    orders.place(row, asset, -(value.now * growth * dt), 'issuance');
}

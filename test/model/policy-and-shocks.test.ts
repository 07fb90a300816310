/** Section 7 of the model: every arm and shock is a parameter of an experiment file, and moves the economy. */
import { describe, expect, it } from 'vitest';
import { AGENT_KINDS } from '../../agents/index.js';
import { parameterDeclarations } from '../../src/engine/declarations.js';
import { runEconomy, shock, type Values } from './small-economy.js';

const TICKS = 15;

interface Arm {
  readonly name: string;
  readonly change: Values;
  /** Series that must differ at the end. */
  readonly moves: string;
  /** State in which the arm matters. */
  readonly given?: Values;
}

const SCHEDULED: readonly Arm[] = [
  {
    name: 'rate path',
    change: { 'fed.rateRule': 'path', 'fed.announcedRatePath': -0.01 },
    moves: 'policyRate',
  },
  { name: 'rate at once', change: { 'fed.policyRateChange': -0.0025 }, moves: 'yield.treasuryBonds' },
  {
    name: 'rate rule',
    change: { 'fed.rateRule': 'taylor', 'fed.inflationShock': 0.02 },
    moves: 'policyRate',
  },
  { name: 'QE', change: { 'fed.treasuryPurchases': 80 }, moves: 'fed.assets' },
  { name: 'QT', change: { 'fed.treasuryPurchases': -60 }, moves: 'yield.treasuryBonds' },
  {
    name: 'announced QE',
    change: { 'fed.treasuryPurchases': 80, 'fed.purchasesAnnouncedMonths': 12 },
    moves: 'termPremium',
  },
  { name: 'bill purchases', change: { 'fed.billPurchases': 40 }, moves: 'reservesChanged.fedAssets' },
  { name: 'RRP balance', change: { 'fed.reverseRepoTarget': 500 }, moves: 'fed.reverseRepo' },
  { name: 'RRP rate', change: { 'fed.reverseRepoOffset': 0 }, moves: 'fed.reverseRepo' },
  { name: 'standing repo off', change: { 'fed.standingRepo': false }, moves: 'fundingSpreadCap' },
  { name: 'Fed absorption share', change: { 'fed.absorptionShare': 0.5 }, moves: 'fed.assets' },
  { name: 'hawkish nomination', change: { 'fed.rateRule': 'hawkish' }, moves: 'yield.treasuryBonds' },
  { name: 'capex growth', change: { 'hyperscalers.capexGrowth': 0.5 }, moves: 'capitalExpenditure' },
  ...['cash', 'debt', 'equity'].map((financing) => ({
    name: `capex financed by ${financing}`,
    given: { 'hyperscalers.capexAddition': 300 },
    change: { 'hyperscalers.financing': financing },
    moves: 'hyperscalers.debt',
  })),
  {
    name: 'capital-call wave',
    given: { 'sovereignFunds.callNotice': 5 },
    change: { 'sovereignFunds.capitalCallRate': 300 },
    moves: 'capitalCalls',
  },
  {
    name: 'AI revenue disappointment',
    change: { 'hyperscalers.aiRevenueShortfall': 0.3 },
    moves: 'aiRevenue',
  },
  { name: 'revenue of labs', change: { 'aiLabs.revenueShortfall': 0.5 }, moves: 'aiLabs.burn' },
  { name: 'rival chips', change: { 'chipVendor.rivalShare': 0.3 }, moves: 'chipVendor.margin' },
  { name: 'vendor financing', change: { 'chipVendor.financing': false }, moves: 'chipVendor.financing' },
  { name: 'rent deflation', change: { 'neoclouds.rentDeflation': 0.4 }, moves: 'neoclouds.cashFlow' },
  { name: 'rent rebound', change: { 'neoclouds.rentDeflation': -0.4 }, moves: 'neoclouds.cashFlow' },
  {
    name: 'software disruption',
    change: { 'realEconomy.softwareDisruption': 0.3 },
    moves: 'price.softwareEquity',
  },
  {
    name: 'crypto leverage',
    change: { 'cryptoPerpetuals.maximumLeverage': 3 },
    moves: 'cryptoPerpetuals.openInterest',
  },
  { name: 'news for all', change: { 'news.marketShock': -5 }, moves: 'index.broad' },
  { name: 'power shortage', change: { 'power.shortage': 8 }, moves: 'capitalExpenditure' },
  { name: 'weak consumer', change: { 'realEconomy.consumptionShortfall': 500 }, moves: 'activity' },
  { name: 'margin floors', change: { 'hedgeFunds.marginFloor': 0.65 }, moves: 'hedgeFunds.marginCalls' },
  { name: 'margins of retail', change: { 'retail.marginFloor': 0.7 }, moves: 'retail.marginCalls' },
  {
    name: 'redemption gates',
    given: {
      'sovereignFunds.capitalCallRate': 10000,
      'sovereignFunds.callNotice': 1,
      'hedgeFunds.redemptionNotice': 2,
    },
    change: { 'hedgeFunds.redemptionGate': 0 },
    moves: 'hedgeFunds.navPerShare',
  },
  {
    name: 'gates of private credit',
    given: { 'privateCreditFunds.redemptionRate': 4 },
    change: { 'privateCreditFunds.redemptionGate': 0 },
    moves: 'privateCreditFunds.asked',
  },
  { name: 'bank capital requirement', change: { 'banks.capitalRequirement': 0.25 }, moves: 'banks.loans' },
  {
    name: 'half-life of money in transit',
    change: { 'realEconomy.transitHalfLife': 10 },
    moves: 'moneyInTransit',
  },
];

const AT_THE_START: readonly Arm[] = [
  { name: 'initial idle cash', change: { 'opening.initialIdleCash': 400 }, moves: 'waterLevel' },
  { name: 'speed of deployment', change: { 'retail.idleHalfLife': 5 }, moves: 'index.broad' },
  {
    name: 'elasticity of the cash margin',
    change: { 'assetManagers.attractivenessElasticity': 3 },
    moves: 'index.broad',
  },
];

function moved({ change, moves, given }: Arm, scheduled: boolean): number {
  const calm = runEconomy(TICKS, given && { set: given });
  const other = scheduled
    ? runEconomy(TICKS, { ...(given && { set: given }), schedule: shock(change) })
    : runEconomy(TICKS, { set: { ...given, ...change } });
  const [before, after] = [calm.series(moves), other.series(moves)];
  return Math.max(...after.map((value, i) => Math.abs(value - before[i]) / (Math.abs(before[i]) + 1e-3)));
}

describe('an experiment can schedule', () => {
  const schedulable = new Set(
    parameterDeclarations(AGENT_KINDS)
      .filter((one) => one.schedulable)
      .map(({ name }) => name),
  );

  it.each(SCHEDULED)('$name', (arm) => {
    expect(Object.keys(arm.change).filter((name) => !schedulable.has(name))).toEqual([]);
    expect(moved(arm, true)).toBeGreaterThan(1e-6);
  });
});

describe('an experiment can start with another', () => {
  it.each(AT_THE_START)('$name', (arm) => {
    expect(moved(arm, false)).toBeGreaterThan(1e-6);
  });
});

describe('parameters', () => {
  it('are all read by the model, under one rule, shock or another', () => {
    const busy: Values = {
      'sovereignFunds.capitalCallRate': 20000,
      'sovereignFunds.callNotice': 1,
      'hedgeFunds.redemptionNotice': 2,
      // Of nothing paid in, no part is placed in private credit.
      'insurers.netContributions': 500,
    };
    const runs = [
      runEconomy(6, { set: busy, news: true }),
      // A squeeze of miners: breaches, liquidation of their coins, and a cure.
      runEconomy(8, {
        set: {
          'cryptoMiners.leastCoverage': 10,
          'cryptoMiners.cureDays': 1,
          'cryptoMiners.liquidationDays': 2,
        },
      }),
      // A default: its auction asks who could buy.
      runEconomy(8, { set: { 'neoclouds.leastCoverage': 2, 'neoclouds.cureDays': 1 } }),
      // A lab without money: it asks for some, cuts contracts and misses a payment.
      runEconomy(4, {
        set: {
          'aiLabs.openai.deposits': 0.01,
          'aiLabs.roundInterval': 4,
          'aiLabs.reviewInterval': 4,
        },
      }),
      runEconomy(8, {
        set: {
          'privateBorrowers.testDays': 1,
          'privateBorrowers.cureDays': 1,
          'banks.hedgeShare': 1,
          'banks.transferShare': 0.5,
        },
        schedule: shock({ 'privateBorrowers.otherShortfall': 0.9, 'privateBorrowers.vehicleShortfall': 0.9 }),
      }),
      // A miner in breach, whose collateral is sold.
      runEconomy(6, { set: { 'cryptoMiners.leastCoverage': 10, 'cryptoMiners.cureDays': 1 } }),
      ...['taylor', 'put', 'hawkish'].map((rule) => runEconomy(2, { set: { 'fed.rateRule': rule } })),
    ];
    const used = new Set(runs.flatMap(({ world }) => [...world.parameters.used]));
    // Populations are read before there is a world.
    const elsewhere = /^population\./;
    const { names } = runs[0].world.parameters;
    expect(names.filter((name) => !used.has(name) && !elsewhere.test(name))).toEqual([]);
  });
});

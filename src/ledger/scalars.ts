/** Columns of one entry: the state of policy, the money market and the real economy. Names, units, meanings. */
import type { SeriesDeclaration } from './series.js';

function scalar(
  name: string,
  unit: string,
  type: SeriesDeclaration['type'],
  meaning: string,
): SeriesDeclaration {
  return { name, unit, type, meaning };
}

export const SCALARS: readonly SeriesDeclaration[] = [
  scalar('policyRate', 'per year', 'rate', 'policy rate, middle of the target range'),
  scalar(
    'expectedPolicyRate',
    'per year',
    'rate',
    'policy rate expected on average over the life of a Treasury bond',
  ),
  scalar(
    'termPremium',
    'per year',
    'rate',
    'term premium of Treasury bonds, announced Fed purchases included',
  ),
  scalar('rateNews', 'per year', 'rate', 'accumulated news on the fair Treasury yield'),
  scalar('depositRate', 'per year', 'rate', 'rate on deposits'),
  scalar('moneyFundYield', 'per year', 'rate', 'yield of money-fund shares'),
  scalar('cashReturn', 'per year', 'rate', 'return of cash: deposits and money-fund shares'),
  scalar('reserveRate', 'per year', 'rate', 'interest on reserve balances'),
  scalar('reverseRepoRate', 'per year', 'rate', 'rate of the overnight reverse repo'),
  scalar('standingRepoRate', 'per year', 'rate', 'rate of the standing repo facility'),
  scalar('billRate', 'per year', 'rate', 'rate on Treasury bills'),
  scalar('loanRate', 'per year', 'rate', 'rate on bank loans'),
  scalar('fundingSpread', 'per year', 'rate', 'cleared spread of funding loans over the policy rate'),
  scalar('startFundingSpread', 'per year', 'rate', 'funding spread at the start'),
  scalar('fundingCapacity', '$bn', 'stock', 'scale S0 of the supply of funding'),
  scalar(
    'fundingElasticity',
    'per year',
    'rate',
    'sigma: spread by which funding supply rises by a factor e',
  ),
  scalar('fundingSpreadCap', 'per year', 'rate', 'spread at which the standing repo facility lends'),
  scalar('activity', 'ratio', 'index', 'log deviation of activity from its trend'),
  scalar(
    'activityImpulse',
    '$bn/yr',
    'flow',
    'smoothed demand above its start: capex, deficit, wealth, consumption',
  ),
  scalar('normalPool', '$bn', 'stock', 'normal deposits of the real economy'),
  scalar('moneyInTransit', '$bn', 'stock', 'deposits of the real economy above normal'),
  scalar('capitalExpenditure', '$bn/yr', 'flow', 'AI capex of hyperscalers and AI builders'),
  scalar('capitalCalls', '$bn', 'flow', 'commitments called in this tick'),
  scalar('chipSales', '$bn/yr', 'flow', 'chip sales'),
  scalar('chipMargin', 'ratio', 'index', 'profit of the chip vendor from a dollar of its sales'),
  scalar('chipCapacity', 'ratio', 'index', 'capacity that a dollar of chips buys, over the start'),
  scalar('labCalls', '$bn', 'flow', 'commitments that AI labs announce to call in this tick'),
  scalar('aiRevenue', '$bn/yr', 'flow', 'revenue from AI services'),
  scalar('deficit', '$bn/yr', 'flow', 'federal deficit, interest included'),
  scalar('waterLevel', '$bn', 'stock', 'idle cash of investors above their floors, plus reverse repo'),
  scalar('idleCash', '$bn', 'stock', 'idle cash of investors above their floors'),
  scalar('lenderLosses', '$bn', 'flow', 'losses of prime brokers on closed funds'),
  scalar('broadWealthStart', '$bn', 'stock', 'value of all cleared assets at the start'),
  scalar('logVolatility', 'ratio', 'index', 'common log volatility of news'),
  scalar('volatilityState', 'ratio', 'index', 'its state, AR(1) with unit variance'),
  scalar('mortgageRate', 'per year', 'rate', 'rate on mortgage bonds outstanding'),
  scalar('privateCreditRate', 'per year', 'rate', 'rate on private-credit loans of the average borrower'),
  scalar('remittance', '$bn', 'flow', 'remitted by the Fed to the Treasury in this tick'),
  scalar(
    'treasuryRunOff',
    '$bn',
    'flow',
    'Treasury bonds of the Fed redeemed and not rolled over in this tick',
  ),
  scalar('bondIssuance', '$bn', 'flow', 'Treasury bonds issued to finance the deficit in this tick'),
  scalar(
    'vehicleIssuance',
    '$bn',
    'flow',
    'debt that hyperscalers let off-balance-sheet vehicles issue in this tick',
  ),
  scalar('startCapitalExpenditure', '$bn/yr', 'flow', 'AI capex at the start'),
  scalar('startChipSales', '$bn/yr', 'flow', 'chip sales at the start'),
  scalar(
    'aiDebtLeverage',
    'ln',
    'index',
    'log leverage of neoclouds on the life that lenders believe in, times their part of the pool',
  ),
  scalar('aiDebtDefaultRate', 'per year', 'rate', 'remembered defaults of AI-infrastructure debt'),
  scalar('aiDebtLossRate', 'per year', 'rate', 'remembered losses of AI-infrastructure debt'),
  scalar('sitesWanted', '$bn/yr', 'flow', 'AI capex that firms would carry out if power allowed'),
  scalar('sitesBuilt', '$bn/yr', 'flow', 'AI capex carried out, at the cost of the start'),
  scalar('sitesReady', 'ratio', 'index', 'share of the sites wanted that get power'),
  scalar('capacityCost', 'ratio', 'index', 'cost of AI capacity over its start, dearer sites included'),
  scalar('powerSurcharge', 'per year', 'rate', 'extra cost of power for each dollar of AI capital'),
  scalar('gridCapitalExpenditure', '$bn/yr', 'flow', 'grid and generation capex for data centres'),
  scalar('bankCredit', '$bn/yr', 'flow', 'net bank credit to the real economy'),
  scalar('returnedMoney', '$bn/yr', 'flow', 'money returned from the real economy to investors as saving'),
];

export type ScalarName = string;

/** A scalar found once. */
export class ScalarHandle {
  constructor(
    private readonly values: Float64Array,
    private readonly position: number,
  ) {}

  get now(): number {
    return this.values[this.position];
  }

  add(value: number): void {
    this.values[this.position] += value;
  }
}

/** The scalars as named accessors over one column. */
export class Scalars {
  private readonly index = new Map<string, number>();

  constructor(readonly values: Float64Array) {
    for (const [position, { name }] of SCALARS.entries()) this.index.set(name, position);
  }

  /** Where a scalar stands, for code that reads it often; throws on an unknown name. */
  handle(name: ScalarName): ScalarHandle {
    return new ScalarHandle(this.values, this.at(name));
  }

  get(name: ScalarName): number {
    return this.values[this.at(name)];
  }

  set(name: ScalarName, value: number): void {
    this.values[this.at(name)] = value;
  }

  add(name: ScalarName, value: number): void {
    this.values[this.at(name)] += value;
  }

  private at(name: string): number {
    const position = this.index.get(name);
    if (position === undefined) throw new Error(`no scalar is named '${name}'`);
    return position;
  }
}

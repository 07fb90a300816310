/** Hyperscalers as their mechanisms see them: who they are, what they own, the terms they act by. */
import { HYPERSCALERS } from '../ledger/ai-firms.js';
import { purchasesOf, salesOf } from '../ledger/compute-contracts.js';
import { handles } from '../ledger/handles.js';
import { joined } from '../ledger/names.js';
import type { ParameterHandle } from '../ledger/parameters.js';
import { leasesOf } from '../ledger/site-leases.js';
import type { World } from '../ledger/world.js';

export const KIND = 'hyperscalers';
export const FIRMS: readonly string[] = HYPERSCALERS;
export const PURCHASES = FIRMS.map((_, i) => purchasesOf(KIND, i));
export const SALES = FIRMS.map((_, i) => salesOf(KIND, i));
/** Those who have sold computing under contract. */
export const SELLERS = FIRMS.map((_, i) => i).filter((i) => SALES[i].length > 0);
export const LEASED = FIRMS.map((_, i) => leasesOf(KIND, i));
/** Instrument of each opening figure and its sign in the books. */
export const BOOKS: readonly (readonly [figure: string, instrument: string, sign: number])[] = [
  ['marketCap', 'megacapEquity', -1],
  ['deposits', 'deposits', 1],
  ['moneyFundShares', 'moneyFundShares', 1],
  ['treasuryBonds', 'treasuryBonds', 1],
  ['aiInvestmentGradeBonds', 'aiInvestmentGradeBonds', -1],
  ['bankLoans', 'bankLoans', -1],
  ['privateAiEquity', 'privateAiEquity', 1],
];
export const FINANCING = ['waterfall', 'cash', 'debt', 'equity'];
export const NO_LIMIT = 1e9;
/** Part of its Treasuries that a firm sells in a tick: dollars fix the order, and the price may fall before it is filled. */
export const SALEABLE = 0.8;
/** Log earnings cannot fall by more than ln 0.2 through depreciation alone. */
export const LEAST_EARNINGS = 0.2;

export const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    first: world.rowOf(KIND),
    economy: world.rowOf('realEconomy'),
    power: world.hasKind('power') ? world.rowOf('power') : -1,
    builders: world.hasKind('aiBuilders') ? world.rowOf('aiBuilders') : -1,
    income: world.column('income'),
    activity: world.scalars.handle('activity'),
    powerSurcharge: world.scalars.handle('powerSurcharge'),
    vehicleIssuance: world.scalars.handle('vehicleIssuance'),
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
export const terms = handles((world) => {
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
export const figures = handles((world) => {
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

const FULL_NAMES = FIRMS.map((firm) => `${KIND}.${firm}`);

/** Names of the series of each firm, put together once. */
export const SERIES = FIRMS.map((firm) => ({
  capitalExpenditure: `${KIND}.capitalExpenditure.${firm}`,
  concession: `${KIND}.concession.${firm}`,
  cash: `${KIND}.cash.${firm}`,
  concentration: `${KIND}.concentration.${firm}`,
  herfindahl: `${KIND}.herfindahl.${firm}`,
}));

const otherSales = handles((world) =>
  FULL_NAMES.map((name, i) =>
    SALES[i].length > 0 ? world.parameters.handle(joined(name, 'otherContracts')) : undefined,
  ),
);

/** What a seller has contracted with other customers than labs, $bn. */
export function otherContracts(world: World, i: number): number {
  return (otherSales(world)[i] as ParameterHandle).now;
}

/** A figure that only some firms have. */
export function figure(world: World, i: number, name: string): number {
  return world.parameters.number(joined(FULL_NAMES[i], name));
}

export function position(world: World, i: number, instrument: number): number {
  return world.ledger.position(own(world).first + i, instrument);
}

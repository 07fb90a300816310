/** Borrowers of private credit as their mechanisms see them: who they are, what they own, where each stands. */
import { FLOW } from '../ledger/flows.js';
import { handles } from '../ledger/handles.js';
import { LENDERS } from '../ledger/loan-contracts.js';
import type { ParameterHandle } from '../ledger/parameters.js';
import { LEASES } from '../ledger/site-leases.js';
import type { World } from '../ledger/world.js';

export const KIND = 'privateBorrowers';
export const FUNDS = 'privateCreditFunds';
/** Deals of the essays; the tenant whose books stand behind the rent, by its row among hyperscalers, -1: nobody's. */
export const DEALS: readonly (readonly [name: string, tenant: number])[] = LEASES.map(
  ({ vehicle, tenantKind, tenant }) => [vehicle, tenantKind === 'hyperscalers' ? tenant : -1],
);
export const SOFTWARE = 16;
export const OTHERS = 32;
export const ROWS = DEALS.length + SOFTWARE + OTHERS;
export const SOUND = 0;
export const ACCELERATED = 1;
export const GONE = 2;
/** $bn: less is rounding. */
export const ROUNDING = 1e-9;
/** $bn a year: ratios of a borrower without cash flow stay finite. */
export const LEAST_CASH_FLOW = 1e-3;
/** Standard deviations at which draws of leverage are cut. */
export const LARGEST_DRAW = 1.5;

export const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  /** A figure of each deal, or the one that all firms share. */
  const figures = (deal: string, firms: string): ParameterHandle[] =>
    Array.from({ length: ROWS }, (_, i) => number(i < DEALS.length ? `${DEALS[i][0]}.${deal}` : firms));
  return {
    first: world.rowOf(KIND),
    economy: world.rowOf('realEconomy'),
    deposits: world.ledger.at.deposits,
    softwareEquity: world.ledger.at.softwareEquity,
    valueEquity: world.ledger.at.valueEquity,
    aiBonds: world.ledger.at.aiInvestmentGradeBonds,
    treasuryBonds: world.ledger.at.treasuryBonds,
    concession: world.column('hyperscalers.concession'),
    vehiclePremium: number('vehiclePremium'),
    operatingIncome: FLOW.operatingIncome,
    refuses: world.column(`${FUNDS}.refuses`),
    lendable: world.column(`${FUNDS}.lendable`),
    dividends: FLOW.dividends,
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
    breached: column('breached'),
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
export const SERIES = {
  debt: `${KIND}.debt`,
  coverage: `${KIND}.coverage`,
  capitalised: `${KIND}.capitalised`,
  inBreach: `${KIND}.inBreach`,
  defaults: `${KIND}.defaults`,
  lost: `${KIND}.lost`,
  recovery: `${KIND}.recovery`,
} as const;
export const SPREADS = DEALS.map(([deal]) => `${KIND}.spread.${deal}`);

export function table(name: string, unit: string, meaning: string) {
  return {
    name: `${KIND}.${name}`,
    unit,
    meaning: `${meaning}, [borrower × lender]`,
    length: ROWS * LENDERS,
  };
}

export function leaseColumn(name: string, unit: string, meaning: string) {
  return { name: `${KIND}.${name}`, unit, meaning: `${meaning}, [lease]`, length: DEALS.length };
}

export function number(world: World, name: string): number {
  return world.parameters.number(`${KIND}.${name}`);
}

export function isSoftware(i: number): boolean {
  return i >= DEALS.length && i < DEALS.length + SOFTWARE;
}

export function rowOf(world: World, i: number): number {
  return own(world).first + i;
}

export function deposits(world: World, i: number): number {
  return world.ledger.position(rowOf(world, i), own(world).deposits);
}

export function stateOf(world: World, i: number): number {
  return own(world).state[i];
}

export function inTrouble(world: World, i: number): boolean {
  return own(world).missedTicks[i] > 0 || own(world).breachTicks[i] > 0;
}

export function amortisation(world: World, i: number): number {
  return own(world).amortisation[i].now;
}

/** Columns, parameters and places of borrowers against chips and of their market, looked up once in a world. */
import { handles } from '../ledger/handles.js';
import { joined } from '../ledger/names.js';
import type { ParameterHandle } from '../ledger/parameters.js';
import type { World } from '../ledger/world.js';

/** The pool in which the debt is sold. */
export const POOL = 'aiInfrastructureDebt';

/** Vintages of loans that are told apart: issued before the opening, in the first year, later. */
export const ISSUES = ['before', 'firstYear', 'later'] as const;

/** The names of a kind, and of its firms. */
interface Named {
  readonly kind: string;
  readonly firms: readonly string[];
}

/** Names of the series that every kind records. */
function seriesOf({ kind, firms }: Named) {
  const each = (name: string): readonly string[] => firms.map((firm) => `${kind}.${name}.${firm}`);
  return {
    capacity: `${kind}.capacity`,
    bookValue: `${kind}.bookValue`,
    hiddenLoss: `${kind}.hiddenLoss`,
    debt: `${kind}.debt`,
    cashFlow: `${kind}.cashFlow`,
    defaults: `${kind}.defaults`,
    destroyed: `${kind}.destroyed`,
    recovery: `${kind}.recovery`,
    inBreach: `${kind}.inBreach`,
    issueDebt: ISSUES.map((issue) => `${kind}.issueDebt.${issue}`),
    issueSpread: ISSUES.map((issue) => `${kind}.issueSpread.${issue}`),
    issueLost: ISSUES.map((issue) => `${kind}.issueLost.${issue}`),
    coverage: each('coverage'),
    loanToValue: each('loanToValue'),
    concession: each('concession'),
    concentration: each('concentration'),
    herfindahl: each('herfindahl'),
  };
}

/** What a kind of borrowers has, see declarations.ts for what each is. */
export function lookUpBorrowers(world: World, { kind, firms }: Named) {
  const column = (name: string): Float64Array => world.column(joined(kind, name));
  const number = (name: string): ParameterHandle => world.parameters.handle(joined(kind, name));
  const figures = (name: string): readonly ParameterHandle[] =>
    firms.map((firm) => number(joined(firm, name)));
  return {
    series: seriesOf({ kind, firms }),
    first: world.rowOf(kind),
    pool: world.ledger.at[POOL],
    treasuryBonds: world.ledger.at.treasuryBonds,
    deposits: world.ledger.at.deposits,
    bankLoans: world.ledger.at.bankLoans,
    cost: column('cost'),
    capacity: column('capacity'),
    principal: column('principal'),
    spread: column('spread'),
    spreadAtIssue: column('spreadAtIssue'),
    lostByIssue: column('lostByIssue'),
    maturity: column('maturity'),
    plan: column('plan'),
    putOff: column('putOff'),
    toPay: column('toPay'),
    running: column('running'),
    contracted: column('contracted'),
    loanSpread: column('loanSpread'),
    concession: column('concession'),
    cashFlow: column('cashFlow'),
    usualCash: column('usualCash'),
    state: column('state'),
    unpaid: column('unpaid'),
    missedTicks: column('missedTicks'),
    breachTicks: column('breachTicks'),
    defaultTicks: column('defaultTicks'),
    startCapacity: column('startCapacity'),
    startLeverage: column('startLeverage'),
    readiness: column('readiness'),
    failures: column('failures'),
    defaulted: column('defaulted'),
    destroyed: column('destroyed'),
    average: column('pool'),
    day: column('day'),
    capexGrowth: number('capexGrowth'),
    advanceRate: number('advanceRate'),
    equityShare: number('equityShare'),
    amortisedShare: number('amortisedShare'),
    leastCoverage: number('leastCoverage'),
    largestLoanToValue: number('largestLoanToValue'),
    headroom: number('headroom'),
    cureDays: number('cureDays'),
    graceDays: number('graceDays'),
    contractShare: figures('contractShare'),
    /** Of some firms alone. */
    concentration: firms.map((firm) => {
      const name = joined(kind, joined(firm, 'concentration'));
      return world.parameters.has(name) ? world.parameters.handle(name) : undefined;
    }),
    vacant: world.columns.has(joined(kind, 'vacant')) ? column('vacant') : new Float64Array(0),
    tenor: figures('tenor'),
  };
}

export type Handles = ReturnType<typeof lookUpBorrowers>;

/** Prices and lives of the compute market, the same for all who own chips. */
export const marketOf = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(joined('neoclouds', name));
  return {
    pool: world.ledger.at[POOL],
    rentIndex: world.column('neoclouds.rentIndex'),
    guaranteed: world.columns.has('chipVendor.guaranteed')
      ? world.column('chipVendor.guaranteed')
      : new Float64Array(0),
    marketRent: world.column('neoclouds.marketRent'),
    lenderLife: world.column('neoclouds.lenderLife'),
    backstopPrice: world.parameters.handle('treasury.computeDebtPrice'),
    contractPlanResponse: world.parameters.handle('hyperscalers.contractPlanResponse'),
    powerSurcharge: world.scalars.handle('powerSurcharge'),
    sitesBuilt: world.scalars.handle('sitesBuilt'),
    economy: world.rowOf('realEconomy'),
    demandAtStart: world.parameters.handle('hyperscalers.aiRevenue'),
    reletHalfLife: world.parameters.handle('hyperscalers.reletHalfLife'),
    rentDeflation: number('rentDeflation'),
    rentYield: number('rentYield'),
    operatingCost: number('operatingCost'),
    scarcityElasticity: number('scarcityElasticity'),
    contractHalfLife: number('contractHalfLife'),
    economicLife: number('economicLife'),
    assumedLife: number('assumedLife'),
    outsideCash: number('outsideCash'),
    outsideRoom: number('outsideRoom'),
    outsideReturn: number('outsideReturn'),
    scrapValue: number('scrapValue'),
    learning: number('learning'),
    defaultHalfLife: number('defaultHalfLife'),
    entrySpeed: number('entrySpeed'),
    founderPremium: number('founderPremium'),
  };
});

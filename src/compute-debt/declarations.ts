/** Parameters, columns and series that every kind of borrowers against chips declares. */
import { salesOf } from '../ledger/compute-contracts.js';
import {
  type ColumnShape,
  fixed,
  type NumberDeclaration,
  recorded,
  rowColumn,
  scheduled,
  singleColumn,
} from '../ledger/declare.js';
import type { SeriesDeclaration } from '../ledger/series.js';
import { type Borrowers, POOL } from './borrowers.js';
import { VINTAGES } from './fleet.js';
import { ISSUES } from './handles.js';
import { LOANS } from './loans.js';

/** What every firm starts with. */
export function firmParameters({ kind, firms }: Borrowers): NumberDeclaration[] {
  return firms.flatMap((firm, index) => {
    const name = (figure: string): string => `${kind}.${firm}.${figure}`;
    return [
      fixed(name(POOL), '$bn', [0, 500], `debt of ${firm} secured on chips at the start`),
      fixed(name('deposits'), '$bn', [0, 500], `deposits of ${firm} at the start`),
      fixed(name('capitalExpenditure'), '$bn/yr', [0, 500], `capex of ${firm} at the start`),
      fixed(name('contractShare'), 'ratio', [0, 1], `share of the capacity of ${firm} under contract`),
      // Of firms whose customers are not in the book of contracts.
      ...(salesOf(kind, index).length === 0
        ? [fixed(name('concentration'), 'ratio', [0, 1], `largest customer of ${firm} in its revenue`)]
        : []),
      fixed(name('tenor'), 'years', [1, 10], `years from issue to maturity of the loans of ${firm}`),
    ];
  });
}

/** Terms of loans, covenants and bids. */
export function loanParameters({ kind }: Borrowers): NumberDeclaration[] {
  const name = (figure: string): string => `${kind}.${figure}`;
  return [
    scheduled(name('capexGrowth'), 'per year', [-20, 5], 'growth of planned capex'),
    fixed(name('capitalGrowthHistory'), 'per year', [0, 3], 'growth of capex before the start'),
    fixed(name('advanceRate'), 'ratio', [0, 1], 'largest part of new chips that is lent'),
    fixed(name('equityShare'), 'ratio', [0, 1], 'largest part of new chips that owners pay'),
    fixed(name('amortisedShare'), 'ratio', [0, 1], 'part of a loan due before maturity'),
    scheduled(name('leastCoverage'), 'ratio', [0, 10], 'covenant: least cash flow over debt service'),
    fixed(
      name('largestLoanToValue'),
      'ratio',
      [0.05, 5],
      'covenant: largest debt over chips on the assumed life',
    ),
    fixed(name('headroom'), 'ratio', [0, 0.5], 'room beyond the covenants that ends a breach'),
    fixed(name('cureDays'), 'days', [1, 1000], 'time to cure a breach before acceleration'),
    fixed(name('graceDays'), 'days', [1, 1000], 'time to make up for a missed payment before acceleration'),
    fixed(name('cashFloorShare'), 'ratio', [0, 1], 'share of usual cash that bidders keep'),
    fixed(name('powerReserve'), 'ratio', [0, 5], 'kilowatts free over those in use'),
  ];
}

export function borrowerColumns({ kind, firms }: Borrowers): ColumnShape[] {
  const name = (column: string): string => `${kind}.${column}`;
  const table = (column: string, unit: string, meaning: string, width: number): ColumnShape => ({
    name: name(column),
    unit,
    meaning: `${meaning}, [firm × year]`,
    length: firms.length * width,
  });
  return [
    table('cost', '$bn', 'price paid for chips, by year of purchase', VINTAGES),
    table('capacity', '$bn', 'price of new chips that would earn as much, by year', VINTAGES),
    table('principal', '$bn', 'loans by year of issue', LOANS),
    table('spread', 'per year', 'their spread over the pool', LOANS),
    table('spreadAtIssue', 'per year', 'their spread over Treasury bonds when they were issued', LOANS),
    table('maturity', 'tick', 'their last tick', LOANS),
    rowColumn(name('plan'), '$bn/yr', 'planned capex'),
    rowColumn(name('putOff'), '$bn', 'capex that waits for sites'),
    rowColumn(name('toPay'), '$bn', 'capex of this tick'),
    rowColumn(name('running'), '$bn/yr', 'power and running costs of the chips'),
    rowColumn(name('contracted'), 'ratio', 'mean contracted rent over the rent at the start'),
    rowColumn(name('loanSpread'), 'per year', 'mean spread of the loans over the pool'),
    rowColumn(name('concession'), 'per year', 'spread of a new loan over the pool'),
    rowColumn(name('cashFlow'), '$bn/yr', 'rents and other income less running costs'),
    rowColumn(name('usualCash'), '$bn', 'deposits at the start'),
    rowColumn(name('state'), 'state', 'sound 0, accelerated 1, gone 2'),
    rowColumn(name('unpaid'), '$bn', 'principal due and not paid'),
    rowColumn(name('missedTicks'), 'ticks', 'ticks since a payment was missed'),
    rowColumn(name('breachTicks'), 'ticks', 'ticks since a covenant was breached'),
    rowColumn(name('defaultTicks'), 'ticks', 'ticks since the debt was accelerated'),
    rowColumn(name('readiness'), 'ratio', 'how far founders are who would take the place of a failed firm'),
    singleColumn(name('failures'), 'count', 'firms that have defaulted so far'),
    singleColumn(name('startCapacity'), '$bn', 'capacity of all at the start'),
    singleColumn(name('startLeverage'), 'years', 'debt over cash flow of all at the start'),
    singleColumn(name('defaulted'), '$bn', 'debt in default so far'),
    singleColumn(name('destroyed'), '$bn', 'pool units destroyed so far'),
    {
      name: name('lostByIssue'),
      unit: '$bn',
      meaning: 'pool units destroyed so far by vintage of the loan: before the opening, first year, later',
      length: ISSUES.length,
    },
    {
      name: name('pool'),
      unit: 'ratio',
      meaning: 'leverage, coverage, concentration of the average',
      length: 3,
    },
    { name: name('day'), unit: '$bn', meaning: 'defaulted and destroyed in this tick', length: 2 },
  ];
}

export function fleetSeries({ kind }: Borrowers): SeriesDeclaration[] {
  const name = (series: string): string => `${kind}.${series}`;
  return [
    recorded(name('capacity'), '$bn', 'stock', 'chips, at the price of new ones that earn as much'),
    recorded(name('bookValue'), '$bn', 'stock', 'chips on the life that lenders believe in'),
    recorded(
      name('hiddenLoss'),
      '$bn',
      'stock',
      'what lenders count of chips beyond the value of their rents',
    ),
    recorded(name('debt'), '$bn', 'stock', 'debt secured on chips, at face'),
    recorded(name('cashFlow'), '$bn/yr', 'flow', 'rents and other income less running costs'),
  ];
}

export function defaultSeries({ kind, firms }: Borrowers): SeriesDeclaration[] {
  const name = (series: string): string => `${kind}.${series}`;
  return [
    recorded(name('defaults'), 'count', 'count', 'firms that have defaulted so far'),
    recorded(name('destroyed'), '$bn', 'stock', 'debt destroyed by defaults so far, at face'),
    recorded(name('recovery'), 'ratio', 'index', 'share recovered of all debt in default so far; 1 without'),
    recorded(name('inBreach'), 'count', 'count', 'firms that stand in breach of a covenant'),
    ...ISSUES.flatMap((issue) => issueSeries(name, issue)),
    ...firms.flatMap((firm) => firmSeries(name, firm)),
    ...firms
      .filter((_, i) => salesOf(kind, i).length > 0)
      .map((firm) =>
        recorded(
          name(`herfindahl.${firm}`),
          'ratio',
          'index',
          `concentration of what ${firm} has sold on its customers`,
        ),
      ),
  ];
}

const ISSUED = {
  before: 'before the opening',
  firstYear: 'in the first year',
  later: 'after the first year',
} as const;

function issueSeries(name: (series: string) => string, issue: (typeof ISSUES)[number]): SeriesDeclaration[] {
  const loans = `loans issued ${ISSUED[issue]}`;
  return [
    recorded(name(`issueDebt.${issue}`), '$bn', 'stock', `${loans}, at face`),
    recorded(
      name(`issueSpread.${issue}`),
      'per year',
      'rate',
      `mean spread at issue over Treasury bonds of ${loans}; 0 without any`,
    ),
    recorded(name(`issueLost.${issue}`), '$bn', 'stock', `${loans}, destroyed by defaults so far`),
  ];
}

function firmSeries(name: (series: string) => string, firm: string): SeriesDeclaration[] {
  return [
    recorded(
      name(`coverage.${firm}`),
      'ratio',
      'index',
      `cash flow of ${firm} over debt service, at most 100`,
    ),
    recorded(name(`loanToValue.${firm}`), 'ratio', 'index', `debt of ${firm} over chips, at most 100`),
    recorded(name(`concession.${firm}`), 'per year', 'rate', `spread of a new loan of ${firm} over the pool`),
    recorded(
      name(`concentration.${firm}`),
      'ratio',
      'index',
      `largest customer of ${firm} in what is contracted`,
    ),
  ];
}

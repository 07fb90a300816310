/**
 * Borrowers of private credit: the vehicles of the essays' deals (Meta's, the sites leased to Oracle, xAI's chips),
 * software firms and other firms without access to markets (model sections 1 and 6).
 *
 * Each owes contracts to single lenders, at a spread over the policy rate that one concession rule sets for all. Cash
 * flow pays interest and what falls due; interest that it does not cover is added to the debt; owners get the rest. Who
 * breaches a covenant or misses a payment for too long is accelerated, its firm sold to buyers with so much cash, and
 * what is not recovered is lost by its lenders the same day.
 */
import type { AgentKind } from '../src/agent-kind.js';
import { recorded, rowColumn, singleColumn } from '../src/ledger/declare.js';
import { addPrivateLoans, LENDERS, owedBy } from '../src/ledger/loan-contracts.js';
import { addLeases } from '../src/ledger/site-leases.js';
import { PARAMETERS } from '../src/private-credit/borrower-parameters.js';
import {
  DEALS,
  GONE,
  inTrouble,
  KIND,
  leaseColumn,
  own,
  ROWS,
  SERIES,
  SOUND,
  SPREADS,
  stateOf,
  table,
} from '../src/private-credit/borrowers.js';
import { serviceOf, testCovenants } from '../src/private-credit/breaches.js';
import { earn, enter } from '../src/private-credit/cash-flow.js';
import { liquidate } from '../src/private-credit/liquidation.js';
import { endow } from '../src/private-credit/opening.js';
import { setRates } from '../src/private-credit/rates.js';
import { borrowAnew, serve, useSurplus } from '../src/private-credit/service.js';

export const privateBorrowers: AgentKind = {
  name: KIND,
  label: 'Private borrowers',
  meaning:
    "vehicles of the essays' deals, software and other firms that borrow from private-credit funds and banks",
  rows: ROWS,
  rowNames: DEALS.map(([deal]) => deal),
  parameters: PARAMETERS,
  columns: [
    table('principal', '$bn', 'owed'),
    table('spread', 'per year', 'spread over the policy rate'),
    table('maturity', 'tick', 'last tick'),
    rowColumn(`${KIND}.startCashFlow`, '$bn/yr', 'cash flow at the start'),
    rowColumn(`${KIND}.cashFlow`, '$bn/yr', 'cash flow before debt service'),
    rowColumn(`${KIND}.news`, 'ln', 'own news on log cash flow that has not faded'),
    rowColumn(`${KIND}.usualCash`, '$bn', 'deposits at the start'),
    rowColumn(`${KIND}.fairSpread`, 'per year', 'spread of a new loan over the policy rate'),
    rowColumn(`${KIND}.margin`, 'per year', 'mean spread of loans of funds less that of the pool'),
    rowColumn(`${KIND}.bankMargin`, 'per year', 'rate of loans of banks less that of bank loans'),
    rowColumn(`${KIND}.mark`, 'ratio', 'fair mark of its loans, share of face'),
    rowColumn(`${KIND}.state`, 'state', 'sound 0, accelerated 1, gone 2'),
    rowColumn(`${KIND}.unpaid`, '$bn', 'interest and principal due and not paid today'),
    rowColumn(`${KIND}.missedTicks`, 'ticks', 'ticks since a payment was missed'),
    rowColumn(`${KIND}.breachTicks`, 'ticks', 'ticks since a covenant was breached'),
    rowColumn(`${KIND}.breached`, 'choice', '1: coverage is breached, 2: loan to value'),
    rowColumn(`${KIND}.readiness`, 'ratio', 'how far founders are who would take the place of a failed firm'),
    singleColumn(`${KIND}.failures`, 'count', 'borrowers that have defaulted so far'),
    singleColumn(`${KIND}.startRate`, 'per year', 'rate of the average new loan at the start'),
    singleColumn(`${KIND}.poolRate`, 'per year', 'rate of the average new loan'),
    singleColumn(`${KIND}.buyers`, '$bn', 'cash of buyers of defaulted firms'),
    singleColumn(`${KIND}.defaulted`, '$bn', 'debt in default so far'),
    singleColumn(`${KIND}.lost`, '$bn', 'debt lost by lenders so far'),
    {
      name: `${KIND}.pool`,
      unit: 'ratio',
      meaning: 'leverage, coverage, concentration of the average',
      length: 3,
    },
    leaseColumn('leaseRent', '$bn/yr', 'rent agreed'),
    leaseColumn('leasedDebt', '$bn', 'debt of the vehicle at the start'),
    leaseColumn('leasePaid', '$bn', 'rent paid in this tick'),
    {
      name: `${KIND}.capitalised`,
      unit: '$bn',
      meaning: 'interest of the tick added to debt, by lender',
      length: LENDERS,
    },
  ],
  series: [
    recorded(`${KIND}.debt`, '$bn', 'stock', 'debt to private-credit funds and banks, at face'),
    recorded(`${KIND}.coverage`, 'ratio', 'index', 'cash flow of all over their debt service'),
    recorded(`${KIND}.capitalised`, '$bn', 'flow', 'interest of the tick added to debt instead of paid'),
    recorded(`${KIND}.inBreach`, '$bn', 'stock', 'debt of borrowers in breach or with a payment missed'),
    recorded(`${KIND}.defaults`, 'count', 'count', 'borrowers that have defaulted so far'),
    recorded(`${KIND}.lost`, '$bn', 'stock', 'debt lost by lenders in defaults so far'),
    recorded(`${KIND}.recovery`, 'ratio', 'index', 'share recovered of debt in default so far; 1 without'),
    ...DEALS.map(([deal]) =>
      recorded(
        `${KIND}.spread.${deal}`,
        'per year',
        'rate',
        `spread of a new loan of ${deal} over the policy rate`,
      ),
    ),
  ],
  endow,
  obligations(world) {
    const { buyers } = own(world);
    buyers[0] += world.speed(own(world).buyersHalfLife.now) * (own(world).buyersCash.now - buyers[0]);
    own(world).capitalised.fill(0);
    for (let i = 0; i < ROWS; i++) {
      if (stateOf(world, i) === GONE) {
        if (i >= DEALS.length) enter(world, i);
        continue;
      }
      earn(world, i);
      serve(world, i);
      if (stateOf(world, i) === SOUND) useSurplus(world, i);
    }
  },
  settle(world) {
    borrowAnew(world);
    liquidate(world);
  },
  marks(world) {
    for (let i = 0; i < ROWS; i++) if (stateOf(world, i) === SOUND) testCovenants(world, i);
    setRates(world);
  },
  contracts(world, add) {
    for (let i = 0; i < ROWS; i++) addPrivateLoans(world, i, add);
    addLeases(world, add);
  },
  record(world, write) {
    const { cashFlow, capitalised, defaulted, lost, fairSpread } = own(world);
    const sums = { service: 0, debt: 0, cashFlow: 0, inBreach: 0, capitalised: 0 };
    for (let i = 0; i < ROWS; i++) {
      const owed = owedBy(world, i);
      sums.service += serviceOf(world, i);
      sums.debt += owed;
      sums.cashFlow += cashFlow[i];
      if (inTrouble(world, i)) sums.inBreach += owed;
    }
    for (let lender = 0; lender < LENDERS; lender++) sums.capitalised += capitalised[lender];
    write(SERIES.debt, sums.debt);
    write(SERIES.coverage, sums.service > 0 ? sums.cashFlow / sums.service : 0);
    write(SERIES.capitalised, sums.capitalised);
    write(SERIES.inBreach, sums.inBreach);
    write(SERIES.defaults, own(world).failures[0]);
    write(SERIES.lost, lost[0]);
    write(SERIES.recovery, defaulted[0] > 0 ? 1 - lost[0] / defaulted[0] : 1);
    for (let i = 0; i < DEALS.length; i++) write(SPREADS[i], fairSpread[i]);
  },
};

/**
 * Neoclouds: firms that rent out computing capacity bought with debt secured on it (model section 6).
 *
 * Each owns chips by year of purchase. Rents fade over the economic life, books over the assumed one. Debt service and
 * capex are paid from rents, then from loans as far as collateral on the assumed life allows, then by owners. Loans
 * amortise and end in a balloon, which lenders roll over or not. Who misses a payment or breaches a covenant and does
 * not cure it is accelerated: its chips are seized and auctioned, and what is not recovered is destroyed in the pool.
 * All of it is shared with other borrowers against chips, in src/compute-debt.
 */
import type { AgentKind } from '../src/agent-kind.js';
import { liquidate } from '../src/compute-debt/auction.js';
import { Borrowers, GONE, POOL } from '../src/compute-debt/borrowers.js';
import {
  borrowerColumns,
  defaultSeries,
  firmParameters,
  fleetSeries,
  loanParameters,
} from '../src/compute-debt/declarations.js';
import { finance } from '../src/compute-debt/finance.js';
import { capacityOf, openFleet, startYear } from '../src/compute-debt/fleet.js';
import { leverageOf, setConcessions, setPool, tellLenders } from '../src/compute-debt/issuers.js';
import { followPosition, openLoans, openSpreads, repayDue } from '../src/compute-debt/loans.js';
import { earnRents, markBorrowers, settleBorrowers } from '../src/compute-debt/operate.js';
import { recordBorrowers } from '../src/compute-debt/record.js';
import { lenderLife, marketRent, openRents, rentOf, setRents } from '../src/compute-debt/rents.js';
import { openCapex } from '../src/ledger/chip-purchase.js';
import { fixed, recorded, scheduled, singleColumn } from '../src/ledger/declare.js';
import { postOpening } from '../src/ledger/opening.js';
import type { World } from '../src/ledger/world.js';

const FIRMS = new Borrowers('neoclouds', [
  'coreweave',
  'crusoe',
  'nebius',
  'lambda',
  'iren',
  'nscale',
  'fluidstack',
]);

/** The compute market, which all borrowers against chips share. */
const MARKET_PARAMETERS = [
  scheduled(
    'neoclouds.rentDeflation',
    'per year',
    [-20, 50],
    'fall of the rents of all chips, beside the fading of generations; negative: a rebound',
  ),
  fixed('neoclouds.rentYield', 'per year', [0, 3], 'rent of new chips over their price'),
  fixed(
    'neoclouds.operatingCost',
    'per year',
    [0, 3],
    'power and running costs of new chips over their price',
  ),
  fixed('neoclouds.scarcityElasticity', 'ratio', [0, 3], 'elasticity of rents to demand over capacity'),
  fixed(
    'neoclouds.contractHalfLife',
    'days',
    [1, 5000],
    'half-life with which contracted rents follow the market',
  ),
  fixed('neoclouds.economicLife', 'years', [0.5, 30], 'life over which rents of a generation fade'),
  fixed('neoclouds.assumedLife', 'years', [0.5, 15], 'life over which books and lenders write chips off'),
  scheduled(
    'neoclouds.outsideCash',
    '$bn',
    [0, 1000],
    'cash of other bidders for seized chips, each auction',
  ),
  scheduled(
    'neoclouds.outsideRoom',
    '$bn',
    [0, 1000],
    'chips, at the price of new ones, that they can power',
  ),
  fixed('neoclouds.outsideReturn', 'per year', [0, 1], 'return that they want beyond that of neoclouds'),
  fixed(
    'neoclouds.scrapValue',
    'ratio',
    [0, 0.5],
    'scrap value over the price of a new chip of the same capacity',
  ),
  fixed(
    'neoclouds.learning',
    'ratio',
    [0, 50],
    'part of the gap between assumed and economic life that lenders learn for each share of capacity seized',
  ),
  fixed('neoclouds.defaultHalfLife', 'days', [5, 5000], 'half-life with which lenders forget defaults'),
];

export const neoclouds: AgentKind = {
  name: 'neoclouds',
  label: 'Neoclouds',
  meaning: 'CoreWeave and six others that rent out chips bought with secured debt',
  rows: FIRMS.count,
  parameters: [...firmParameters(FIRMS), ...loanParameters(FIRMS), ...MARKET_PARAMETERS],
  columns: [
    ...borrowerColumns(FIRMS),
    singleColumn('neoclouds.rentIndex', 'ratio', 'price of computing over its start, without scarcity'),
    singleColumn(
      'neoclouds.marketRent',
      'ratio',
      'market rent of this tick over its start, for the age of chips',
    ),
    singleColumn('neoclouds.startCapacity', '$bn', 'capacity of all at the start'),
    singleColumn('neoclouds.lenderLife', 'years', 'life of chips that lenders believe in'),
  ],
  series: [
    ...fleetSeries(FIRMS),
    recorded('neoclouds.rent', 'ratio', 'index', 'market rent of a generation over its start, for its age'),
    recorded('neoclouds.lenderLife', 'years', 'stock', 'life of chips that lenders believe in'),
    ...defaultSeries(FIRMS),
  ],
  endow,
  obligations(world) {
    setRents(world, capacityOfAll(world) / world.column('neoclouds.startCapacity')[0]);
    startYear(world, FIRMS);
    for (let i = 0; i < FIRMS.count; i++) {
      if (FIRMS.state(world, i) === GONE) continue;
      followPosition(world, FIRMS, i);
      earnRents(world, FIRMS, i);
      repayDue(world, FIRMS, i);
      finance(world, FIRMS, i);
    }
  },
  settle(world) {
    settleBorrowers(world, FIRMS);
    liquidate(world, [FIRMS]);
  },
  marks(world) {
    markBorrowers(world, FIRMS);
    tellLenders(world, FIRMS);
  },
  record(world, write) {
    recordBorrowers(world, FIRMS, write);
    write('neoclouds.rent', marketRent(world));
    write('neoclouds.lenderLife', lenderLife(world)[0]);
  },
};

function capacityOfAll(world: World): number {
  return FIRMS.total((i) => capacityOf(world, FIRMS, i));
}

function endow(world: World): void {
  const column = (name: string) => FIRMS.column(world, name);
  openRents(world);
  let capex = 0;
  for (let i = 0; i < FIRMS.count; i++) {
    const plan = FIRMS.figure(world, i, 'capitalExpenditure');
    postOpening(world, FIRMS.row(world, i), POOL, -FIRMS.figure(world, i, POOL));
    postOpening(world, FIRMS.row(world, i), 'deposits', FIRMS.figure(world, i, 'deposits'));
    column('usualCash')[i] = FIRMS.figure(world, i, 'deposits');
    column('plan')[i] = plan;
    column('contracted')[i] = 1;
    capex += plan;
    openFleet(world, FIRMS, i, plan);
    openLoans(world, FIRMS, i);
    column('cashFlow')[i] = rentOf(world, 1) * capacityOf(world, FIRMS, i) - column('running')[i];
  }
  world.column('neoclouds.startCapacity')[0] = capacityOfAll(world);
  column('startLeverage')[0] = leverageOf(world, FIRMS);
  setPool(world, FIRMS);
  setConcessions(world, FIRMS);
  openSpreads(world, FIRMS);
  openCapex(world, capex);
  for (const name of ['sitesWanted', 'sitesBuilt']) world.scalars.add(name, capex);
}

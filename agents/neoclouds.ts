/**
 * Neoclouds: firms that rent out computing capacity bought with debt secured on it (model section 6).
 *
 * Each owns chips by year of purchase. Rents fade over the economic life, books over the assumed one. Debt service and
 * capex are paid from rents, then from loans as far as collateral on the assumed life allows, then by owners. Loans
 * amortise and end in a balloon, which lenders roll over or not. Who misses a payment or breaches a covenant and does
 * not cure it is accelerated: its chips are seized and auctioned, and what is not recovered is destroyed in the pool.
 * All of it is shared with other borrowers against chips, in src/compute-debt. Crypto miners, who come after neoclouds, call
 * the joint auction of the tick and tell lenders of it.
 */
import type { AgentKind } from '../src/agent-kind.js';
import { GONE } from '../src/compute-debt/borrowers.js';
import { addBorrowers, addVendorShares } from '../src/compute-debt/contracts.js';
import {
  borrowerColumns,
  defaultSeries,
  firmParameters,
  fleetSeries,
  loanParameters,
} from '../src/compute-debt/declarations.js';
import { enter } from '../src/compute-debt/entry.js';
import { finance } from '../src/compute-debt/finance.js';
import { startYear } from '../src/compute-debt/fleet.js';
import { capacityGrowth, NEOCLOUDS } from '../src/compute-debt/kinds.js';
import { followPosition, repayDue } from '../src/compute-debt/loans.js';
import { openBorrowers } from '../src/compute-debt/opening.js';
import { earnRents, markBorrowers, settleBorrowers } from '../src/compute-debt/operate.js';
import { recordBorrowers } from '../src/compute-debt/record.js';
import { lenderLife, marketRent, openRents, setRents } from '../src/compute-debt/rents.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';

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
  scheduled(
    'neoclouds.entrySpeed',
    'per year',
    [0, 300],
    'entrants a year in the place of a failed firm when chips are worth twice what they cost; 0: none',
  ),
  fixed('neoclouds.founderPremium', 'per year', [0, 1], 'return that founders want beyond the yield of debt'),
  fixed('neoclouds.defaultHalfLife', 'days', [5, 5000], 'half-life with which lenders forget defaults'),
];

export const neoclouds: AgentKind = {
  name: 'neoclouds',
  label: 'Neoclouds',
  meaning: 'CoreWeave and six others that rent out chips bought with secured debt',
  rows: NEOCLOUDS.count,
  rowNames: NEOCLOUDS.firms,
  parameters: [...firmParameters(NEOCLOUDS), ...loanParameters(NEOCLOUDS), ...MARKET_PARAMETERS],
  columns: [
    ...borrowerColumns(NEOCLOUDS),
    rowColumn('neoclouds.vacant', '$bn/yr', 'rents of capacity without a customer'),
    rowColumn('neoclouds.vendorShares', '$bn', 'shares that the chip vendor holds, at cost'),
    rowColumn('neoclouds.vendorPaid', '$bn', 'paid in by the chip vendor in this tick'),
    singleColumn('neoclouds.rentIndex', 'ratio', 'price of computing over its start, without scarcity'),
    singleColumn(
      'neoclouds.marketRent',
      'ratio',
      'market rent of this tick over its start, for the age of chips',
    ),
    singleColumn('neoclouds.lenderLife', 'years', 'life of chips that lenders believe in'),
  ],
  series: [
    ...fleetSeries(NEOCLOUDS),
    recorded('neoclouds.rent', 'ratio', 'index', 'market rent of a generation over its start, for its age'),
    recorded('neoclouds.lenderLife', 'years', 'stock', 'life of chips that lenders believe in'),
    ...defaultSeries(NEOCLOUDS),
  ],
  endow(world) {
    openRents(world);
    openBorrowers(world, NEOCLOUDS);
  },
  obligations(world) {
    setRents(world, capacityGrowth(world));
    startYear(world, NEOCLOUDS);
    for (let i = 0; i < NEOCLOUDS.count; i++) {
      if (NEOCLOUDS.state(world, i) === GONE) {
        enter(world, NEOCLOUDS, i);
        continue;
      }
      followPosition(world, NEOCLOUDS, i);
      earnRents(world, NEOCLOUDS, i);
      repayDue(world, NEOCLOUDS, i);
      finance(world, NEOCLOUDS, i);
    }
  },
  settle(world) {
    settleBorrowers(world, NEOCLOUDS);
  },
  marks(world) {
    markBorrowers(world, NEOCLOUDS);
  },
  contracts(world, add) {
    addBorrowers(world, NEOCLOUDS, add);
    addVendorShares(world, NEOCLOUDS, add);
  },
  record(world, write) {
    recordBorrowers(world, NEOCLOUDS, write);
    write('neoclouds.rent', marketRent(world));
    write('neoclouds.lenderLife', lenderLife(world)[0]);
  },
};

/**
 * Crypto miners: firms that mine, hold crypto, and buy chips to rent out, with debt secured on crypto and chips and with
 * convertible bonds, which become listed shares when that pays (model section 6).
 *
 * Mining pays by the price of crypto and costs power in dollars. The stock of crypto is fixed in the model, so rewards are no
 * new coins but a transfer from the real economy worth what they would be; the part that is kept is bought in the market.
 * Secured debt beyond what lenders advance on chips and crypto is a margin call: crypto is sold in the market, the price
 * falls, and with it the collateral of all other miners. A short cash box is filled the same way. Who defaults has its crypto
 * sold by its lenders over some days; then its chips join the auction.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { liquidate } from '../src/compute-debt/auction.js';
import { ACCELERATED, GONE } from '../src/compute-debt/borrowers.js';
import { addBorrowers } from '../src/compute-debt/contracts.js';
import { convertBonds, openShares, sharePrice } from '../src/compute-debt/convertibles.js';
import { hasCredit, toCure } from '../src/compute-debt/covenants.js';
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
import { tellLenders } from '../src/compute-debt/issuers.js';
import { BORROWERS, CRYPTO_MINERS, cryptoOf } from '../src/compute-debt/kinds.js';
import { followPosition, repayDue } from '../src/compute-debt/loans.js';
import { openBorrowers } from '../src/compute-debt/opening.js';
import { earnRents, markBorrowers, settleBorrowers } from '../src/compute-debt/operate.js';
import { recordBorrowers } from '../src/compute-debt/record.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import { postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import type { World } from '../src/ledger/world.js';
import { exp } from '../src/maths/elementary.js';
import { collateralSale } from '../src/mechanisms/crypto-collateral.js';
import { hashMargin, hashRevenue } from '../src/mechanisms/hash-revenue.js';

const MINERS = CRYPTO_MINERS;
/** Part of a position that is sold in a tick at most. */
const SALEABLE = 0.6;

function minerParameters(firm: string) {
  const name = (figure: string): string => `cryptoMiners.${firm}.${figure}`;
  return [
    fixed(name('treasury'), '$bn', [0, 500], `crypto of ${firm} at the start`),
    fixed(name('convertibleBonds'), '$bn', [0, 500], `convertible bonds in the debt of ${firm} at the start`),
    fixed(name('marketCap'), '$bn', [0, 1000], `market value of ${firm} at the start`),
    fixed(name('hashRevenue'), '$bn/yr', [0, 100], `revenue of ${firm} from mining at the start`),
  ];
}

const own = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`cryptoMiners.${name}`);
  return {
    crypto: world.ledger.at.crypto,
    converted: world.column('cryptoMiners.converted'),
    convertible: world.column('cryptoMiners.convertible'),
    hashMargin: world.column('cryptoMiners.hashMargin'),
    network: world.column('cryptoMiners.network'),
    sold: world.column('cryptoMiners.sold'),
    convertibleDiscount: number('convertibleDiscount'),
    cryptoAdvanceRate: number('cryptoAdvanceRate'),
    heldShare: number('heldShare'),
    liquidationDays: number('liquidationDays'),
    networkGrowth: number('networkGrowth'),
    powerShare: number('powerShare'),
    hashRevenue: MINERS.firms.map((firm) => number(`${firm}.hashRevenue`)),
  };
});

export const cryptoMiners: AgentKind = {
  name: 'cryptoMiners',
  label: 'Crypto miners',
  meaning: 'five firms that mine, hold crypto and rent out chips bought with debt',
  rows: MINERS.count,
  rowNames: MINERS.firms,
  parameters: [
    ...firmParameters(MINERS),
    ...MINERS.firms.flatMap(minerParameters),
    ...loanParameters(MINERS),
    fixed(
      'cryptoMiners.powerShare',
      'ratio',
      [0, 1],
      'power and running costs over mining revenue at the start',
    ),
    scheduled(
      'cryptoMiners.networkGrowth',
      'per year',
      [-20, 50],
      'growth of the hash power of others, which dilutes revenue; a halving is ln 2',
    ),
    scheduled('cryptoMiners.heldShare', 'ratio', [0, 1], 'part of the mining margin that is kept in crypto'),
    scheduled(
      'cryptoMiners.cryptoAdvanceRate',
      'ratio',
      [0, 0.95],
      'part of the value of crypto that is lent',
    ),
    fixed(
      'cryptoMiners.convertibleDiscount',
      'per year',
      [0, 0.2],
      'coupon of convertible bonds below that of the pool',
    ),
    fixed(
      'cryptoMiners.conversionPremium',
      'ratio',
      [-0.9, 5],
      'conversion price of convertible bonds over the share at the start, less one',
    ),
    fixed(
      'cryptoMiners.callTrigger',
      'ratio',
      [1, 10],
      'share over conversion price at which bonds are called',
    ),
    fixed(
      'cryptoMiners.shareBeta',
      'ratio',
      [0, 5],
      'elasticity of what cash flow is worth to speculative equity',
    ),
    fixed(
      'cryptoMiners.machinePrice',
      'years',
      [0, 10],
      'price of machines over their revenue from mining at the start',
    ),
    fixed('cryptoMiners.machineLife', 'years', [0.5, 20], 'life over which machines for mining fade'),
    fixed('cryptoMiners.liquidationDays', 'days', [1, 60], 'time over which lenders sell seized crypto'),
  ],
  columns: [
    ...borrowerColumns(MINERS),
    rowColumn('cryptoMiners.convertible', '$bn', 'convertible bonds, unsecured, at face'),
    rowColumn('cryptoMiners.shares', 'ratio', 'shares in circulation over those of the start'),
    rowColumn('cryptoMiners.multiple', 'years', 'value of cash flow over a year of it at the start'),
    singleColumn('cryptoMiners.converted', '$bn', 'convertible bonds that have become shares so far'),
    rowColumn('cryptoMiners.hashMargin', '$bn/yr', 'mining revenue less power'),
    singleColumn('cryptoMiners.network', 'ratio', 'hash power of the network over its start'),
    singleColumn(
      'cryptoMiners.sold',
      '$bn',
      'crypto sold so far by margin calls, for want of cash and by lenders',
    ),
  ],
  series: [
    ...fleetSeries(MINERS),
    recorded('cryptoMiners.crypto', '$bn', 'stock', 'crypto held'),
    recorded('cryptoMiners.convertible', '$bn', 'stock', 'convertible bonds in the debt, at face'),
    recorded('cryptoMiners.converted', '$bn', 'stock', 'convertible bonds that have become shares so far'),
    ...MINERS.firms.flatMap((firm) => [
      recorded(`cryptoMiners.sharePrice.${firm}`, 'ratio', 'index', `share of ${firm} over its start`),
    ]),
    recorded('cryptoMiners.hashMargin', '$bn/yr', 'flow', 'mining revenue less power'),
    recorded(
      'cryptoMiners.sold',
      '$bn',
      'stock',
      'crypto sold so far by margin calls, for want of cash and by lenders',
    ),
    ...defaultSeries(MINERS),
  ],
  endow,
  obligations(world) {
    startYear(world, MINERS);
    own(world).network[0] *= exp(own(world).networkGrowth.now * world.dt);
    for (let i = 0; i < MINERS.count; i++) {
      if (MINERS.state(world, i) === GONE) {
        own(world).hashMargin[i] = 0;
        enter(world, MINERS, i);
        continue;
      }
      own(world).convertible[i] *= followPosition(world, MINERS, i);
      convertBonds(world, i);
      earnRents(world, MINERS, i);
      mine(world, i);
      repayDue(world, MINERS, i);
      finance(world, MINERS, i, keepCrypto(world, i));
    }
  },
  schedule(world) {
    for (let i = 0; i < MINERS.count; i++) if (MINERS.state(world, i) !== GONE) sellCrypto(world, i);
  },
  settle(world) {
    settleBorrowers(world, MINERS);
    for (let i = 0; i < MINERS.count; i++) {
      discountConvertibles(world, i);
      if (MINERS.state(world, i) === ACCELERATED) handOverCrypto(world, i);
    }
    liquidate(world, BORROWERS);
  },
  marks(world) {
    markBorrowers(world, MINERS);
    tellLenders(world, BORROWERS);
  },
  contracts(world, add) {
    addBorrowers(world, MINERS, add);
  },
  record(world, write) {
    recordBorrowers(world, MINERS, write);
    write(
      'cryptoMiners.crypto',
      MINERS.total((i) => cryptoOf(world, i)),
    );
    write(
      'cryptoMiners.hashMargin',
      MINERS.total((i) => own(world).hashMargin[i]),
    );
    write('cryptoMiners.sold', own(world).sold[0]);
    write(
      'cryptoMiners.convertible',
      MINERS.total((i) => own(world).convertible[i]),
    );
    write('cryptoMiners.converted', own(world).converted[0]);
    for (const [i, firm] of MINERS.firms.entries())
      write(`cryptoMiners.sharePrice.${firm}`, MINERS.state(world, i) === GONE ? 0 : sharePrice(world, i));
  },
};

function endow(world: World): void {
  own(world).network[0] = 1;
  for (let i = 0; i < MINERS.count; i++) {
    postOpening(world, MINERS.row(world, i), 'crypto', MINERS.figure(world, i, 'treasury'));
    own(world).convertible[i] = MINERS.figure(world, i, 'convertibleBonds');
    own(world).hashMargin[i] = marginAt(world, i, 1);
  }
  openBorrowers(world, MINERS, (i) => own(world).hashMargin[i]);
  for (let i = 0; i < MINERS.count; i++) {
    discountConvertibles(world, i);
    openShares(world, i);
  }
}

function powerOf(world: World, i: number): number {
  return own(world).powerShare.now * own(world).hashRevenue[i].now;
}

function revenueAt(world: World, i: number, price: number): number {
  const network = own(world).network[0];
  return hashRevenue(own(world).hashRevenue[i].now, price, network);
}

function marginAt(world: World, i: number, price: number): number {
  return hashMargin(revenueAt(world, i, price), powerOf(world, i));
}

/** The real economy pays what rewards are worth at the price cleared last, and is paid for power. */
function mine(world: World, i: number): void {
  const { payments, dt } = world;
  const economy = world.rowOf('realEconomy');
  const row = MINERS.row(world, i);
  const price = world.ledger.unitValue[own(world).crypto];
  const margin = marginAt(world, i, price);
  own(world).hashMargin[i] = margin;
  MINERS.of(world).cashFlow[i] += margin;
  if (!(margin > 0)) return;
  const flow = FLOW.operatingIncome;
  payments.pay(economy, row, revenueAt(world, i, price) * dt, flow);
  payments.pay(row, economy, powerOf(world, i) * dt, flow);
}

/** Sound firms buy crypto for a part of what mining leaves, out of cash above the usual; returns what it will cost. */
function keepCrypto(world: World, i: number): number {
  if (!hasCredit(world, MINERS, i)) return 0;
  const spare = MINERS.deposits(world, i) - MINERS.of(world).usualCash[i];
  const wanted = own(world).heldShare.now * own(world).hashMargin[i] * world.dt;
  const bought = Math.min(wanted, Math.max(spare, 0));
  world.orders.place(MINERS.row(world, i), own(world).crypto, bought, 'deployment');
  return bought;
}

/** Sales that are not of free will: by lenders of a firm in default, by a margin call, for want of cash. */
function sellCrypto(world: World, i: number): void {
  const value = cryptoOf(world, i);
  if (!(value > 0)) return;
  const sold = MINERS.state(world, i) === ACCELERATED;
  const excess = MINERS.of(world).breachTicks[i] > 0 ? toCure(world, MINERS, i) : 0;
  const rate = own(world).cryptoAdvanceRate.now;
  const called = collateralSale(excess, rate, SALEABLE * value);
  const wanted = sold ? dueSale(world, i, value) : Math.max(called, cashShortage(world, i));
  const sale = Math.min(wanted, SALEABLE * value);
  const cause = sold ? 'default' : called > 0 ? 'marginCall' : 'deployment';
  const row = MINERS.row(world, i);
  world.orders.sellHeld(
    row,
    own(world).crypto,
    sale,
    world.ledger.position(MINERS.row(world, i), own(world).crypto),
    cause,
  );
  own(world).sold[0] += sale;
  if (cause === 'marginCall') world.events.add('margin call', 'cryptoMiners', row, 'crypto', sale);
}

/** Equal parts over the days that lenders take. */
function dueSale(world: World, i: number, value: number): number {
  const left = world.ticks(own(world).liquidationDays.now) - MINERS.of(world).defaultTicks[i];
  return value / Math.max(left, 1);
}

/** Cash below the usual, a line of the bank, and principal that was not paid. */
function cashShortage(world: World, i: number): number {
  const cash = MINERS.deposits(world, i) - MINERS.line(world, i);
  const short = MINERS.of(world).usualCash[i] - cash;
  return Math.max(short, 0) + MINERS.of(world).unpaid[i];
}

/** On the last day lenders pass what is left to the real economy, at the price of the day. */
function handOverCrypto(world: World, i: number): void {
  const { ledger, payments } = world;
  const lastDay = world.ticks(own(world).liquidationDays.now);
  if (MINERS.of(world).defaultTicks[i] < lastDay) return;
  const [row, economy] = [MINERS.row(world, i), world.rowOf('realEconomy')];
  const units = world.ledger.position(MINERS.row(world, i), own(world).crypto);
  ledger.transfer(row, economy, own(world).crypto, units, FLOW.trade);
  payments.pay(economy, row, cryptoOfUnits(world, units), FLOW.trade);
}

function cryptoOfUnits(world: World, units: number): number {
  return units * world.ledger.unitValue[own(world).crypto];
}

/** Convertible bonds pay less than loans: their part of the debt lowers the mean spread. */
function discountConvertibles(world: World, i: number): void {
  const convertible = own(world).convertible;
  const debt = MINERS.debt(world, i);
  convertible[i] = Math.min(convertible[i], debt);
  const share = debt > 0 ? convertible[i] / debt : 0;
  MINERS.of(world).loanSpread[i] -= own(world).convertibleDiscount.now * share;
}

/**
 * Perpetual futures on crypto: longs by leverage, those who hold the other side, and the insurance fund (model section 5).
 *
 * A long is matched by an arbitrageur who holds spot and owes the same in futures; consolidated, the long owns crypto bought
 * with a funding loan, and pays the arbitrageur a premium over its rate. Positions below the maintenance margin are sold
 * by force, class after class; losses beyond the margin fall on the insurance fund, then on arbitrageurs, whose gains are cut
 * (auto-deleveraging), then on lenders. Owners of the longs stand with the real economy: they make up losses and take gains.
 */

import type { AgentKind, ParameterDeclaration } from '../src/agent-kind.js';
import { squareCash } from '../src/ledger/cash.js';
import { fixed, recorded, rowColumn, scheduled, singleColumn } from '../src/ledger/declare.js';
import { FLOW } from '../src/ledger/flows.js';
import { handles } from '../src/ledger/handles.js';
import { cashOf, distributeIncome, openLoans, writeOffLoan } from '../src/ledger/investor-books.js';
import { openingParameters, postOpening } from '../src/ledger/opening.js';
import type { ParameterHandle } from '../src/ledger/parameters.js';
import type { World } from '../src/ledger/world.js';
import { exp } from '../src/maths/elementary.js';
import { liquidatedShare, shareLoss } from '../src/mechanisms/liquidation-ladder.js';
import { flooredEquity } from '../src/mechanisms/margin.js';
import { fundingPremium, premiumFactor } from '../src/mechanisms/perpetual-funding.js';

const KIND = 'cryptoPerpetuals';
const CLASSES = ['cautious', 'moderate', 'bold', 'reckless'];
const ARBITRAGE = CLASSES.length;
const INSURANCE = CLASSES.length + 1;
/** Equity is floored smoothly at this share of its start, with this rounding: a class that was wiped out comes back. */
const EQUITY_FLOOR = 0.01;
const EQUITY_WIDTH = 0.005;
/** Log share of what is not wanted: e^-100 is nothing, yet far from underflow. */
const NOT_WANTED = -100;
/** $bn: less is rounding. */
const ROUNDING = 1e-9;

const PARAMETERS: ParameterDeclaration[] = [
  ...openingParameters(KIND, ['crypto', 'fundingLoans']),
  fixed(
    'opening.cryptoPerpetuals.arbitrageCapital',
    '$bn',
    [0.01, 10_000],
    'deposits of arbitrageurs at the start',
  ),
  fixed(
    'opening.cryptoPerpetuals.insuranceFund',
    '$bn',
    [0, 10_000],
    'deposits of the insurance fund at the start',
  ),
  ...CLASSES.flatMap((name) => [
    fixed(`${KIND}.${name}.share`, 'ratio', [0, 1], `weight of the ${name} in open interest at the start`),
    fixed(
      `${KIND}.${name}.leverage`,
      'ratio',
      [1.01, 200],
      `open interest over margin of the ${name} at the start`,
    ),
  ]),
  scheduled(
    `${KIND}.maximumLeverage`,
    'ratio',
    [0, 200],
    'largest leverage that exchanges allow; 0: none, contracts are closed, or from the start paid in full',
  ),
  scheduled(
    `${KIND}.maintenanceMargin`,
    'ratio',
    [0.0001, 0.5],
    'equity over exposure below which a position is sold by force',
  ),
  fixed(
    `${KIND}.entryDispersion`,
    'ratio',
    [0.01, 0.99],
    'spread of margin ratios within a class, over their mean',
  ),
  fixed(
    `${KIND}.liquidationFee`,
    'ratio',
    [0, 0.1],
    'part of what is sold by force that goes to the insurance fund',
  ),
  fixed(`${KIND}.premium`, 'per year', [0, 1], 'what longs pay over the funding rate at the start'),
  fixed(
    `${KIND}.premiumElasticity`,
    'ratio',
    [0, 5],
    'rise of the log premium with log open interest over arbitrage capital',
  ),
  fixed(
    `${KIND}.premiumSensitivity`,
    'years',
    [0, 100],
    'fall of wanted log leverage for each unit of premium',
  ),
  fixed(
    `${KIND}.marginHalfLife`,
    'days',
    [1, 2520],
    'half-life with which owners make up losses and take gains',
  ),
  fixed(
    `${KIND}.insuranceHalfLife`,
    'days',
    [1, 2520],
    'half-life with which exchanges fill the insurance fund',
  ),
  fixed(
    `${KIND}.payoutShare`,
    'ratio',
    [0, 2],
    'share of interest and premium that owners pay or receive at once',
  ),
  fixed(
    `${KIND}.startUnusedCapacity`,
    'ratio',
    [0.05, 0.95],
    'q0: share of borrowing capacity unused at the start',
  ),
  fixed(
    `${KIND}.fundingSensitivity`,
    'years',
    [0, 500],
    'fall of wanted log leverage for each unit of funding spread',
  ),
  fixed(
    `${KIND}.attractivenessElasticity`,
    'ratio',
    [0, 30],
    'kappa_i: elasticity of wanted leverage to value',
  ),
  fixed(`${KIND}.trendGain`, 'ratio', [-2, 10], 'mu_i: weight of the trend'),
  fixed(`${KIND}.idleHalfLife`, 'days', [0, 2520], 'theta_idle: half-life of a gap in wanted leverage'),
  fixed(
    `${KIND}.immediacy`,
    'ratio',
    [0, 0.99],
    'iota: share of a change in wanted leverage traded the same day',
  ),
];

const own = handles((world) => {
  const column = (name: string): Float64Array => world.column(`${KIND}.${name}`);
  return {
    liquidated: column('liquidated'),
    losses: column('losses'),
    paidInFull: column('paidInFull'),
    premium: column('premium'),
    startEquity: column('startEquity'),
    startLeverage: column('startLeverage'),
  };
});

/** Parameters of the kind. */
const terms = handles((world) => {
  const number = (name: string): ParameterHandle => world.parameters.handle(`${KIND}.${name}`);
  return {
    attractivenessElasticity: number('attractivenessElasticity'),
    entryDispersion: number('entryDispersion'),
    idleHalfLife: number('idleHalfLife'),
    immediacy: number('immediacy'),
    insuranceHalfLife: number('insuranceHalfLife'),
    liquidationFee: number('liquidationFee'),
    maintenanceMargin: number('maintenanceMargin'),
    marginHalfLife: number('marginHalfLife'),
    maximumLeverage: number('maximumLeverage'),
    payoutShare: number('payoutShare'),
    premium: number('premium'),
    premiumElasticity: number('premiumElasticity'),
    premiumSensitivity: number('premiumSensitivity'),
    startUnusedCapacity: number('startUnusedCapacity'),
    trendGain: number('trendGain'),
  };
});

export const cryptoPerpetuals: AgentKind = {
  name: KIND,
  label: 'Crypto perpetuals',
  meaning: 'longs of perpetual futures in four classes of leverage, arbitrageurs, the insurance fund',
  rows: CLASSES.length + 2,
  parameters: PARAMETERS,
  columns: [
    rowColumn(`${KIND}.startEquity`, '$bn', 'equity at the start'),
    rowColumn(`${KIND}.startLeverage`, 'ratio', 'open interest over margin in the opening books'),
    rowColumn(`${KIND}.liquidated`, '$bn', 'to be sold by force in this tick'),
    singleColumn(`${KIND}.premium`, 'per year', 'what longs pay over the funding rate'),
    singleColumn(`${KIND}.paidInFull`, 'switch', '1 if there was no leverage from the start'),
    singleColumn(`${KIND}.losses`, '$bn', 'losses beyond margins in this tick'),
  ],
  series: [
    recorded(`${KIND}.openInterest`, '$bn', 'stock', 'value of open contracts'),
    recorded(`${KIND}.leverage`, 'ratio', 'rate', 'open interest over margin'),
    recorded(`${KIND}.fundingRate`, 'per year', 'rate', 'what longs pay: funding rate and premium'),
    recorded(`${KIND}.liquidations`, '$bn', 'flow', 'positions sold by force'),
    recorded(
      `${KIND}.losses`,
      '$bn',
      'flow',
      'losses beyond margins, of insurance fund, arbitrageurs and lenders',
    ),
    recorded(`${KIND}.insuranceFund`, '$bn', 'stock', 'deposits of the insurance fund'),
    recorded(`${KIND}.arbitrageCapital`, '$bn', 'stock', 'deposits of arbitrageurs'),
  ],
  endow,
  obligations(world) {
    if (world.tick === 1) payIn(world);
    distributeIncome(world, KIND);
    payPremium(world);
    moveMargins(world);
  },
  schedule,
  settle(world) {
    const { first, last } = world.rowsOf(KIND);
    payFees(world);
    coverLosses(world);
    // Longs hold no deposits: what comes in repays loans, what is lacking is borrowed.
    squareCash(world, first, last, 0);
  },
  record(world, write) {
    const open = openInterest(world);
    const equity = sumOf(CLASSES.length, (i) => equityOf(world, i));
    write(`${KIND}.openInterest`, open);
    write(`${KIND}.leverage`, equity > 0 ? open / equity : 0);
    const rate = world.scalars.get('policyRate') + world.scalars.get('fundingSpread');
    write(`${KIND}.fundingRate`, rate + own(world).premium[0]);
    write(
      `${KIND}.liquidations`,
      sumOf(CLASSES.length, (i) => own(world).liquidated[i]),
    );
    write(`${KIND}.losses`, own(world).losses[0]);
    write(`${KIND}.insuranceFund`, deposits(world, INSURANCE));
    write(`${KIND}.arbitrageCapital`, deposits(world, ARBITRAGE));
  },
};

function number(world: World, name: string): number {
  return world.parameters.number(`${KIND}.${name}`);
}

function figure(world: World, i: number, name: string): number {
  return number(world, `${CLASSES[i]}.${name}`);
}

function opening(world: World, name: string): number {
  return world.parameters.number(`opening.${KIND}.${name}`);
}

function sumOf(count: number, of: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < count; i++) total += of(i);
  return total;
}

const firstRow = handles((world) => world.rowOf(KIND));

function rowOf(world: World, i: number): number {
  return firstRow(world) + i;
}

function deposits(world: World, i: number): number {
  return world.ledger.position(rowOf(world, i), world.ledger.at.deposits);
}

function exposure(world: World, i: number): number {
  const crypto = world.ledger.at.crypto;
  return world.ledger.position(rowOf(world, i), crypto) * exp(world.demand.lnPrice[crypto]);
}

function equityOf(world: World, i: number): number {
  return exposure(world, i) + cashOf(world)(rowOf(world, i));
}

function openInterest(world: World): number {
  return sumOf(CLASSES.length, (i) => exposure(world, i));
}

/** Leverage of a class at the attractiveness of the start; none is allowed below 1. */
function leverageOf(world: World, i: number): number {
  return Math.min(own(world).startLeverage[i], Math.max(terms(world).maximumLeverage.now, 1));
}

function endow(world: World): void {
  const { first, count } = world.rowsOf(KIND);
  const weights = sumOf(CLASSES.length, (i) => figure(world, i, 'share'));
  const exposures = new Float64Array(count);
  for (let i = 0; i < CLASSES.length; i++) {
    exposures[i] = (figure(world, i, 'share') / weights) * opening(world, 'crypto');
    postOpening(world, first + i, 'crypto', exposures[i]);
    openDemand(world, first + i);
  }
  const levered = Float64Array.from({ length: count }, (_, i) => (i < CLASSES.length ? 1 : 0));
  openLoans(world, KIND, exposures, openingLoans(world, exposures), levered);
  postOpening(world, first + ARBITRAGE, 'deposits', opening(world, 'arbitrageCapital'));
  postOpening(world, first + INSURANCE, 'deposits', opening(world, 'insuranceFund'));
  const start = own(world).startEquity;
  for (let i = 0; i < CLASSES.length; i++) {
    start[i] = world.demand.startWealth[first + i];
    own(world).startLeverage[i] = exposures[i] / start[i];
  }
  start[ARBITRAGE] = opening(world, 'arbitrageCapital');
  start[INSURANCE] = opening(world, 'insuranceFund');
  own(world).premium[0] = terms(world).premium.now;
  own(world).paidInFull[0] = terms(world).maximumLeverage.now > 1 ? 0 : 1;
}

/** By the leverage of each class, and in all what the books say. */
function openingLoans(world: World, exposures: Float64Array): Float64Array {
  const loans = exposures.map((amount, i) =>
    i < CLASSES.length ? amount * (1 - 1 / figure(world, i, 'leverage')) : 0,
  );
  const total = sumOf(CLASSES.length, (i) => loans[i]);
  return loans.map((loan) => (total > 0 ? (-opening(world, 'fundingLoans') * loan) / total : 0));
}

/** A demand for crypto alone. */
function openDemand(world: World, row: number): void {
  const { demand, assets } = world;
  const crypto = world.ledger.at.crypto;
  for (let a = 0; a < assets.length; a++)
    demand.logStartShare[row * assets.length + a] = a === crypto ? 0 : NOT_WANTED;
  demand.attractivenessElasticity[row] = terms(world).attractivenessElasticity.now;
  demand.trendGain[row] = terms(world).trendGain.now;
  demand.immediacy[row] = world.perTick(terms(world).immediacy.now);
}

/** Exchanges that allow less than the opening books show ask owners for the difference before trading begins. */
function payIn(world: World): void {
  const start = own(world).startEquity;
  for (let i = 0; i < CLASSES.length; i++) {
    const missing = exposure(world, i) / leverageOf(world, i) - equityOf(world, i);
    if (!(leverageOf(world, i) < own(world).startLeverage[i])) continue;
    world.payments.pay(world.rowOf('realEconomy'), rowOf(world, i), missing, FLOW.savings);
    start[i] += missing;
  }
}

/** Longs pay the premium to arbitrageurs; owners bear and receive it. */
function payPremium(world: World): void {
  const { payments, dt } = world;
  const premium = own(world).premium;
  const open = openInterest(world);
  premium[0] = fundingPremium(
    terms(world).premium.now,
    open / opening(world, 'crypto'),
    deposits(world, ARBITRAGE) / opening(world, 'arbitrageCapital'),
    terms(world).premiumElasticity.now,
  );
  if (isPaidInFull(world)) premium[0] = 0;
  const economy = world.rowOf('realEconomy');
  const share = terms(world).payoutShare.now;
  const flow = FLOW.perpetualFunding;
  for (let i = 0; i < CLASSES.length; i++) {
    const paid = premium[0] * exposure(world, i) * dt;
    payments.pay(rowOf(world, i), rowOf(world, ARBITRAGE), paid, flow);
    payments.pay(economy, rowOf(world, i), share * paid, flow);
  }
  payments.pay(rowOf(world, ARBITRAGE), economy, share * premium[0] * open * dt, flow);
}

function isPaidInFull(world: World): boolean {
  return own(world).paidInFull[0] === 1 && terms(world).maximumLeverage.now <= 1;
}

/** Margins, capital of arbitrageurs and, slowly, the insurance fund move towards their start times the price of crypto. */
function moveMargins(world: World): void {
  const { payments, demand } = world;
  const economy = world.rowOf('realEconomy');
  const speed = world.speed(terms(world).marginHalfLife.now);
  const price = exp(demand.lnPrice[world.ledger.at.crypto]);
  const start = own(world).startEquity;
  const flow = FLOW.savings;
  for (let i = 0; i < CLASSES.length; i++) {
    const gap = start[i] * price - equityOf(world, i);
    if (!isPaidInFull(world)) payments.pay(economy, rowOf(world, i), speed * gap, flow);
  }
  const missing = start[ARBITRAGE] * price - deposits(world, ARBITRAGE);
  payments.pay(economy, rowOf(world, ARBITRAGE), speed * missing, flow);
  const slow = world.speed(terms(world).insuranceHalfLife.now);
  const lacking = start[INSURANCE] * price - deposits(world, INSURANCE);
  payments.pay(economy, rowOf(world, INSURANCE), slow * lacking, flow);
}

/** Wanted leverage, and what is sold by force, on the marks of the last tick after today's payments. */
function schedule(world: World): void {
  const { demand } = world;
  const unused = terms(world).startUnusedCapacity.now;
  const maximum = terms(world).maximumLeverage.now;
  const premium = own(world).premium[0];
  const factor = premiumFactor(premium, terms(world).premium.now, terms(world).premiumSensitivity.now);
  const still = isPaidInFull(world);
  const speed = still ? 0 : world.speed(terms(world).idleHalfLife.now);
  const liquidated = own(world).liquidated;
  for (let i = 0; i < CLASSES.length; i++) {
    const row = rowOf(world, i);
    const start = demand.startWealth[row];
    demand.exposureMark[row] = exposure(world, i);
    const equity = equityOf(world, i);
    demand.wealthMark[row] = flooredEquity(equity, start, EQUITY_FLOOR, EQUITY_WIDTH);
    demand.idleSpeed[row] = Math.min(speed, 0.95);
    demand.immediacy[row] = still ? 0 : world.perTick(terms(world).immediacy.now);
    demand.leverageLimit[row] = maximum > 1 ? (factor * leverageOf(world, i)) / (1 - unused) : 0;
    liquidated[i] = still ? 0 : liquidate(world, i, equity);
    demand.forcedMargin[row] = liquidated[i];
  }
}

/** $bn of a class whose margin is gone. */
function liquidate(world: World, i: number, equity: number): number {
  const open = world.demand.exposureMark[rowOf(world, i)];
  if (!(open > ROUNDING)) return 0;
  const share = liquidatedShare(
    equity / open,
    terms(world).maintenanceMargin.now,
    terms(world).entryDispersion.now,
  );
  const sold = share * open;
  if (sold > 0) world.events.add('liquidation', KIND, rowOf(world, i), 'crypto', sold);
  return sold;
}

function payFees(world: World): void {
  const fee = terms(world).liquidationFee.now;
  for (let i = 0; i < CLASSES.length; i++) {
    // Who has lost more than the margin cannot pay a fee.
    const paid = Math.min(fee * own(world).liquidated[i], Math.max(equityOf(world, i), 0));
    world.payments.pay(rowOf(world, i), rowOf(world, INSURANCE), paid, FLOW.perpetualFunding);
  }
}

/** Losses beyond margins: insurance fund, arbitrageurs, lenders. */
function coverLosses(world: World): void {
  const { payments, events } = world;
  const flow = FLOW.losses;
  const losses = own(world).losses;
  losses[0] = 0;
  for (let i = 0; i < CLASSES.length; i++) {
    const row = rowOf(world, i);
    const loss = -equityOf(world, i);
    if (!(loss > 0)) continue;
    const parts = shareLoss(loss, deposits(world, INSURANCE), deposits(world, ARBITRAGE));
    payments.pay(rowOf(world, INSURANCE), row, parts.insurance, flow);
    payments.pay(rowOf(world, ARBITRAGE), row, parts.counterparties, flow);
    if (parts.counterparties > 0)
      events.add('auto-deleveraging', KIND, rowOf(world, ARBITRAGE), 'crypto', parts.counterparties);
    if (parts.lenders > 0) writeOffLoan(world, KIND, row, -parts.lenders);
    losses[0] += loss;
  }
}

/**
 * What investor kinds share in writing their books: the opening of a population, cash in hand, income paid
 * out, losses beyond equity. Rules are in `src/mechanisms`; these only write state. Local arrays have one
 * entry for each agent of the kind, in row order.
 */

import { compensatedSum } from '../maths/compensated-sum.js';
import { exp, ln } from '../maths/elementary.js';
import { smoothPositive } from '../maths/smooth-positive.js';
import { DEMAND_FORMS } from './demand-columns.js';
import { FLOW } from './flows.js';
import { handles } from './handles.js';
import { drawHoldings, drawTraits } from './investor-draws.js';
import { joined } from './names.js';
import type { ParameterHandle } from './parameters.js';
import { settled } from './shapes.js';
import type { World } from './world.js';

/** Log share of an asset that the agent does not hold: e^-700 is nothing, yet finite. */
const LOG_OF_NOTHING = -700;
/** No agent closes more than this share of a gap in a tick by its slow adjustment. */
const FASTEST = 0.95;
/** Largest forced sale of a tick as a share of exposure (model section 3). */
export const FORCED_SALE_CAP = 0.3;

/** Row of households' transaction balances and of all other firms: the payer of wages, the payee of consumption. */
export function economyRow(world: World): number {
  return world.rowsOf('realEconomy').first;
}

/** Prices that have been asked for last, and the log prices that they are of. */
const pricesOf = handles((world) => ({
  lnPrice: new Float64Array(world.assets.length).fill(Number.NaN),
  price: new Float64Array(world.assets.length),
}));

/** Last cleared prices; between step 4 and step 6 today's. Not to be written to. */
export function assetPrices(world: World): Float64Array {
  const last = pricesOf(world);
  const { lnPrice } = world.demand;
  if (!last.lnPrice.every((value, a) => value === lnPrice[a])) {
    last.lnPrice.set(lnPrice.subarray(0, last.lnPrice.length));
    last.price = last.lnPrice.map(exp);
  }
  return last.price;
}

/** X = sum of p_a h_a, $bn. */
export function exposureOf(world: World, row: number, prices: Float64Array): number {
  const { units, width } = world.ledger;
  let sum = 0;
  for (let a = 0; a < prices.length; a++) sum += prices[a] * units[row * width + a];
  return sum;
}

/** m: deposits and money-fund shares less funding loans and overdrafts, as they stand in the books, $bn. */
export function cashOf(world: World): (row: number) => number {
  const { units, width } = world.ledger;
  const deposits = world.ledger.at.deposits;
  const shares = world.ledger.at.moneyFundShares;
  const funding = world.ledger.at.fundingLoans;
  const loans = world.ledger.at.bankLoans;
  return (row) => {
    const book = row * width;
    return units[book + deposits] + units[book + shares] + units[book + funding] + units[book + loans];
  };
}

/** Books of `amounts` (local) of an instrument against the clearing row, as opening positions. */
function postOpening(world: World, kind: string, instrument: number, amounts: Float64Array): void {
  const { first, last, count } = world.rowsOf(kind);
  const { ledger, scratch } = world;
  if (ledger.instruments[instrument].outside) {
    for (let i = 0; i < count; i++)
      if (amounts[i] !== 0) ledger.endowOutside(first + i, instrument, amounts[i]);
    return;
  }
  for (let i = 0; i < count; i++) scratch[first + i] = amounts[i];
  ledger.transferColumn(world.clearingRow, first, last, instrument, scratch, FLOW.opening);
}

/** Opening stock of an instrument ($bn, negative if owed), spread over the kind in proportion to `weights`. */
export function openStock(
  world: World,
  kind: string,
  instrument: string,
  total: number,
  weights: Float64Array,
): void {
  const sum = compensatedSum(weights);
  postOpening(
    world,
    kind,
    world.instrument(instrument),
    weights.map((weight) => (weight / sum) * total),
  );
}

/** Cleared assets, and with them ln s0. Returns the exposure of each agent, $bn. */
export function openPortfolios(world: World, kind: string, sizes: Float64Array): Float64Array {
  const { first, count } = world.rowsOf(kind);
  const width = world.assets.length;
  const holdings = drawHoldings(
    world,
    kind,
    sizes,
    world.parameters.perAsset(joined('opening', kind), world.assets),
  );
  for (let a = 0; a < width; a++)
    postOpening(
      world,
      kind,
      a,
      Float64Array.from({ length: count }, (_, i) => holdings[i * width + a]),
    );
  const exposures = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    exposures[i] = compensatedSum(holdings, i * width, (i + 1) * width);
    for (let a = 0; a < width; a++) {
      const share = holdings[i * width + a] / exposures[i];
      world.demand.logStartShare[(first + i) * width + a] = share > 0 ? ln(share) : LOG_OF_NOTHING;
    }
  }
  return exposures;
}

/** Elasticities, trend gain and speeds, heterogeneous around the kind's parameters; the return of cash that they are used to. */
export function openBehaviour(world: World, kind: string, exposures: Float64Array): void {
  const { first, count } = world.rowsOf(kind);
  const { demand, parameters } = world;
  const number = (name: string) => parameters.number(`${kind}.${name}`);
  const draw = (name: string, mean: number, deviation: string) =>
    drawTraits(world, `${kind} ${name}`, mean, number(deviation), exposures);
  const kappa = draw('attractiveness elasticity', number('attractivenessElasticity'), 'elasticityDispersion');
  const epsilon = draw('relative elasticity', number('relativeElasticity'), 'relativeElasticityDispersion');
  const idle = draw('idle speed', world.speed(number('idleHalfLife')), 'speedDispersion');
  const rebalancing = draw(
    'rebalancing speed',
    world.speed(number('rebalancingHalfLife')),
    'speedDispersion',
  );
  const trendGain = number('trendGain');
  const immediacy = world.perTick(number('immediacy'));
  for (let i = 0; i < count; i++) {
    const row = first + i;
    demand.attractivenessElasticity[row] = kappa[i];
    demand.relativeElasticity[row] = epsilon[i];
    demand.trendGain[row] = trendGain;
    demand.idleSpeed[row] = Math.min(idle[i], FASTEST);
    demand.rebalancingSpeed[row] = Math.min(rebalancing[i], FASTEST);
    demand.immediacy[row] = immediacy;
    demand.mayShort[row] = 0;
  }
  world.column(joined(kind, 'startCashReturn'))[0] = world.scalars.get('cashReturn');
}

/** Wealth and cash of a kind without leverage that holds `exposure`, by E = (X + idle)/(1 - f0). */
function openingCash(world: World, kind: string, exposure: number): { idle: number; wealth: number } {
  const { parameters } = world;
  const idle = parameters.number('opening.initialIdleCash') * parameters.number(`${kind}.idleCashShare`);
  return { idle, wealth: (exposure + idle) / (1 - parameters.number(`${kind}.cashFloor`)) };
}

/**
 * Cash of agents without leverage, and the columns of their cash margin:
 * E = (X + idle)/(1 - f0), m = f0 E + idle, q0 = (m/E - f0)/(1 - f0).
 *
 * @param levered 1 for agents of the kind that hold no cash because they borrow
 */
export function openCash(world: World, kind: string, exposures: Float64Array, levered?: Float64Array): void {
  const { first, count } = world.rowsOf(kind);
  const { demand, parameters } = world;
  const number = (name: string) => parameters.number(`${kind}.${name}`);
  const floor = number('cashFloor');
  const softness = number('floorSoftness');
  const kinkWidth = parameters.number('market.kinkWidth');
  const speeds = drawTraits(
    world,
    `${kind} shortfall speed`,
    world.speed(number('shortfallHalfLife')),
    number('speedDispersion'),
    exposures,
  );
  const own = exposures.map((exposure, i) => (levered?.[i] === 1 ? 0 : exposure));
  const total = compensatedSum(own);
  const { idle } = openingCash(world, kind, total);
  const cash = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    if (levered?.[i] === 1) continue;
    const row = first + i;
    const ownIdle = idle * (exposures[i] / total);
    const wealth = (exposures[i] + ownIdle) / (1 - floor);
    cash[i] = floor * wealth + ownIdle;
    demand.demandForm[row] = DEMAND_FORMS.portfolioShares;
    demand.supplyFollowing[row] = 1;
    demand.cashFloorShare[row] = floor;
    demand.committedWealth[row] = wealth;
    demand.floorSoftness[row] = softness;
    demand.startIdleShare[row] = (cash[i] / wealth - floor) / (1 - floor);
    demand.shortfallSpeed[row] = Math.min(speeds[i], FASTEST);
    demand.startShortfall[row] = smoothPositive(floor * wealth - cash[i], kinkWidth * wealth) / wealth;
    demand.startIdleCashShare[row] = ownIdle / wealth;
    demand.startWealth[row] = wealth;
  }
  const moneyFunds = number('moneyFundShareOfCash');
  postOpening(
    world,
    kind,
    world.ledger.at.deposits,
    cash.map((amount) => amount * (1 - moneyFunds)),
  );
  postOpening(
    world,
    kind,
    world.ledger.at.moneyFundShares,
    cash.map((amount) => amount * moneyFunds),
  );
}

/** Funding loans ($bn, local, positive) of agents who borrow, and the columns of their sizing. */
export function openLoans(
  world: World,
  kind: string,
  exposures: Float64Array,
  loans: Float64Array,
  levered?: Float64Array,
): void {
  const { first, count } = world.rowsOf(kind);
  const { demand, parameters } = world;
  const unused = parameters.number(`${kind}.startUnusedCapacity`);
  const sensitivity = parameters.number(`${kind}.fundingSensitivity`);
  for (let i = 0; i < count; i++) {
    if (levered !== undefined && levered[i] !== 1) continue;
    const row = first + i;
    const equity = exposures[i] - loans[i];
    if (!(equity > 0)) throw new Error(`${kind}: agent ${i} starts with equity ${equity}`);
    demand.demandForm[row] = DEMAND_FORMS.leveredShares;
    demand.supplyFollowing[row] = 0;
    demand.startIdleShare[row] = unused;
    demand.fundingSensitivity[row] = sensitivity;
    demand.startWealth[row] = equity;
    demand.wealthMark[row] = equity;
    demand.exposureMark[row] = exposures[i];
    demand.leverageLimit[row] = exposures[i] / equity / (1 - unused);
  }
  postOpening(
    world,
    kind,
    world.ledger.at.fundingLoans,
    loans.map((loan) => -loan),
  );
}

/** Net assets of the asset managers at the start, $bn: computed, because their cash is. */
export function managedFundAssets(world: World): number {
  const exposure = compensatedSum(world.parameters.perAsset('opening.assetManagers', world.assets));
  return openingCash(world, 'assetManagers', exposure).wealth;
}

const sharedTerms = handles((world) => ({
  income: world.column('income'),
  cashReturn: world.scalars.handle('cashReturn'),
  economy: economyRow(world),
  /** What is looked up of each kind, by its name. */
  payouts: new Map<string, Payout>(),
  cashReturns: new Map<string, CashReturn>(),
}));

interface Rows {
  readonly first: number;
  readonly last: number;
}

interface Payout extends Rows {
  readonly share: ParameterHandle;
}

interface CashReturn extends Rows {
  readonly start: Float64Array;
  readonly elasticity: ParameterHandle;
}

const payoutOf = settled((world: World, kind: string): Payout => {
  const { first, last } = world.rowsOf(kind);
  return { first, last, share: world.parameters.handle(joined(kind, 'payoutShare')) };
});

const cashReturnOf = settled((world: World, kind: string): CashReturn => {
  const { first, last } = world.rowsOf(kind);
  return {
    first,
    last,
    start: world.column(joined(kind, 'startCashReturn')),
    elasticity: world.parameters.handle(joined(kind, 'cashReturnElasticity')),
  };
});

function known<T>(
  found: Map<string, T>,
  look: (world: World, kind: string) => T,
  world: World,
  kind: string,
): T {
  let terms = found.get(kind);
  if (terms === undefined) {
    terms = look(world, kind);
    found.set(kind, terms);
  }
  return terms;
}

/** Pays the share of this tick's net investment income that is spent to the economy. Negative: is topped up. */
export function distributeIncome(world: World, kind: string): void {
  const { scratch } = world;
  const { income, economy, payouts } = sharedTerms(world);
  const { first, last, share: handle } = known(payouts, payoutOf, world, kind);
  const share = handle.now;
  for (let row = first; row < last; row++) scratch[row] = -share * income[row];
  world.payments.payColumn(economy, first, last, scratch, FLOW.consumption);
}

/** u0 = rho (r_cash - r_cash at start); `<kind>.startCashReturn` is that of the opening books, whatever changes at tick 1. */
export function writeCashReturnGain(world: World, kind: string): void {
  const { cashReturn, cashReturns } = sharedTerms(world);
  const { first, last, start, elasticity } = known(cashReturns, cashReturnOf, world, kind);
  const gain = elasticity.now * (cashReturn.now - start[0]);
  world.demand.cashReturnGain.fill(gain, first, last);
}

/**
 * vr: volatility of the kind's opening portfolio over what it was at the start (1 then, and if nothing moves).
 * `<kind>.startVolatility` remembers the start.
 */
export function volatilityRatio(world: World, kind: string): number {
  const weights = world.parameters.perAsset(joined('opening', kind), world.assets);
  const start = world.column(joined(kind, 'startVolatility'));
  let now = 0;
  for (let a = 0; a < weights.length; a++) now += weights[a] * world.demand.volatility[a];
  if (start[0] === 0) start[0] = now;
  return start[0] > 0 ? now / start[0] : 1;
}

/**
 * Writes off what a borrower without equity owes beyond its assets; the loss is its lenders'.
 * Returns the loss, $bn.
 */
export function writeOffLoan(world: World, kind: string, row: number, equity: number): number {
  if (!(equity < 0)) return 0;
  const loss = -equity;
  world.ledger.transfer(world.clearingRow, row, world.ledger.at.fundingLoans, loss, FLOW.losses);
  world.scalars.add('lenderLosses', loss);
  world.events.add('write-off', kind, row, 'fundingLoans', loss);
  return loss;
}

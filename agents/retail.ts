/**
 * Retail investors: many, trend-chasing, buying dips while in profit and giving up after losses; some on margin.
 *
 * Wages come in and are consumed in the same tick, so that only a change of the saving rate moves money.
 * Sources: Odean (1998, JF 53) on selling winners and holding losers; Barber & Odean (2013, Handbook of the
 * Economics of Finance) on attention and trend; FINRA margin statistics.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { squareCash } from '../src/ledger/cash.js';
import { FLOW } from '../src/ledger/flows.js';
import {
  freeUnits,
  giveNotices,
  redemptionColumns,
  redemptionTerms,
} from '../src/ledger/fund-redemptions.js';
import { CLEARED_INSTRUMENTS } from '../src/ledger/instruments.js';
import {
  assetPrices,
  cashOf,
  distributeIncome,
  economyRow,
  exposureOf,
  FORCED_SALE_CAP,
  managedFundAssets,
  openBehaviour,
  openCash,
  openLoans,
  openPortfolios,
  openStock,
  volatilityRatio,
  writeCashReturnGain,
  writeOffLoan,
} from '../src/ledger/investor-books.js';
import { drawSizes } from '../src/ledger/investor-draws.js';
import {
  cashParameters,
  investorParameters,
  leverageParameters,
  openingParameters,
} from '../src/ledger/investor-parameters.js';
import type { World } from '../src/ledger/world.js';
import { LOWEST_VOLATILITY_RATIO, leverageLimit } from '../src/mechanisms/leverage-limit.js';
import { flooredEquity, marginCall, marginFactor, marginRequirement } from '../src/mechanisms/margin.js';
import { redemptionRequest } from '../src/mechanisms/redemption.js';
import { retailMood } from '../src/mechanisms/retail-mood.js';

const KIND = 'retail';
const EQUITY_FLOOR = 0.05;
const EQUITY_WIDTH = 0.02;

function endow(world: World): void {
  const { parameters, demand } = world;
  const { first, last, count } = world.rowsOf(KIND);
  const sizes = drawSizes(world, KIND);
  const levered = chooseMarginUsers(world, sizes);
  const exposures = openPortfolios(world, KIND, sizes);
  openBehaviour(world, KIND, exposures);
  openCash(world, KIND, exposures, levered);
  const borrowed = -parameters.number(`opening.${KIND}.fundingLoans`);
  const base = sum(exposures.map((exposure, i) => exposure * levered[i]));
  const loans = exposures.map((exposure, i) => (levered[i] * exposure * borrowed) / base);
  openLoans(world, KIND, exposures, loans, levered);
  const speed = world.speed(parameters.number('retail.shortfallHalfLife'));
  const startLeverage = world.column('retail.startLeverage');
  for (let i = 0; i < count; i++) {
    if (levered[i] !== 1) continue;
    // Margin is watched daily, so those who use it adjust at the speed of a shortage.
    demand.idleSpeed[first + i] = speed;
    startLeverage[i] = exposures[i] / (exposures[i] - loans[i]);
  }
  const stock = (instrument: string) => parameters.number(`opening.${KIND}.${instrument}`);
  for (const name of ['hedgeFundShares', 'privateCreditFundShares'])
    openStock(world, KIND, name, stock(name), exposures);
  const managed = parameters.number(`${KIND}.managedFundShare`) * managedFundAssets(world);
  openStock(world, KIND, 'managedFundShares', managed, exposures);
  const wealth = demand.startWealth.subarray(first, last);
  const total = sum(wealth);
  world.column('retail.wageShare').set(wealth.map((own) => own / total));
  volatilityRatio(world, KIND);
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/**
 * Draws who borrows, and rescales sizes so that they hold exactly their share of the kind's assets: leverage
 * is then the same at any population. 1 marks a margin user.
 */
function chooseMarginUsers(world: World, sizes: Float64Array): Float64Array {
  const share = world.parameters.number('retail.marginShare');
  const stream = world.random(`${KIND} margin users`);
  const draws = sizes.map((_, i) => stream.uniform(i, 0));
  const levered = draws.map((draw) => (draw < share ? 1 : 0));
  if (sum(levered) === 0) {
    let lowest = 0;
    for (let i = 1; i < draws.length; i++) if (draws[i] < draws[lowest]) lowest = i;
    levered[lowest] = 1;
  }
  const borrowers = sum(sizes.map((size, i) => size * levered[i]));
  if (borrowers === 1) throw new Error('retail: nobody is left who does not borrow');
  for (let i = 0; i < sizes.length; i++)
    sizes[i] *= levered[i] === 1 ? share / borrowers : (1 - share) / (1 - borrowers);
  return levered;
}

function obligations(world: World): void {
  distributeIncome(world, KIND);
  payWagesAndConsume(world);
  redeem(world);
}

/** Wages by wealth from the economy, and consumption back to it. */
function payWagesAndConsume(world: World): void {
  const { parameters, scratch, payments } = world;
  const { first, last } = world.rowsOf(KIND);
  const shares = world.column('retail.wageShare');
  const wages = parameters.number('retail.wageIncome') * world.dt;
  const spent = wages * (1 - parameters.number('retail.savingRateChange'));
  const economy = economyRow(world);
  for (let row = first; row < last; row++) scratch[row] = wages * shares[row - first];
  payments.payColumn(economy, first, last, scratch, FLOW.wages);
  for (let row = first; row < last; row++) scratch[row] = -spent * shares[row - first];
  payments.payColumn(economy, first, last, scratch, FLOW.consumption);
}

/** Notice to hedge funds that have lost more than the threshold. */
function redeem(world: World): void {
  const terms = redemptionTerms(world);
  if (terms === undefined || -terms.logDrawdown <= terms.threshold) return;
  const { first, last } = world.rowsOf(KIND);
  const free = freeUnits(world, KIND);
  const habits = { ...terms, shareOfShortage: 0 };
  const owner = { holding: 0, shortage: 0, logDrawdown: terms.logDrawdown };
  for (let row = first; row < last; row++) {
    owner.holding = free(row);
    world.scratch[row] = redemptionRequest(owner, habits);
  }
  giveNotices(world, KIND, terms.noticeTicks);
}

/** Profit on what was paid, and the fall from the recent average, move the kind's sentiment. */
function adjustMood(world: World): void {
  const { demand, parameters } = world;
  const { first } = world.rowsOf(KIND);
  const base = world.ledger.kindOf[first] * world.assets.length;
  const cost = world.column('retail.costBasis');
  const recent = world.column('retail.recentPrice');
  const holding = world.speed(parameters.number('retail.holdingHalfLife'));
  const memory = world.speed(parameters.number('retail.dipHalfLife'));
  const days = 252 / world.ticksPerYear;
  const habits = {
    dipBuying: parameters.number('retail.dipBuying'),
    givingUp: parameters.number('retail.givingUp'),
    tolerance: parameters.number('retail.lossTolerance'),
  };
  for (let a = 0; a < world.assets.length; a++) {
    const price = demand.lnPrice[a];
    demand.sentiment[base + a] += days * retailMood(price - cost[a], price - recent[a], habits);
    cost[a] += holding * (price - cost[a]);
    recent[a] += memory * (price - recent[a]);
  }
}

function schedule(world: World): void {
  const { demand, parameters } = world;
  const { first, last } = world.rowsOf(KIND);
  writeCashReturnGain(world, KIND);
  adjustMood(world);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  const startLeverage = world.column('retail.startLeverage');
  const unused = parameters.number('retail.startUnusedCapacity');
  const response = parameters.number('retail.leverageVolatilityResponse');
  const callsMargin = parameters.switch('retail.marginCalls');
  const callShare = world.perTick(parameters.number('retail.marginCallShare'));
  const buffer = parameters.number('retail.marginBuffer');
  const floor = parameters.number('retail.marginFloor');
  const cap = parameters.number('retail.marginCap');
  const ratio = Math.max(volatilityRatio(world, KIND), LOWEST_VOLATILITY_RATIO);
  const leverages = leverageLimit(1, ratio, response);
  const margins = marginFactor(ratio, response);
  for (let row = first; row < last; row++) {
    const leverage = startLeverage[row - first];
    if (leverage === 0) continue;
    const exposure = exposureOf(world, row, prices);
    const equity = exposure + cash(row);
    const mark = flooredEquity(equity, demand.startWealth[row], EQUITY_FLOOR, EQUITY_WIDTH);
    const margin = marginRequirement(1 / (buffer * leverage), margins, floor, cap);
    demand.exposureMark[row] = exposure;
    demand.wealthMark[row] = mark;
    demand.leverageLimit[row] = (leverage / (1 - unused)) * leverages;
    demand.forcedMargin[row] = callsMargin
      ? Math.min(marginCall(exposure, mark, margin, callShare), FORCED_SALE_CAP * exposure)
      : 0;
    if (demand.forcedMargin[row] > 0)
      world.events.add('margin call', KIND, row, 'fundingLoans', demand.forcedMargin[row]);
  }
}

/** What margin users owe beyond their assets is their brokers' loss. */
function settle(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  const startLeverage = world.column('retail.startLeverage');
  for (let row = first; row < last; row++)
    if (startLeverage[row - first] > 0)
      writeOffLoan(world, KIND, row, exposureOf(world, row, prices) + cash(row));
  squareCash(world, first, last, world.parameters.number('retail.moneyFundShareOfCash'));
}

function record(world: World, write: (name: string, value: number) => void): void {
  const { first, last } = world.rowsOf(KIND);
  const loans = world.ledger.at.fundingLoans;
  const startLeverage = world.column('retail.startLeverage');
  let debt = 0;
  let calls = 0;
  for (let row = first; row < last; row++) {
    // Nobody else has a margin loan.
    if (startLeverage[row - first] === 0) continue;
    debt -= world.ledger.position(row, loans);
    calls += world.demand.forcedMargin[row];
  }
  write('retail.marginDebt', debt);
  write('retail.marginCalls', calls);
}

export const retail: AgentKind = {
  name: KIND,
  label: 'Retail investors',
  meaning: 'households that invest directly: wages, consumption, trend, dips, margin',
  parameters: [
    ...openingParameters(KIND, ['fundingLoans', 'hedgeFundShares', 'privateCreditFundShares']),
    ...investorParameters(KIND),
    ...cashParameters(KIND),
    ...leverageParameters(KIND),
    {
      name: `${KIND}.marginShare`,
      unit: 'ratio',
      range: [0.02, 0.5],
      meaning: 'share of agents, and of the assets of the kind, that stand on margin accounts',
    },
    {
      name: `${KIND}.managedFundShare`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'share of managed-fund shares owned; the real economy owns the rest',
    },
    {
      name: `${KIND}.wageIncome`,
      unit: '$bn/yr',
      range: [0, 100_000],
      schedulable: true,
      meaning: 'wages and transfers of the households of the kind',
    },
    {
      name: `${KIND}.savingRateChange`,
      unit: 'ratio',
      range: [-0.5, 0.5],
      schedulable: true,
      meaning: 'change of the share of wages that is saved: a weak consumer',
    },
    {
      name: `${KIND}.dipBuying`,
      unit: 'ratio',
      range: [0, 0.2],
      meaning: 'rise of sentiment a day for each unit of log fall below the recent price, while in profit',
    },
    {
      name: `${KIND}.givingUp`,
      unit: 'ratio',
      range: [0, 0.2],
      meaning: 'fall of sentiment a day for each unit of log loss beyond the tolerance',
    },
    {
      name: `${KIND}.lossTolerance`,
      unit: 'ratio',
      range: [0.01, 1],
      meaning: 'log loss on what was paid at which holders give up',
    },
    {
      name: `${KIND}.holdingHalfLife`,
      unit: 'days',
      range: [5, 2520],
      meaning: 'half-life of what was paid',
    },
    { name: `${KIND}.dipHalfLife`, unit: 'days', range: [1, 252], meaning: 'half-life of the recent price' },
  ],
  columns: [
    ...redemptionColumns(KIND),
    {
      name: `${KIND}.startLeverage`,
      unit: 'ratio',
      length: 'kind',
      meaning: 'exposure over equity at the start of those who use margin; 0 for the others',
    },
    { name: `${KIND}.wageShare`, unit: 'ratio', length: 'kind', meaning: 'share in wages' },
    {
      name: `${KIND}.costBasis`,
      unit: 'ln',
      length: CLEARED_INSTRUMENTS.length,
      meaning: 'log price paid on average',
    },
    {
      name: `${KIND}.recentPrice`,
      unit: 'ln',
      length: CLEARED_INSTRUMENTS.length,
      meaning: 'EWMA of the log price',
    },
    {
      name: `${KIND}.startVolatility`,
      unit: '$bn per year',
      length: 1,
      meaning: 'volatility of the portfolio at the start',
    },
    { name: `${KIND}.startCashReturn`, unit: 'per year', length: 1, meaning: 'return of cash at the start' },
  ],
  series: [
    { name: 'retail.marginDebt', unit: '$bn', type: 'stock', meaning: 'margin loans of retail investors' },
    { name: 'retail.marginCalls', unit: '$bn', type: 'flow', meaning: 'sales forced by margin calls' },
  ],
  endow,
  obligations,
  schedule,
  settle,
  record,
};

/**
 * Asset managers: mutual and exchange-traded funds and foreign private money, a third of the market.
 *
 * They follow mandates (little dispersion of relative demand). Owners chase performance: mostly that of a fund
 * over its rivals, less that of the market. Redemptions are paid from cash, then by forced sales.
 * Sources: Sirri & Tufano (1998, JF 53), Chevalier & Ellison (1997, JPE 105); Coval & Stafford (2007, JFE 86).
 */

import type { AgentKind } from '../src/agent-kind.js';
import { squareCash } from '../src/ledger/cash.js';
import { FLOW } from '../src/ledger/flows.js';
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
  openPortfolios,
  openStock,
  writeCashReturnGain,
} from '../src/ledger/investor-books.js';
import { drawSizes } from '../src/ledger/investor-draws.js';
import { cashParameters, investorParameters, openingParameters } from '../src/ledger/investor-parameters.js';
import type { World } from '../src/ledger/world.js';
import { exp, ln } from '../src/maths/elementary.js';
import { performanceFlow } from '../src/mechanisms/performance-flow.js';

const KIND = 'assetManagers';
const SHARES = 'managedFundShares';
const MONTHS = 12;

function endow(world: World): void {
  const exposures = openPortfolios(world, KIND, drawSizes(world, KIND));
  openBehaviour(world, KIND, exposures);
  openCash(world, KIND, exposures);
  // One share for each $bn of net assets; who owns them is written by the owners.
  openStock(world, KIND, SHARES, -managedFundAssets(world), exposures);
  const { first, last } = world.rowsOf(KIND);
  world.column('assetManagers.lastWealth').set(world.demand.startWealth.subarray(first, last));
}

/** Mean of past returns weighted by wealth. */
function marketReturn(wealth: Float64Array, returns: Float64Array): number {
  let weighted = 0;
  let total = 0;
  for (let i = 0; i < wealth.length; i++) {
    weighted += Math.max(wealth[i], 0) * returns[i];
    total += Math.max(wealth[i], 0);
  }
  return total > 0 ? weighted / total : 0;
}

/** What owners bring (positive) or want back in this tick, $bn, into `scratch`. */
function writeFlows(world: World): void {
  const { parameters, scratch } = world;
  const { first } = world.rowsOf(KIND);
  const wealth = world.column('assetManagers.lastWealth');
  const returns = world.column('assetManagers.pastReturn');
  const habits = {
    slopeUp: parameters.number('assetManagers.flowSlopeUp'),
    slopeDown: parameters.number('assetManagers.flowSlopeDown'),
    largestShare: parameters.number('assetManagers.largestFlow'),
  };
  const market = marketReturn(wealth, returns);
  const common = parameters.number('assetManagers.marketFlowShare') * market;
  const shock = parameters.number('assetManagers.netSubscriptions') * world.dt;
  let total = 0;
  for (let i = 0; i < wealth.length; i++) total += Math.max(wealth[i], 0);
  for (let i = 0; i < wealth.length; i++) {
    const assets = Math.max(wealth[i], 0);
    const share = performanceFlow(returns[i] - market + common, habits) * MONTHS * world.dt;
    scratch[first + i] = assets * share + (total > 0 ? shock * (assets / total) : 0);
  }
}

/** Owners pay `scratch` ($bn, local rows; negative: are paid) for shares at the last net asset value. */
function exchangeShares(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const { ledger, scratch } = world;
  const owners = economyRow(world);
  const shares = world.ledger.at[SHARES];
  const flow = FLOW.fundShares;
  const value = ledger.unitValue[shares];
  const paid = world.column('assetManagers.flowOfTick');
  for (let row = first; row < last; row++) paid[row - first] += scratch[row];
  world.payments.payColumn(owners, first, last, scratch, flow);
  for (let row = first; row < last; row++) scratch[row] /= -value;
  ledger.transferColumn(owners, first, last, shares, scratch, flow, value);
}

function obligations(world: World): void {
  distributeIncome(world, KIND);
  const { first, last } = world.rowsOf(KIND);
  const { demand, scratch } = world;
  const arrears = world.column('assetManagers.redemptionArrears');
  world.column('assetManagers.flowOfTick').fill(0);
  writeFlows(world);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  const floorKept = world.parameters.number('assetManagers.floorKept');
  for (let row = first; row < last; row++) {
    const i = row - first;
    // New money first pays those who are still waiting.
    const net = scratch[row] - arrears[i];
    arrears[i] = 0;
    if (net >= 0) {
      scratch[row] = net;
      demand.redeemedCash[row] = Math.max(demand.redeemedCash[row] - net, 0);
      continue;
    }
    const money = Math.max(cash(row), 0);
    const floor = demand.cashFloorShare[row] * (exposureOf(world, row, prices) + money);
    const paid = Math.min(-net, Math.max(money - floorKept * floor, 0));
    arrears[i] = -net - paid;
    scratch[row] = -paid;
    demand.redeemedCash[row] += paid;
  }
  exchangeShares(world);
}

function schedule(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const arrears = world.column('assetManagers.redemptionArrears');
  const prices = assetPrices(world);
  writeCashReturnGain(world, KIND);
  for (let row = first; row < last; row++) {
    const owed = arrears[row - first];
    world.demand.forcedRedemption[row] =
      owed > 0 ? Math.min(owed, FORCED_SALE_CAP * exposureOf(world, row, prices)) : 0;
  }
}

/** Pays redemptions out of what was sold today; the rest is carried. */
function settle(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const arrears = world.column('assetManagers.redemptionArrears');
  const cash = cashOf(world);
  let paid = 0;
  for (let row = first; row < last; row++) {
    const owed = arrears[row - first];
    const payment = owed > 0 ? Math.min(owed, Math.max(cash(row), 0)) : 0;
    world.scratch[row] = -payment;
    arrears[row - first] -= payment;
    paid += payment;
  }
  if (paid > 0) exchangeShares(world);
  squareCash(world, first, last, world.parameters.number('assetManagers.moneyFundShareOfCash'));
}

/** Net asset value of the pooled share, and the return that owners will look back on. */
function marks(world: World): void {
  const { ledger } = world;
  const { first } = world.rowsOf(KIND);
  const shares = world.ledger.at[SHARES];
  const wealth = world.column('assetManagers.lastWealth');
  const past = world.column('assetManagers.pastReturn');
  const forget = world.speed(world.parameters.number('assetManagers.ownersMemory'));
  const prices = assetPrices(world);
  const gains = prices.map((price, a) => price - exp(world.demand.previousLnPrice[a]));
  const cash = cashOf(world);
  let assets = 0;
  let outstanding = 0;
  for (let i = 0; i < wealth.length; i++) {
    wealth[i] = exposureOf(world, first + i, prices) + cash(first + i);
    const before = wealth[i] - exposureOf(world, first + i, gains);
    past[i] += (before > 0 && wealth[i] > 0 ? ln(wealth[i] / before) : 0) - forget * past[i];
    assets += wealth[i];
    outstanding -= ledger.position(first + i, shares);
  }
  if (outstanding > 0) ledger.unitValue[shares] = Math.max(assets, 0) / outstanding;
}

function total(column: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < column.length; i++) sum += column[i];
  return sum;
}

export const assetManagers: AgentKind = {
  name: KIND,
  label: 'Asset managers',
  meaning: 'mutual funds, exchange-traded funds and foreign private money under mandates',
  parameters: [
    ...openingParameters(KIND, []),
    ...investorParameters(KIND),
    ...cashParameters(KIND),
    {
      name: `${KIND}.flowSlopeUp`,
      unit: 'ratio',
      range: [0, 2],
      meaning: 'share of assets flowing in, a month, for each unit of past return above that of rivals',
    },
    {
      name: `${KIND}.flowSlopeDown`,
      unit: 'ratio',
      range: [0, 2],
      meaning: 'the same for returns below; smaller than the slope up: convex',
    },
    {
      name: `${KIND}.largestFlow`,
      unit: 'ratio',
      range: [0.001, 1],
      meaning: 'largest share of assets that flows in a month',
    },
    {
      name: `${KIND}.marketFlowShare`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'part of the average return of all funds to which owners answer as to that of one fund',
    },
    { name: `${KIND}.ownersMemory`, unit: 'days', range: [1, 1260], meaning: 'half-life of past returns' },
    {
      name: `${KIND}.floorKept`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'share of the cash floor that redemptions do not touch',
    },
    {
      name: `${KIND}.netSubscriptions`,
      unit: '$bn/yr',
      range: [-20_000, 20_000],
      schedulable: true,
      meaning: 'money that owners bring (or withdraw) whatever the performance',
    },
  ],
  columns: [
    { name: `${KIND}.lastWealth`, unit: '$bn', length: 'kind', meaning: 'liquid wealth at the last marks' },
    {
      name: `${KIND}.pastReturn`,
      unit: 'ln',
      length: 'kind',
      meaning: 'sum of log returns within the memory of owners',
    },
    { name: `${KIND}.flowOfTick`, unit: '$bn', length: 'kind', meaning: 'net subscriptions of this tick' },
    {
      name: `${KIND}.redemptionArrears`,
      unit: '$bn',
      length: 'kind',
      meaning: 'redemptions asked and not yet paid',
    },
    { name: `${KIND}.startCashReturn`, unit: 'per year', length: 1, meaning: 'return of cash at the start' },
  ],
  series: [
    { name: 'assetManagers.netFlow', unit: '$bn', type: 'flow', meaning: 'subscriptions less redemptions' },
    {
      name: 'assetManagers.redemptionArrears',
      unit: '$bn',
      type: 'stock',
      meaning: 'redemptions asked and not yet paid',
    },
  ],
  endow,
  obligations,
  schedule,
  settle,
  marks,
  record(world, write) {
    write('assetManagers.netFlow', total(world.column('assetManagers.flowOfTick')));
    write('assetManagers.redemptionArrears', total(world.column('assetManagers.redemptionArrears')));
  },
};

/**
 * Hedge funds: fast money with leverage, the same-day depth of the market.
 *
 * They size on the marks of the last tick. What amplifies is redemptions, margin calls and closures, each with
 * its own switch. Their shares are pooled: one NAV for all funds, but margin, redemption paid and closure are
 * each fund's own. Sources: Thurner, Farmer & Geanakoplos (2012, Quantitative Finance 12) on leverage and
 * closure; Brunnermeier & Pedersen (2009, RFS 22) on margins.
 */

import type { AgentKind } from '../src/agent-kind.js';
import { squareCash } from '../src/ledger/cash.js';
import { WHOLE_KIND } from '../src/ledger/events.js';
import { FLOW } from '../src/ledger/flows.js';
import {
  deferRedemptions,
  dueUnits,
  payAllOwners,
  payOwners,
  QUARTER_DAYS,
} from '../src/ledger/fund-redemptions.js';
import {
  assetPrices,
  cashOf,
  distributeIncome,
  exposureOf,
  openBehaviour,
  openLoans,
  openPortfolios,
  openStock,
  volatilityRatio,
  writeCashReturnGain,
  writeOffLoan,
} from '../src/ledger/investor-books.js';
import { drawSizes, drawTraits } from '../src/ledger/investor-draws.js';
import {
  investorParameters,
  leverageParameters,
  openingParameters,
} from '../src/ledger/investor-parameters.js';
import type { World } from '../src/ledger/world.js';
import { LOWEST_VOLATILITY_RATIO, leverageLimit } from '../src/mechanisms/leverage-limit.js';
import {
  flooredEquity,
  marginCall,
  marginFactor,
  marginRequirement,
  mustClose,
} from '../src/mechanisms/margin.js';
import { payableRedemption } from '../src/mechanisms/redemption.js';

const KIND = 'hedgeFunds';
const SHARES = 'hedgeFundShares';
/** Equity is floored smoothly at this share of its start, with this rounding (model section 3). */
const EQUITY_FLOOR = 0.05;
const EQUITY_WIDTH = 0.02;
/** Nobody lends more than this share of the assets at the start. */
const LARGEST_LOAN_SHARE = 0.75;
/** A closed fund is wound up when this share of its starting exposure is left. */
const WOUND_UP = 0.02;
/** States of `hedgeFunds.status`. */
const OPEN = 0;
const CLOSING = 1;
const GONE = 2;

function endow(world: World): void {
  const { parameters, demand } = world;
  const { first, last } = world.rowsOf(KIND);
  const exposures = openPortfolios(world, KIND, drawSizes(world, KIND));
  openBehaviour(world, KIND, exposures);
  const owed = -parameters.number(`opening.${KIND}.fundingLoans`);
  openLoans(world, KIND, exposures, drawLoans(world, exposures, owed));
  const equity = demand.startWealth.slice(first, last);
  const shares = parameters.number(`opening.${KIND}.${SHARES}`);
  openStock(world, KIND, SHARES, shares, equity);
  world.column('hedgeFunds.lastEquity').set(equity);
  world.column('hedgeFunds.performance').fill(1);
  world.column('hedgeFunds.peakPerformance').fill(1);
  const startLeverage = world.column('hedgeFunds.startLeverage');
  for (let row = first; row < last; row++)
    startLeverage[row - first] = demand.exposureMark[row] / demand.startWealth[row];
  openStyles(world, exposures);
  writeNetAssetValue(world);
  world.column('hedgeFunds.peakNav')[0] = world.ledger.unitValue[world.ledger.at[SHARES]];
  volatilityRatio(world, KIND);
}

/** Loans in proportion to exposure times a drawn appetite, summing to `owed`; none above the largest share. */
function drawLoans(world: World, exposures: Float64Array, owed: number): Float64Array {
  const dispersion = world.parameters.number('hedgeFunds.leverageDispersion');
  const appetite = drawTraits(world, `${KIND} leverage`, 1, dispersion, exposures);
  const loans = new Float64Array(exposures.length);
  // Raises the common factor until the capped loans sum to what is owed.
  let factor = owed / sum(exposures);
  for (let round = 0; round < 100; round++) {
    for (let i = 0; i < loans.length; i++)
      loans[i] = exposures[i] * Math.min(factor * appetite[i], LARGEST_LOAN_SHARE);
    const total = sum(loans);
    if (Math.abs(total - owed) <= 1e-13 * owed) break;
    factor *= owed / total;
  }
  return loans;
}

/** Some funds follow trends, the others value; the mean weighted by exposure is the parameter. */
function openStyles(world: World, exposures: Float64Array): void {
  const { first } = world.rowsOf(KIND);
  const share = world.parameters.number('hedgeFunds.trendFollowerShare');
  const gain = world.parameters.number('hedgeFunds.trendGain');
  const stream = world.random(`${KIND} styles`);
  const follows = exposures.map((_, i) => (stream.uniform(i, 0) < share ? 1 : 0));
  let followers = 0;
  for (let i = 0; i < exposures.length; i++) followers += follows[i] * exposures[i];
  const factor = followers > 0 ? Math.min(sum(exposures) / followers, 2 / share) : 0;
  for (let i = 0; i < exposures.length; i++) world.demand.trendGain[first + i] = gain * factor * follows[i];
}

function sum(values: Float64Array): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Sizing, margin calls and closures, on the marks of the last tick after today's payments. */
function schedule(world: World): void {
  const { demand, parameters } = world;
  const { first, last } = world.rowsOf(KIND);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  const status = world.column('hedgeFunds.status');
  const startLeverage = world.column('hedgeFunds.startLeverage');
  const unused = parameters.number('hedgeFunds.startUnusedCapacity');
  const response = parameters.number('hedgeFunds.leverageVolatilityResponse');
  const callsMargin = parameters.switch('hedgeFunds.marginCalls');
  const callShare = world.perTick(parameters.number('hedgeFunds.marginCallShare'));
  const liquidation = world.perTick(parameters.number('hedgeFunds.liquidationShare'));
  const buffer = parameters.number('hedgeFunds.marginBuffer');
  const floor = parameters.number('hedgeFunds.marginFloor');
  const cap = parameters.number('hedgeFunds.marginCap');
  const ratio = Math.max(volatilityRatio(world, KIND), LOWEST_VOLATILITY_RATIO);
  const leverages = leverageLimit(1, ratio, response);
  const margins = marginFactor(ratio, response);
  const closes = closureRule(world);
  writeCashReturnGain(world, KIND);
  for (let row = first; row < last; row++) {
    const i = row - first;
    const exposure = exposureOf(world, row, prices);
    const start = demand.startWealth[row];
    const equity = exposure + cash(row);
    if (status[i] === OPEN && closes(i, equity)) close(world, row, equity);
    const mark = flooredEquity(equity, start, EQUITY_FLOOR, EQUITY_WIDTH);
    demand.exposureMark[row] = exposure;
    demand.wealthMark[row] = mark;
    demand.forcedRedemption[row] = 0;
    if (status[i] !== OPEN) {
      demand.leverageLimit[row] = 0;
      demand.forcedMargin[row] = liquidation * exposure;
      continue;
    }
    demand.leverageLimit[row] = (startLeverage[i] / (1 - unused)) * leverages;
    const margin = marginRequirement(1 / (buffer * startLeverage[i]), margins, floor, cap);
    demand.forcedMargin[row] = callsMargin ? marginCall(exposure, mark, margin, callShare) : 0;
    if (demand.forcedMargin[row] > 0)
      world.events.add('margin call', KIND, row, 'fundingLoans', demand.forcedMargin[row]);
  }
  scheduleRedemptions(world);
}

/** Whether a fund, by its place in the kind and its equity, must close. */
function closureRule(world: World): (i: number, equity: number) => boolean {
  const { parameters } = world;
  if (!parameters.switch('hedgeFunds.closures')) return () => false;
  const threshold = parameters.number('hedgeFunds.closingThreshold');
  const performance = world.column('hedgeFunds.performance');
  const peak = world.column('hedgeFunds.peakPerformance');
  return (i, equity) => equity <= 0 || mustClose(performance[i], peak[i], threshold);
}

/** From now on the fund only sells, at the pace of its liquidation. */
function close(world: World, row: number, equity: number): void {
  const { demand } = world;
  world.column('hedgeFunds.status')[row - world.rowsOf(KIND).first] = CLOSING;
  demand.idleSpeed[row] = 0;
  demand.rebalancingSpeed[row] = 0;
  demand.immediacy[row] = 0;
  world.events.add('closure', KIND, row, SHARES, equity);
}

/** What falls due today, shared over open funds by equity, within the daily cap and the quarter's gate. */
function scheduleRedemptions(world: World): void {
  const { demand, parameters, ledger } = world;
  const { first, last } = world.rowsOf(KIND);
  const redeemed = world.column('hedgeFunds.redeemedUnits');
  const paidInQuarter = world.column('hedgeFunds.paidInQuarter');
  redeemed.fill(0);
  if (world.tick % world.ticks(QUARTER_DAYS) === 0) paidInQuarter.fill(0);
  const due = dueUnits(world);
  if (!(due > 0)) return;
  const shares = world.ledger.at[SHARES];
  const value = ledger.unitValue[shares];
  // Shares of funds that have lost everything are worth nothing: who is due waits.
  if (!(value > 0)) {
    deferRedemptions(world, 0);
    return;
  }
  const daily = world.perTick(parameters.number('hedgeFunds.largestRedemption'));
  const gate = parameters.number('hedgeFunds.redemptionGate');
  const status = world.column('hedgeFunds.status');
  const equity = new Float64Array(last - first);
  for (let row = first; row < last; row++)
    if (status[row - first] === OPEN)
      equity[row - first] = Math.max(demand.exposureMark[row] + demand.cash[row], 0);
  const total = sum(equity);
  let paid = 0;
  for (let row = first; row < last; row++) {
    const i = row - first;
    if (!(equity[i] > 0)) continue;
    const asked = due * value * (equity[i] / total);
    const payable = payableRedemption(asked, equity[i], daily, gate, paidInQuarter[i]);
    redeemed[i] = Math.min(payable / value, -ledger.position(row, shares));
    const dollars = redeemed[i] * value;
    paidInQuarter[i] += dollars;
    paid += redeemed[i];
    // Cash that a fund without loans has in hand need not be raised.
    demand.forcedRedemption[row] = Math.max(dollars - Math.max(demand.cash[row], 0), 0);
  }
  deferRedemptions(world, Math.min(paid / due, 1));
}

/** After trades: losses beyond equity, redemptions at today's NAV, last payments of closed funds. */
function settle(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  for (let row = first; row < last; row++)
    writeOffLoan(world, KIND, row, exposureOf(world, row, prices) + cash(row));
  writeNetAssetValue(world);
  payRedemptions(world);
  // Also where closures have been switched off since: a fund that sells out pays what is left.
  windUp(world, prices);
  // Funds hold no money-fund shares: what comes in repays loans, what is lacking is borrowed.
  squareCash(world, first, last, 0);
}

function payRedemptions(world: World): void {
  const { ledger, payments, scratch, clearingRow } = world;
  const { first, last } = world.rowsOf(KIND);
  const redeemed = world.column('hedgeFunds.redeemedUnits');
  const units = sum(redeemed);
  if (!(units > 0)) return;
  const shares = world.ledger.at[SHARES];
  const value = ledger.unitValue[shares];
  const flow = FLOW.fundShares;
  const equity = world.column('hedgeFunds.lastEquity');
  for (let row = first; row < last; row++) scratch[row] = redeemed[row - first];
  ledger.transferColumn(clearingRow, first, last, shares, scratch, flow, value);
  for (let row = first; row < last; row++) {
    scratch[row] *= -value;
    // What is paid out is not a loss of the fund.
    equity[row - first] += scratch[row];
  }
  payments.payColumn(clearingRow, first, last, scratch, flow);
  payOwners(world, units, value);
  // Every open fund pays its part; one event stands for all.
  world.events.add('redemption', KIND, WHOLE_KIND, SHARES, units * value);
}

/** Pays what is left of closed funds to all owners; the other funds take over the shares that remain. */
function windUp(world: World, prices: Float64Array): void {
  const { ledger, payments, demand, clearingRow } = world;
  const { first, last } = world.rowsOf(KIND);
  const status = world.column('hedgeFunds.status');
  const startLeverage = world.column('hedgeFunds.startLeverage');
  const shares = world.ledger.at[SHARES];
  const flow = FLOW.fundShares;
  const cash = cashOf(world);
  for (let row = first; row < last; row++) {
    const i = row - first;
    const start = demand.startWealth[row] * startLeverage[i];
    if (status[i] !== CLOSING || exposureOf(world, row, prices) > WOUND_UP * start) continue;
    const value = ledger.unitValue[shares];
    const issued = -ledger.position(row, shares);
    const money = Math.min(Math.max(cash(row), 0), issued * value);
    if (money > 0) {
      const outstanding = unitsOutstanding(world);
      ledger.transfer(clearingRow, row, shares, money / value, flow, value);
      payments.pay(row, clearingRow, money, flow);
      payAllOwners(world, money, value, outstanding);
    }
    status[i] = GONE;
    handOver(world, row);
  }
}

/** Spreads the shares that a gone fund still owes over the open funds, by what they owe. */
function handOver(world: World, row: number): void {
  const { ledger, scratch } = world;
  const { first, last } = world.rowsOf(KIND);
  const status = world.column('hedgeFunds.status');
  const shares = world.ledger.at[SHARES];
  const left = ledger.position(row, shares);
  let owed = 0;
  for (let r = first; r < last; r++) if (status[r - first] === OPEN) owed += ledger.position(r, shares);
  if (!(owed < 0)) return;
  for (let r = first; r < last; r++)
    scratch[r] = status[r - first] === OPEN ? left * (ledger.position(r, shares) / owed) : 0;
  ledger.transferColumn(row, first, last, shares, scratch, FLOW.fundShares);
}

function unitsOutstanding(world: World): number {
  const { first, last } = world.rowsOf(KIND);
  const shares = world.ledger.at[SHARES];
  let units = 0;
  for (let row = first; row < last; row++) units -= world.ledger.position(row, shares);
  return units;
}

/** NAV of a pooled share: equity of all funds over shares outstanding. */
function writeNetAssetValue(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  let equity = 0;
  for (let row = first; row < last; row++) equity += Math.max(exposureOf(world, row, prices) + cash(row), 0);
  const units = unitsOutstanding(world);
  if (units > 0) world.ledger.unitValue[world.ledger.at[SHARES]] = equity / units;
}

function marks(world: World): void {
  const { first, last } = world.rowsOf(KIND);
  const prices = assetPrices(world);
  const cash = cashOf(world);
  const equity = world.column('hedgeFunds.lastEquity');
  const performance = world.column('hedgeFunds.performance');
  const peak = world.column('hedgeFunds.peakPerformance');
  for (let row = first; row < last; row++) {
    const i = row - first;
    const now = Math.max(exposureOf(world, row, prices) + cash(row), 0);
    if (equity[i] > 0) performance[i] *= now / equity[i];
    peak[i] = Math.max(peak[i], performance[i]);
    equity[i] = now;
  }
  writeNetAssetValue(world);
  const peakNav = world.column('hedgeFunds.peakNav');
  peakNav[0] = Math.max(peakNav[0], world.ledger.unitValue[world.ledger.at[SHARES]]);
}

/** Step 2 begins: what the tick will report starts at zero. */
function obligations(world: World): void {
  world.scalars.set('lenderLosses', 0);
  distributeIncome(world, KIND);
}

function record(world: World, write: (name: string, value: number) => void): void {
  const { demand } = world;
  const { first, last } = world.rowsOf(KIND);
  const value = world.ledger.unitValue[world.ledger.at[SHARES]];
  const equity = sum(world.column('hedgeFunds.lastEquity'));
  const prices = assetPrices(world);
  let exposure = 0;
  let margin = 0;
  for (let row = first; row < last; row++) {
    exposure += exposureOf(world, row, prices);
    margin += demand.forcedMargin[row];
  }
  const status = world.column('hedgeFunds.status');
  write('hedgeFunds.navPerShare', value);
  write('hedgeFunds.leverage', equity > 0 ? exposure / equity : 0);
  write('hedgeFunds.marginCalls', margin);
  write('hedgeFunds.redemptionsPaid', sum(world.column('hedgeFunds.redeemedUnits')) * value);
  write('hedgeFunds.closedFunds', status.filter((state) => state !== OPEN).length);
}

export const hedgeFunds: AgentKind = {
  name: KIND,
  label: 'Hedge funds',
  meaning: 'levered funds with value and trend styles, margins, redemptions and closures',
  parameters: [
    ...openingParameters(KIND, ['fundingLoans', SHARES]),
    ...investorParameters(KIND),
    ...leverageParameters(KIND),
    {
      name: `${KIND}.leverageDispersion`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'log standard deviation of loans over exposure',
    },
    {
      name: `${KIND}.trendFollowerShare`,
      unit: 'ratio',
      range: [0.01, 1],
      meaning: 'share of funds that follow trends; the others follow value alone',
    },
    {
      name: `${KIND}.redemptions`,
      unit: 'switch',
      schedulable: true,
      meaning: 'whether owners may redeem shares',
    },
    {
      name: `${KIND}.redemptionNotice`,
      unit: 'days',
      range: [1, 250],
      schedulable: true,
      meaning: 'trading days between notice and payment',
    },
    {
      name: `${KIND}.redemptionThreshold`,
      unit: 'ratio',
      range: [0.001, 1],
      meaning: 'log loss of NAV from its peak at which owners begin to redeem',
    },
    {
      name: `${KIND}.redemptionSensitivity`,
      unit: 'ratio',
      range: [0, 5],
      meaning: 'share of holdings redeemed a quarter for each unit of log loss beyond the threshold',
    },
    {
      name: `${KIND}.largestRequest`,
      unit: 'ratio',
      range: [0, 1],
      meaning: 'largest share of a holding for which an owner gives notice in a tick',
    },
    {
      name: `${KIND}.largestRedemption`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'largest share of equity paid out on a day',
    },
    {
      name: `${KIND}.redemptionGate`,
      unit: 'ratio',
      range: [0, 1],
      schedulable: true,
      meaning: 'largest share of equity paid out in a quarter',
    },
    {
      name: `${KIND}.closures`,
      unit: 'switch',
      schedulable: true,
      meaning: 'whether funds that lost too much are closed and liquidated',
    },
    {
      name: `${KIND}.closingThreshold`,
      unit: 'ratio',
      range: [0, 0.99],
      meaning: 'share of its peak value at which a fund is closed',
    },
    {
      name: `${KIND}.liquidationShare`,
      unit: 'ratio',
      range: [0.01, 0.3],
      meaning: 'share of its exposure that a closed fund sells each day',
    },
  ],
  columns: [
    {
      name: `${KIND}.startLeverage`,
      unit: 'ratio',
      length: 'kind',
      meaning: 'exposure over equity at the start',
    },
    { name: `${KIND}.status`, unit: 'code', length: 'kind', meaning: '0 open, 1 being liquidated, 2 gone' },
    { name: `${KIND}.lastEquity`, unit: '$bn', length: 'kind', meaning: 'equity at the last marks' },
    {
      name: `${KIND}.performance`,
      unit: 'index',
      length: 'kind',
      meaning: 'value of one dollar of the start',
    },
    { name: `${KIND}.peakPerformance`, unit: 'index', length: 'kind', meaning: 'highest performance so far' },
    { name: `${KIND}.redeemedUnits`, unit: 'units', length: 'kind', meaning: 'shares redeemed in this tick' },
    {
      name: `${KIND}.paidInQuarter`,
      unit: '$bn',
      length: 'kind',
      meaning: 'redemptions paid since the quarter began',
    },
    { name: `${KIND}.peakNav`, unit: '$bn', length: 1, meaning: 'highest NAV of a pooled share so far' },
    {
      name: `${KIND}.startVolatility`,
      unit: '$bn per year',
      length: 1,
      meaning: 'volatility of the portfolio at the start',
    },
    { name: `${KIND}.startCashReturn`, unit: 'per year', length: 1, meaning: 'return of cash at the start' },
  ],
  series: [
    { name: 'hedgeFunds.navPerShare', unit: '$bn', type: 'index', meaning: 'NAV of a pooled share' },
    { name: 'hedgeFunds.leverage', unit: 'ratio', type: 'rate', meaning: 'exposure over equity' },
    {
      name: 'hedgeFunds.marginCalls',
      unit: '$bn',
      type: 'flow',
      meaning: 'sales forced by margins and closures',
    },
    { name: 'hedgeFunds.redemptionsPaid', unit: '$bn', type: 'flow', meaning: 'redemptions paid' },
    { name: 'hedgeFunds.closedFunds', unit: 'count', type: 'count', meaning: 'funds closed so far' },
  ],
  endow,
  obligations,
  schedule,
  settle,
  marks,
  record,
};

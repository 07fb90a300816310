/** What comes in at private borrowers, what they are worth, and who takes the place of one that failed. */
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import { rentalValue } from '../mechanisms/fleet-value.js';
import { entryReadiness } from '../mechanisms/free-entry.js';
import { DEALS, isSoftware, KIND, own, rowOf, SOUND } from './borrowers.js';

/** What comes in: the lease that the tenant has paid, or the cash flow of a firm, out of the real economy. */
export function earn(world: World, i: number): void {
  const { cashFlow, startCashFlow, leasePaid, economy, operatingIncome } = own(world);
  if (i < DEALS.length) {
    cashFlow[i] = leasePaid[i] / world.dt;
    return;
  }
  cashFlow[i] = startCashFlow[i] * newsOf(world, i);
  world.payments.pay(economy, rowOf(world, i), cashFlow[i] * world.dt, operatingIncome);
}

const newsDraws = handles((world) => world.random('private borrowers news'));

/** Cash flow of a firm over its start, with news of its own. */
function newsOf(world: World, i: number): number {
  const { news, cashFlowHalfLife, cashFlowVolatility, newsScale } = own(world);
  const draw = newsDraws(world).normal(i, world.tick);
  news[i] -= world.speed(cashFlowHalfLife.now) * news[i];
  news[i] += cashFlowVolatility.now * newsScale.now * Math.sqrt(world.dt) * draw;
  return demandFor(world, i, news[i]);
}

/** Cash flow of a firm over its start: own news, activity, and demand for its software. */
function demandFor(world: World, i: number, news: number): number {
  const { demand } = world;
  let log = news + own(world).activityLoading.now * own(world).activity.now;
  const { softwareEquity, valueEquity } = own(world);
  const lead = demand.earnings[softwareEquity] - demand.earnings[valueEquity];
  if (isSoftware(i)) log += own(world).softwareLoading.now * lead;
  const { softwareShortfall, otherShortfall } = own(world);
  return exp(log) * (1 - (isSoftware(i) ? softwareShortfall : otherShortfall).now);
}

/** Founders buy a firm like the one that failed when it is worth more, at the rates of today, than it was at the start. */
export function enter(world: World, i: number): void {
  const { readiness, life, startRate, poolRate, startCashFlow, entrySpeed } = own(world);
  const cost = rentalValue(1, life[i].now, 0, startRate[0]);
  const value = rentalValue(demandFor(world, i, 0), life[i].now, 0, Math.max(poolRate[0], 0));
  readiness[i] = entryReadiness(readiness[i], value, cost, entrySpeed.now, world.dt);
  if (readiness[i] >= 1 && startCashFlow[i] > 0) setUp(world, i);
}

/** Founders, who are part of the real economy, pay in its cash; debt comes from funds that have money to lend. */
function setUp(world: World, i: number): void {
  const { readiness, state, usualCash, economy, dividends } = own(world);
  world.payments.pay(economy, rowOf(world, i), usualCash[i], dividends);
  readiness[i] = 0;
  state[i] = SOUND;
  world.events.add('entry', KIND, rowOf(world, i), 'privateCreditLoans', usualCash[i]);
}

/** Value of the firm, or of what secures the loan: cash flow that fades over its life, at the rate of a new loan. */
export function worthOf(world: World, i: number): number {
  const rate = own(world).policyRate.now + own(world).fairSpread[i];
  return rentalValue(own(world).cashFlow[i], own(world).life[i].now, 0, Math.max(rate, 0));
}

/** Debt that lenders bear. */
export function lendersLimit(world: World, i: number): number {
  return own(world).largestLoanToValue.now * worthOf(world, i);
}

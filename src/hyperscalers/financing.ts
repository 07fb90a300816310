/** The pecking order: cash, Treasury bonds, AI-issuer bonds, vehicles; what nobody finances is cut. */

import { sitesToBuild } from '../compute-debt/sites.js';
import { FLOW } from '../ledger/flows.js';
import { otherVehicleRent } from '../ledger/site-leases.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import {
  type Financing,
  type FinancingSources,
  financingWaterfall,
} from '../mechanisms/financing-waterfall.js';
import { FIRMS, figures, KIND, LEASED, NO_LIMIT, own, position, SALEABLE, terms } from './firms.js';

/** Capex per year: the plan and its part of the addition, as far as capital markets leave it. */
export function plannedCapex(world: World, i: number): number {
  const plan = own(world).plan;
  return Math.max(plan[i] + addition(world, i), 0) * own(world).reaction[i];
}

/** The firm's part of the capex addition, $bn a year. */
export function addition(world: World, i: number): number {
  const plan = own(world).plan;
  let total = 0;
  for (let other = 0; other < FIRMS.length; other++) total += plan[other];
  return total > 0 ? (terms(world).capexAddition.now * plan[i]) / total : 0;
}

/** Bonds, loans and leases, $bn. */
export function debtOf(world: World, i: number): number {
  return (
    own(world).lease[i] -
    position(world, i, world.ledger.at.aiInvestmentGradeBonds) -
    position(world, i, world.ledger.at.bankLoans)
  );
}

/** Decides how this tick's capex is paid and places the orders; a surplus rebuilds cash, then is paid out. */
export function finance(world: World, i: number): void {
  const { dt } = world;
  const row = own(world).first + i;
  const rent = otherVehicleRent(world, i, LEASED[i]);
  const internal = own(world).income[row] + (own(world).operatingCashFlow[i] - rent) * dt;
  const reaction = own(world).reaction[i];
  const choice = world.parameters.choice('hyperscalers.financing');
  const planned = plannedCapex(world, i) * dt;
  const spending = sitesToBuild(world, planned, own(world).putOff, i);
  // The addition waits like the rest.
  const extra =
    choice === 'waterfall' || planned === 0 ? 0 : (addition(world, i) * reaction * dt * spending) / planned;
  const surplus = internal - (spending - extra);
  const parts = raise(world, i, Math.max(-surplus, 0), internal);
  const cutOfExtra = extra > 0 ? raiseExtra(world, i, extra, choice, parts, internal) : 0;
  own(world).vehicleCapital[i] = parts.offBalanceSheet;
  own(world).toPay[i] = Math.max(spending - parts.offBalanceSheet - parts.cut - cutOfExtra, 0);
  reportCut(world, i, parts.cut + cutOfExtra);
  payOut(world, i, Math.max(surplus, 0), internal, extra === 0);
  redeemFundShares(world, i);
}

/** Mix and limits of ordinary finance. */
function raise(world: World, i: number, need: number, internal: number): Financing {
  const off = figures(world).offBalanceSheetShare[i].now;
  const cash = terms(world).cashShare.now;
  const treasuries = terms(world).treasuryShare.now;
  const room =
    figures(world).leverageLimit[i].now * Math.max(own(world).operatingCashFlow[i], 0) - debtOf(world, i);
  const parts = financingWaterfall(
    need,
    { cash, treasuries, bonds: Math.max(1 - cash - treasuries - off, 0), offBalanceSheet: off },
    {
      cash: spareCash(world, i, terms(world).cashFloorShare.now, internal),
      treasuries: saleableTreasuries(world, i),
      bonds: room * (1 - off),
      offBalanceSheet: room * off,
    },
  );
  place(world, i, parts);
  return parts;
}

/** $bn of Treasuries that can be sold today, at yesterday's price. */
function saleableTreasuries(world: World, i: number): number {
  const price = exp(world.demand.lnPrice[world.ledger.at.treasuryBonds]);
  return SALEABLE * position(world, i, world.ledger.at.treasuryBonds) * price;
}

/** Cash above a share of what the firm had at the start, before today's income and spending. */
function spareCash(world: World, i: number, floorShare: number, internal: number): number {
  const cash =
    position(world, i, world.ledger.at.deposits) +
    position(world, i, world.ledger.at.moneyFundShares) -
    internal;
  return Math.max(cash - floorShare * own(world).usualCash[i], 0);
}

/** The addition, financed in one way; returns what is cut. */
function raiseExtra(
  world: World,
  i: number,
  need: number,
  choice: string,
  before: Financing,
  internal: number,
): number {
  if (choice === 'equity') {
    const equity = world.ledger.at.megacapEquity;
    world.orders.place(own(world).first + i, equity, -need, 'issuance');
    world.events.add('issue', KIND, own(world).first + i, 'megacapEquity', need);
    return 0;
  }
  const ownCash = choice === 'cash';
  const shares: FinancingSources = {
    cash: ownCash ? 1 : 0,
    treasuries: 0,
    bonds: ownCash ? 0 : 1,
    offBalanceSheet: 0,
  };
  const parts = financingWaterfall(need, shares, {
    cash: ownCash ? spareCash(world, i, 0, internal) - before.fromCash : 0,
    treasuries: ownCash ? saleableTreasuries(world, i) - before.treasurySales : 0,
    bonds: ownCash ? 0 : NO_LIMIT,
    offBalanceSheet: 0,
  });
  place(world, i, parts);
  return parts.cut;
}

function place(world: World, i: number, parts: Financing): void {
  const { orders, events } = world;
  const row = own(world).first + i;
  orders.place(row, world.ledger.at.treasuryBonds, -parts.treasurySales, 'issuance');
  orders.place(row, world.ledger.at.aiInvestmentGradeBonds, -parts.bonds, 'issuance');
  events.add('issue', KIND, row, 'aiInvestmentGradeBonds', parts.bonds);
  // The vehicle, a row of the AI builders, issues and spends; the firm rents what it builds.
  own(world).vehicleIssuance.add(parts.offBalanceSheet);
  own(world).lease[i] += parts.offBalanceSheet;
}

export function reportCut(world: World, i: number, amount: number): void {
  if (amount > 0) world.events.add('capex cut', KIND, own(world).first + i, 'capitalExpenditure', amount);
}

/**
 * A surplus first closes a gap to the usual cash, with the speed of the firm's reactions, unless cash is being
 * spent on an addition; the rest leaves.
 */
function payOut(world: World, i: number, surplus: number, internal: number, rebuilds: boolean): void {
  const row = own(world).first + i;
  const cash =
    position(world, i, world.ledger.at.deposits) +
    position(world, i, world.ledger.at.moneyFundShares) -
    internal;
  const gap = rebuilds ? Math.max(own(world).usualCash[i] - cash, 0) : 0;
  const rebuilt = Math.min(surplus, world.speed(terms(world).reactionHalfLife.now) * gap);
  const buyback = terms(world).buybackShare.now * (surplus - rebuilt);
  world.orders.place(row, world.ledger.at.megacapEquity, buyback, 'issuance');
  own(world).payout[i] = surplus - rebuilt - buyback;
}

/** Money-fund shares give the deposits that today's payments beyond proceeds need. */
function redeemFundShares(world: World, i: number): void {
  const { ledger, clearingRow } = world;
  const row = own(world).first + i;
  let proceeds = 0;
  for (const order of world.orders.list) if (order.row === row) proceeds -= order.dollars;
  const payments = own(world).toPay[i] + own(world).payout[i];
  const missing = payments - proceeds - position(world, i, world.ledger.at.deposits);
  const redeemed = Math.min(
    Math.max(missing, 0),
    Math.max(position(world, i, world.ledger.at.moneyFundShares), 0),
  );
  const flow = FLOW.cashManagement;
  ledger.transfer(row, clearingRow, world.ledger.at.moneyFundShares, redeemed, flow);
  ledger.transfer(clearingRow, row, world.ledger.at.deposits, redeemed, flow);
}

/** Debt service beyond cash in hand: what is missing comes out of money-fund shares, then from a bank loan. */
export function coverOverdraft(world: World, i: number): void {
  const { ledger, clearingRow, events } = world;
  const row = own(world).first + i;
  const deposits = world.ledger.at.deposits;
  const missing = -position(world, i, world.ledger.at.deposits);
  if (!(missing > 0)) return;
  const redeemed = Math.min(missing, Math.max(position(world, i, world.ledger.at.moneyFundShares), 0));
  ledger.transfer(row, clearingRow, world.ledger.at.moneyFundShares, redeemed, FLOW.cashManagement);
  ledger.transfer(clearingRow, row, deposits, redeemed, FLOW.cashManagement);
  const borrowed = missing - redeemed;
  if (!(borrowed > 0)) return;
  ledger.transfer(row, clearingRow, world.ledger.at.bankLoans, borrowed, FLOW.bankLending);
  ledger.transfer(clearingRow, row, deposits, borrowed, FLOW.bankLending);
  events.add('bank loan', KIND, row, 'bankLoans', borrowed);
}

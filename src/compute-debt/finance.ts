/** How capex is paid: cash above the usual, loans, owners; the rest is cut. A surplus goes to owners or cures a breach. */
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { refinanced } from '../mechanisms/loan-schedule.js';
import { advanceRate } from './backstop.js';
import { repayLine } from './bank-line.js';
import { type Borrowers, ROUNDING } from './borrowers.js';
import { bearsMore, hasCredit, lendersLimit, toCure } from './covenants.js';
import { followPosition } from './loans.js';
import { callOwners } from './owners.js';
import { redeem } from './pool.js';
import { sitesToBuild } from './sites.js';

/** @param reserved cash that is to be spent on something else in this tick, $bn */
export function finance(world: World, firms: Borrowers, i: number, reserved = 0): void {
  const { dt, orders } = world;
  const plan = firms.of(world).plan;
  const toPay = firms.of(world).toPay;
  plan[i] = Math.max(plan[i] * (1 + firms.of(world).capexGrowth.now * dt), 0);
  const credit = hasCredit(world, firms, i);
  const wish = credit ? sitesToBuild(world, plan[i] * dt, firms.of(world).putOff, i) : 0;
  repayLine(world, firms, i);
  const usual = firms.of(world).usualCash[i];
  const spare = firms.deposits(world, i) - usual - reserved;
  const need = Math.max(wish - spare, 0);
  const asked = Math.min(need, advanceRate(world, firms) * wish);
  const lent = lentOf(world, firms, i, asked, wish);
  const owners = Math.min(need - lent, firms.of(world).equityShare.now * wish);
  orders.place(firms.row(world, i), firms.of(world).pool, -lent, 'issuance');
  callOwners(world, firms, i, owners);
  toPay[i] = Math.max(wish - (need - lent - owners), 0);
  if (toPay[i] < wish - ROUNDING) reportCut(world, firms, i, wish - toPay[i]);
  else if (credit) payOwners(world, firms, i, spare - wish);
  else cureBreach(world, firms, i, spare);
}

/** What lenders advance of the sum asked for, on chips to be bought for `wish`. */
function lentOf(world: World, firms: Borrowers, i: number, asked: number, wish: number): number {
  const limit = lendersLimit(world, firms, i, wish);
  const open = hasCredit(world, firms, i) && bearsMore(world, firms, i, asked);
  return refinanced(asked, firms.debt(world, i) + asked, limit, open);
}

function reportCut(world: World, firms: Borrowers, i: number, amount: number): void {
  world.events.add('capex cut', firms.kind, firms.row(world, i), 'capitalExpenditure', amount);
}

function payOwners(world: World, firms: Borrowers, i: number, surplus: number): void {
  if (surplus > 0)
    world.payments.pay(firms.row(world, i), world.rowOf('realEconomy'), surplus, FLOW.dividends);
}

/** Cash that is left while a covenant is breached pays debt down, as far as the cure needs it. */
function cureBreach(world: World, firms: Borrowers, i: number, spare: number): void {
  const wanted = toCure(world, firms, i);
  redeem(world, firms, i, Math.min(Math.max(spare, 0), wanted), 'rollover');
  followPosition(world, firms, i);
}

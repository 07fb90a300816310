/** Loans by year of issue: they amortise, end in a balloon, and are rolled over as far as lenders let. */
import type { World } from '../ledger/world.js';
import { blendedRate, loanPayment, refinanced } from '../mechanisms/loan-schedule.js';
import { type Borrowers, POOL } from './borrowers.js';
import { hasCredit, lendersLimit } from './covenants.js';
import { slotOf, yearOf } from './fleet.js';
import { redeem } from './pool.js';

/** Years of issue that are kept apart: more than the longest tenor. */
export const LOANS = 12;

/** Loans of a year end in the same tick, each firm's at another time of the year. */
function maturityOf(world: World, firms: Borrowers, i: number, year: number): number {
  const end = year + firms.tenor(world, i) + (i + 1) / (firms.count + 1);
  return Math.ceil(end * world.ticksPerYear);
}

/** Loans of past years in equal parts, so that one ends each year. */
export function openLoans(world: World, firms: Borrowers, i: number): void {
  const tenor = firms.tenor(world, i);
  for (let back = 1; back <= tenor; back++) {
    const slot = i * LOANS + slotOf(-back, LOANS);
    firms.of(world).principal[slot] = firms.figure(world, i, POOL) / tenor;
    firms.of(world).maturity[slot] = maturityOf(world, firms, i, -back);
  }
}

/** What the pool yields over Treasury bonds today. */
function poolSpread(world: World, firms: Borrowers): number {
  const { pool, treasuryBonds } = firms.of(world);
  return world.demand.yield[pool] - world.demand.yield[treasuryBonds];
}

/** All loans of the start carry the spread of the start. */
export function openSpreads(world: World, firms: Borrowers): void {
  for (let i = 0; i < firms.count; i++) {
    const spread = firms.of(world).concession[i];
    firms.of(world).spread.fill(spread, i * LOANS, (i + 1) * LOANS);
    firms.of(world).spreadAtIssue.fill(spread + poolSpread(world, firms), i * LOANS, (i + 1) * LOANS);
    firms.of(world).loanSpread[i] = spread;
  }
}

/**
 * The pool rolls over at market prices: loans keep their proportions and sum to what the books say.
 * @returns debt over what the loans summed to
 */
export function followPosition(world: World, firms: Borrowers, i: number): number {
  const principal = firms.of(world).principal;
  let sum = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) sum += principal[k];
  if (!(sum > 0)) return 1;
  const factor = firms.debt(world, i) / sum;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) principal[k] *= factor;
  return factor;
}

/** Years to maturity of what a firm owes to the pool, the mean of its loans. */
export function yearsLeft(world: World, firms: Borrowers, i: number): number {
  const { principal, maturity } = firms.of(world);
  let owed = 0;
  let left = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) {
    owed += principal[k];
    left += principal[k] * Math.max(maturity[k] - world.tick, 0) * world.dt;
  }
  return owed > 0 ? left / owed : 0;
}

/** What is due on each loan in this tick, and how much of it because loans end. */
function duesOf(world: World, firms: Borrowers, i: number) {
  const principal = firms.of(world).principal;
  const maturity = firms.of(world).maturity;
  const rate = firms.amortisation(world, i);
  const dues: number[] = [];
  let due = 0;
  let balloon = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) {
    const payment = loanPayment(principal[k], 0, rate, world.dt, world.tick >= maturity[k]);
    dues.push(payment.amortisation + payment.balloon);
    due += payment.amortisation + payment.balloon;
    balloon += payment.balloon;
  }
  return { dues, due, balloon };
}

/** Principal that is due is rolled over at today's spread as far as lenders let; the rest is paid, or missed. */
export function repayDue(world: World, firms: Borrowers, i: number): void {
  const principal = firms.of(world).principal;
  const { dues, due, balloon } = duesOf(world, firms, i);
  const limit = lendersLimit(world, firms, i, 0);
  const rolled = refinanced(due, firms.debt(world, i), limit, hasCredit(world, firms, i));
  const paid = Math.min(due - rolled, Math.max(firms.deposits(world, i), 0));
  if (due > 0)
    for (const [index, part] of dues.entries())
      principal[i * LOANS + index] -= (part / due) * (rolled + paid);
  writeLoan(world, firms, i, rolled);
  redeem(world, firms, i, paid, 'rollover');
  firms.of(world).unpaid[i] = Math.max(due - rolled - paid, 0);
  if (balloon > 0 && rolled > 0)
    world.events.add('refinanced', firms.kind, firms.row(world, i), POOL, Math.min(balloon, rolled));
}

/** New principal is written into the loans of this year, at the firm's spread of today. */
function writeLoan(world: World, firms: Borrowers, i: number, amount: number): void {
  if (!(amount > 0)) return;
  const slot = i * LOANS + slotOf(yearOf(world), LOANS);
  const principal = firms.of(world).principal;
  const { spread, spreadAtIssue, concession } = firms.of(world);
  const today = concession[i] + poolSpread(world, firms);
  spreadAtIssue[slot] = blendedRate(principal[slot], spreadAtIssue[slot], amount, today);
  spread[slot] = blendedRate(principal[slot], spread[slot], amount, concession[i]);
  principal[slot] += amount;
  firms.of(world).maturity[slot] = maturityOf(world, firms, i, yearOf(world));
}

/** What was issued in the market became a loan at the cleared price. */
export function bookIssue(world: World, firms: Borrowers, i: number): void {
  const principal = firms.of(world).principal;
  let written = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) written += principal[k];
  writeLoan(world, firms, i, firms.debt(world, i) - written);
  const spread = firms.of(world).spread;
  let sum = 0;
  let all = 0;
  for (let k = i * LOANS; k < (i + 1) * LOANS; k++) {
    sum += principal[k] * spread[k];
    all += principal[k];
  }
  firms.of(world).loanSpread[i] = all > 0 ? sum / all : 0;
}

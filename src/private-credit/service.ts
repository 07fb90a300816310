/** Interest and principal of private loans: paid, added to the debt, rolled over or missed; new loans to sound firms. */
import { BANKS, contractOf, LENDERS, lend, owedBy, PRIVATE_FUNDS } from '../ledger/loan-contracts.js';
import type { World } from '../ledger/world.js';
import { cure } from '../mechanisms/debt-covenants.js';
import { blendedRate, loanPayment, refinanced } from '../mechanisms/loan-schedule.js';
import {
  amortisation,
  DEALS,
  deposits,
  inTrouble,
  KIND,
  own,
  ROUNDING,
  ROWS,
  rowOf,
  SOUND,
  stateOf,
} from './borrowers.js';
import { covenants, debtState } from './breaches.js';
import { lendersLimit, worthOf } from './cash-flow.js';

/** Interest that deposits do not cover is added to the debt; what falls due is rolled over, paid, or missed. */
export function serve(world: World, i: number): void {
  const short = Math.max(-deposits(world, i), 0);
  const limit = lendersLimit(world, i);
  const agreed = refinanced(short, owedBy(world, i) + short, limit, !inTrouble(world, i));
  if (short > 0) capitalise(world, i, short);
  const open = stateOf(world, i) === SOUND && !inTrouble(world, i);
  const missed = short - agreed + repayDue(world, i, open, limit);
  countMissed(world, i, missed);
}

/** Unpaid interest becomes principal at those to whom it was due. */
function capitalise(world: World, i: number, amount: number): void {
  const principal = own(world).principal;
  const owed = owedBy(world, i);
  for (let lender = 0; lender < LENDERS; lender++) {
    const part = principal[contractOf(i, lender)] / owed;
    if (!(part > 0)) continue;
    lend(world, i, lender, amount * part);
    own(world).capitalised[lender] += amount * part;
  }
}

/** Principal due, contract by contract: rolled over by lenders who are willing, else paid in cash. Returns what is missed. */
function repayDue(world: World, i: number, open: boolean, limit: number): number {
  const { principal, maturity, refuses } = own(world);
  const rate = amortisation(world, i);
  let missed = 0;
  for (let lender = 0; lender < LENDERS; lender++) {
    const k = contractOf(i, lender);
    if (!(principal[k] > 0)) continue;
    const ended = world.tick >= maturity[k];
    const { amortisation: part, balloon } = loanPayment(principal[k], 0, rate, world.dt, ended);
    const due = part + balloon;
    if (!(due > 0)) continue;
    const willing = open && (lender === BANKS || refuses[lender] === 0);
    const rolled = refinanced(due, owedBy(world, i), limit, willing);
    const paid = Math.min(due - rolled, Math.max(deposits(world, i), 0));
    renew(world, i, lender, rolled, principal[k] - due);
    lend(world, i, lender, -paid);
    missed += due - rolled - paid;
    if (balloon > 0 && rolled > 0)
      world.events.add('refinanced', KIND, rowOf(world, i), instrumentOf(lender), rolled);
  }
  return missed;
}

export function instrumentOf(lender: number): string {
  return lender === BANKS ? 'bankLoans' : 'privateCreditLoans';
}

/** What is rolled over carries the spread of today; a contract that has ended begins anew. */
function renew(world: World, i: number, lender: number, rolled: number, old: number): void {
  if (!(rolled > 0)) return;
  const k = contractOf(i, lender);
  const spread = own(world).spread;
  spread[k] = blendedRate(old, spread[k], rolled, own(world).fairSpread[i]);
  if (world.tick < own(world).maturity[k]) return;
  const tenor = own(world).tenor[i].now * world.ticksPerYear;
  own(world).maturity[k] = world.tick + Math.ceil(tenor);
}

function countMissed(world: World, i: number, missed: number): void {
  const ticks = own(world).missedTicks;
  const row = rowOf(world, i);
  own(world).unpaid[i] = missed;
  if (missed > ROUNDING) {
    if (ticks[i] === 0) world.events.tell('missed payment', KIND, row, 'privateCreditLoans', missed);
    ticks[i] += 1;
  } else {
    if (ticks[i] > 0) world.events.tell('payment made up', KIND, row, 'privateCreditLoans', ticks[i]);
    ticks[i] = 0;
  }
}

/** Cash above the usual cures a breach, or goes to the owners, who are part of the real economy. */
export function useSurplus(world: World, i: number): void {
  const spare = deposits(world, i) - own(world).usualCash[i];
  if (!(spare > 0)) return;
  if (!inTrouble(world, i)) {
    world.payments.pay(rowOf(world, i), own(world).economy, spare, own(world).dividends);
    return;
  }
  const wanted = Math.min(spare, cure(debtState(world, i), covenants(world)));
  const principal = own(world).principal;
  const owed = owedBy(world, i);
  for (let lender = 0; lender < LENDERS; lender++)
    lend(world, i, lender, -wanted * (principal[contractOf(i, lender)] / owed));
}

/** Funds lend what they have to spare to sound firms with room, which pay it to their owners. */
export function borrowAnew(world: World): void {
  const { lendable, lendingLimit, room } = own(world);
  if (!lendable.some((money) => money > ROUNDING)) return;
  for (let i = DEALS.length; i < ROWS; i++)
    lendingLimit[i] =
      stateOf(world, i) === SOUND && !inTrouble(world, i)
        ? own(world).largestLoan.now * worthOf(world, i)
        : Number.NEGATIVE_INFINITY;
  for (let lender = 0; lender < PRIVATE_FUNDS; lender++) {
    if (!(lendable[lender] > ROUNDING)) continue;
    let all = 0;
    for (let i = DEALS.length; i < ROWS; i++) {
      room[i] = Math.max(lendingLimit[i] - owedBy(world, i), 0);
      all += room[i];
    }
    const amount = Math.min(lendable[lender], all);
    for (let i = DEALS.length; i < ROWS; i++)
      if (room[i] > 0) borrow(world, i, lender, (amount * room[i]) / all);
  }
}

function borrow(world: World, i: number, lender: number, amount: number): void {
  const old = own(world).principal[contractOf(i, lender)];
  lend(world, i, lender, amount);
  renew(world, i, lender, amount, old);
  world.payments.pay(rowOf(world, i), own(world).economy, amount, own(world).dividends);
}

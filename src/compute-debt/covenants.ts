/** Covenants on coverage and loan to value: tested on cash flow and on the life that lenders believe in. */
import type { World } from '../ledger/world.js';
import {
  type Breach,
  breachOf,
  type Covenants,
  cure,
  type DebtState,
  debtServiceCoverage,
  loanToValue,
} from '../mechanisms/debt-covenants.js';
import { refinancingRate } from '../mechanisms/loan-schedule.js';
import { exposed } from './backstop.js';
import { ACCELERATED, type Borrowers, POOL, ROUNDING, SOUND } from './borrowers.js';
import { bookValue } from './fleet.js';

/** Share of debt that is at risk under any backstop: limits stay finite. */
const LEAST_EXPOSED = 0.05;

/** A breach ends with headroom beyond the covenants, so that it is one episode and not a flicker. */
function covenants(world: World, firms: Borrowers, i: number): Covenants {
  const headroom = firms.of(world).breachTicks[i] > 0 ? firms.of(world).headroom.now : 0;
  return {
    coverage: firms.of(world).leastCoverage.now * (1 + headroom),
    loanToValue: firms.of(world).largestLoanToValue.now * (1 - headroom),
  };
}

/** Chips on the life that lenders believe in, and what else is pledged, `more` chips among it. */
function collateralOf(world: World, firms: Borrowers, i: number, more = 0): number {
  const all = bookValue(world, firms, i) + (firms.beyond.pledged?.(world, i) ?? 0) + more;
  // It has to cover only what lenders can lose.
  return all / Math.max(exposed(world), LEAST_EXPOSED);
}

/** Debt that lenders bear: the covenant on the collateral, with `more` of new chips, and what is lent without any. */
export function lendersLimit(world: World, firms: Borrowers, i: number, more: number): number {
  const secured = firms.of(world).largestLoanToValue.now * collateralOf(world, firms, i, more);
  return secured + (firms.beyond.unsecuredLimit?.(world, i) ?? 0);
}

/** Lenders shut out who has missed a payment or stands in breach. */
export function hasCredit(world: World, firms: Borrowers, i: number): boolean {
  return (
    firms.state(world, i) === SOUND &&
    firms.of(world).missedTicks[i] === 0 &&
    firms.of(world).breachTicks[i] === 0
  );
}

export function debtState(world: World, firms: Borrowers, i: number): DebtState {
  const debt = firms.debt(world, i);
  const spread = firms.of(world).loanSpread[i];
  const rate = refinancingRate(world.demand.coupon[firms.of(world).pool], spread);
  return {
    cashFlow: firms.cashFlow(world, i),
    interest: rate * debt,
    amortisation: firms.amortisation(world, i) * debt,
    debt,
    secured: firms.secured(world, i),
    collateral: collateralOf(world, firms, i),
  };
}

/** Whether cash flow covers debt service as it must, with `more` of secured debt: nobody lends into a breach. */
export function bearsMore(world: World, firms: Borrowers, i: number, more: number): boolean {
  const state = debtState(world, firms, i);
  return breachOf({ ...state, secured: state.secured + more }, covenants(world, firms, i)) !== 'coverage';
}

/** Secured debt that has to be paid down so that no covenant is breached, $bn. */
export function toCure(world: World, firms: Borrowers, i: number): number {
  return cure(debtState(world, firms, i), covenants(world, firms, i));
}

/** Step 6: the covenants are tested; who does not cure a breach or a missed payment in time is accelerated. */
export function testCovenants(world: World, firms: Borrowers, i: number): void {
  const { events } = world;
  const row = firms.row(world, i);
  const breaches = firms.of(world).breachTicks;
  const state = debtState(world, firms, i);
  const breach = breachOf(state, covenants(world, firms, i));
  if (breach === 'none') {
    if (breaches[i] > 0) tellMet(world, firms, i);
    breaches[i] = 0;
  } else {
    const ratio = breach === 'coverage' ? debtServiceCoverage(state) : Math.min(loanToValue(state), 100);
    if (breaches[i] === 0) events.tell('covenant breach', firms.kind, row, breach, ratio);
    breaches[i] += 1;
  }
  const reason = reasonToAccelerate(world, firms, i, breach);
  if (reason === undefined) return;
  firms.of(world).state[i] = ACCELERATED;
  events.tell('acceleration', firms.kind, row, reason, state.debt);
}

/** A covenant that is met again is a cure, unless a payment is missed: then the story goes on. */
function tellMet(world: World, firms: Borrowers, i: number): void {
  const { breachTicks, missedTicks } = firms.of(world);
  const row = firms.row(world, i);
  if (missedTicks[i] > 0) world.events.tell('covenant met', firms.kind, row, POOL, breachTicks[i]);
  else world.events.tell('covenant cured', firms.kind, row, POOL, breachTicks[i]);
}

/** What was not cured or made up in time: the covenant, a loan that has ended, or another payment. */
function reasonToAccelerate(world: World, firms: Borrowers, i: number, breach: Breach): string | undefined {
  const { breachTicks, cureDays, missedTicks, graceDays } = firms.of(world);
  if (breachTicks[i] > world.ticks(cureDays.now)) return breach;
  if (!(missedTicks[i] > world.ticks(graceDays.now))) return undefined;
  return hasEnded(world, firms, i) ? 'maturity' : 'missed payment';
}

/** Whether a loan has ended that is neither rolled over nor paid. */
function hasEnded(world: World, firms: Borrowers, i: number): boolean {
  const { principal, maturity } = firms.of(world);
  const loans = principal.length / firms.count;
  for (let k = i * loans; k < (i + 1) * loans; k++)
    if (principal[k] > ROUNDING && world.tick >= maturity[k]) return true;
  return false;
}

/** Covenants of private loans. */

import { handles } from '../ledger/handles.js';
import { contractOf, LENDERS, meanOver, owedBy } from '../ledger/loan-contracts.js';
import type { World } from '../ledger/world.js';
import {
  type Breach,
  breachOf,
  type Covenants,
  type DebtState,
  debtServiceCoverage,
} from '../mechanisms/debt-covenants.js';
import { ACCELERATED, amortisation, KIND, own, ROUNDING, rowOf } from './borrowers.js';
import { worthOf } from './cash-flow.js';

/** In the order of the column `breached`. */
const BREACHES: readonly Breach[] = ['none', 'coverage', 'loanToValue'];

export function covenants(world: World): Covenants {
  return { coverage: own(world).leastCoverage.now, loanToValue: own(world).largestLoanToValue.now };
}

export function debtState(world: World, i: number): DebtState {
  const debt = owedBy(world, i);
  const spread = meanOver(world, i, own(world).spread, 0, LENDERS, 0);
  return {
    cashFlow: own(world).cashFlow[i],
    interest: (own(world).policyRate.now + spread) * debt,
    amortisation: amortisation(world, i) * debt,
    debt,
    secured: debt,
    collateral: worthOf(world, i),
  };
}

/** Interest and scheduled amortisation, $bn a year. */
export function serviceOf(world: World, i: number): number {
  const debt = owedBy(world, i);
  const spread = meanOver(world, i, own(world).spread, 0, LENDERS, 0);
  return (own(world).policyRate.now + spread) * debt + amortisation(world, i) * debt;
}

export function testCovenants(world: World, i: number): void {
  const { events } = world;
  const row = rowOf(world, i);
  const breaches = own(world).breachTicks;
  if ((world.tick + i) % world.ticks(own(world).testDays.now) === 0) {
    const state = debtState(world, i);
    const breach = breachOf(state, covenants(world));
    const coverage = Math.min(debtServiceCoverage(state), 100);
    if (breach === 'none' && breaches[i] > 0) tellMet(world, i);
    if (breach !== 'none' && breaches[i] === 0) events.tell('covenant breach', KIND, row, breach, coverage);
    own(world).breached[i] = BREACHES.indexOf(breach);
    breaches[i] = breach === 'none' ? 0 : Math.max(breaches[i], 1);
  }
  if (breaches[i] > 0) breaches[i] += 1;
  const reason = reasonToAccelerate(world, i);
  if (reason === undefined) return;
  own(world).state[i] = ACCELERATED;
  events.tell('acceleration', KIND, row, reason, owedBy(world, i));
}

/** A covenant that is met again is a cure, unless a payment is missed: then the story goes on. */
function tellMet(world: World, i: number): void {
  const { breachTicks, missedTicks } = own(world);
  const row = rowOf(world, i);
  const loans = 'privateCreditLoans';
  if (missedTicks[i] > 0) world.events.tell('covenant met', KIND, row, loans, breachTicks[i]);
  else world.events.tell('covenant cured', KIND, row, loans, breachTicks[i]);
}

/** What was not cured or made up in time: the covenant, a loan that has ended, or another payment. */
function reasonToAccelerate(world: World, i: number): string | undefined {
  const { breachTicks, breached, missedTicks, graceDays } = own(world);
  if (breachTicks[i] > patience(world, i)) return BREACHES[breached[i]];
  if (!(missedTicks[i] > world.ticks(graceDays.now))) return undefined;
  return hasEnded(world, i) ? 'maturity' : 'missed payment';
}

/** Whether a contract has ended that is neither rolled over nor paid. */
function hasEnded(world: World, i: number): boolean {
  const { principal, maturity } = own(world);
  for (let k = contractOf(i, 0); k < contractOf(i, LENDERS); k++)
    if (principal[k] > ROUNDING && world.tick >= maturity[k]) return true;
  return false;
}

const patienceDraws = handles((world) => world.random('private borrowers patience'));

/** Ticks that lenders of this borrower let a breach last. */
function patience(world: World, i: number): number {
  const draw = 0.5 + patienceDraws(world).uniform(i, 0);
  return world.ticks(draw * own(world).cureDays.now);
}

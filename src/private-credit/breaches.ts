/** Covenants of private loans. */
import { LENDERS, meanOver, owedBy } from '../ledger/loan-contracts.js';
import type { World } from '../ledger/world.js';
import {
  breachOf,
  type Covenants,
  type DebtState,
  debtServiceCoverage,
} from '../mechanisms/debt-covenants.js';
import { ACCELERATED, amortisation, KIND, own, rowOf } from './borrowers.js';
import { worthOf } from './cash-flow.js';

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
    if (breach === 'none' && breaches[i] > 0)
      events.add('covenant cured', KIND, row, 'privateCreditLoans', breaches[i]);
    if (breach !== 'none' && breaches[i] === 0) events.add('covenant breach', KIND, row, breach, coverage);
    breaches[i] = breach === 'none' ? 0 : Math.max(breaches[i], 1);
  }
  if (breaches[i] > 0) breaches[i] += 1;
  const late =
    breaches[i] > patience(world, i) || own(world).missedTicks[i] > world.ticks(own(world).graceDays.now);
  if (!late) return;
  own(world).state[i] = ACCELERATED;
  events.add('acceleration', KIND, row, 'privateCreditLoans', owedBy(world, i));
}

/** Ticks that lenders of this borrower let a breach last. */
function patience(world: World, i: number): number {
  const draw = 0.5 + world.random('private borrowers patience').uniform(i, 0);
  return world.ticks(draw * own(world).cureDays.now);
}

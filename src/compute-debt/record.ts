/** Values of the series that every kind of borrowers records. */
import type { World } from '../ledger/world.js';
import { debtServiceCoverage, loanToValue } from '../mechanisms/debt-covenants.js';
import type { Borrowers } from './borrowers.js';
import { debtState } from './covenants.js';
import { concentrationOf, herfindahlOf } from './customers.js';
import { bookValue, capacityOf, hiddenLossOf } from './fleet.js';
import { loansOfIssue } from './issues.js';

type Write = (name: string, value: number) => void;

export function recordBorrowers(world: World, firms: Borrowers, write: Write): void {
  const { series, defaulted, destroyed, failures } = firms.of(world);
  let [capacity, book, hidden, debt, cashFlow] = [0, 0, 0, 0, 0];
  for (let i = 0; i < firms.count; i++) {
    capacity += capacityOf(world, firms, i);
    book += bookValue(world, firms, i);
    hidden += hiddenLossOf(world, firms, i);
    debt += firms.debt(world, i);
    cashFlow += firms.cashFlow(world, i);
  }
  write(series.capacity, capacity);
  write(series.bookValue, book);
  write(series.hiddenLoss, hidden);
  write(series.debt, debt);
  write(series.cashFlow, cashFlow);
  write(series.defaults, failures[0]);
  write(series.destroyed, destroyed[0]);
  write(series.recovery, defaulted[0] > 0 ? 1 - destroyed[0] / defaulted[0] : 1);
  recordIssues(world, firms, write);
  for (let i = 0; i < firms.count; i++) recordFirm(world, firms, i, write);
}

function recordIssues(world: World, firms: Borrowers, write: Write): void {
  const { series, breachTicks, lostByIssue } = firms.of(world);
  write(
    series.inBreach,
    firms.total((i) => (breachTicks[i] > 0 ? 1 : 0)),
  );
  for (let issue = 0; issue < lostByIssue.length; issue++) {
    const { debt, spread } = loansOfIssue(world, firms, issue);
    write(series.issueDebt[issue], debt);
    write(series.issueSpread[issue], spread);
    write(series.issueLost[issue], lostByIssue[issue]);
  }
}

function recordFirm(world: World, firms: Borrowers, i: number, write: Write): void {
  const { series, concession } = firms.of(world);
  const state = debtState(world, firms, i);
  const coverage = Math.min(Math.max(debtServiceCoverage(state), -100), 100);
  write(series.coverage[i], coverage);
  write(series.loanToValue[i], Math.min(loanToValue(state), 100));
  write(series.concession[i], concession[i]);
  write(series.concentration[i], concentrationOf(world, firms, i));
  if (firms.sales[i].length > 0) write(series.herfindahl[i], herfindahlOf(world, firms, i));
}

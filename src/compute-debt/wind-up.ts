/** The end of a borrower: creditors are paid by rank out of what there is, and the rest of every claim is lost. */
import { loseClaim } from '../ledger/contract-claims.js';
import { WHOLE_KIND } from '../ledger/events.js';
import { FLOW } from '../ledger/flows.js';
import type { World } from '../ledger/world.js';
import { recover } from '../mechanisms/default-recovery.js';
import { takeOver } from './backstop.js';
import { type Borrowers, GONE, ROUNDING } from './borrowers.js';
import { endShares } from './convertibles.js';
import { VINTAGES } from './fleet.js';
import { bookLoss } from './issues.js';
import { LOANS } from './loans.js';
import { payOutOwners } from './owners.js';
import { destroy, redeem } from './pool.js';

export function windUp(world: World, firms: Borrowers, i: number): void {
  setOffClaims(world, firms, i);
  takeOver(world, firms, i);
  const debt = firms.debt(world, i);
  const line = firms.line(world, i);
  const available = firms.deposits(world, i);
  const { secured, unsecured, owners, rate } = recover(available, debt, line);
  const row = firms.row(world, i);
  world.events.tell('estate', firms.kind, row, 'deposits', secured + unsecured + owners);
  world.events.tell('recovery', firms.kind, row, 'rate', rate);
  destroy(world, firms, i, rate);
  redeem(world, firms, i, secured, 'recovery');
  settleLine(world, firms, i, line, unsecured);
  payOutOwners(world, firms, i, owners);
  endShares(world, firms, i);
  const day = firms.of(world).day;
  day[0] += debt;
  day[1] += debt - secured;
  firms.of(world).defaulted[0] += debt;
  firms.of(world).destroyed[0] += debt - secured;
  bookLoss(world, firms, i, debt - secured);
  close(world, firms, i);
}

/** What customers owe a firm is set off against what it will not deliver to them: nothing of it comes into the estate. */
function setOffClaims(world: World, firms: Borrowers, i: number): void {
  for (const k of firms.sales[i]) loseClaim(world, k);
}

/** The bank gets what secured lenders leave, and loses the rest of its line. */
function settleLine(world: World, firms: Borrowers, i: number, line: number, paid: number): void {
  const { ledger, clearingRow } = world;
  const row = firms.row(world, i);
  const loans = world.ledger.at.bankLoans;
  const banking = FLOW.bankLending;
  ledger.transfer(clearingRow, row, loans, paid, banking);
  ledger.transfer(row, clearingRow, world.ledger.at.deposits, paid, banking);
  ledger.transfer(clearingRow, row, loans, line - paid, FLOW.losses);
  if (line > ROUNDING) tellBanks(world, firms, i, line, paid);
}

function tellBanks(world: World, firms: Borrowers, i: number, line: number, paid: number): void {
  const { events } = world;
  const firm = firms.firms[i];
  events.tell('line called', firms.kind, firms.row(world, i), 'bankLoans', line, 'banks');
  if (paid > 0) events.tell('recovered', 'banks', WHOLE_KIND, 'bankLoans', paid, firm);
  if (!(line > paid)) return;
  events.tell('destroyed', 'banks', WHOLE_KIND, 'bankLoans', line - paid, firm);
  events.tell('loss', 'banks', WHOLE_KIND, 'bankLoans', line - paid, firm);
}

function close(world: World, firms: Borrowers, i: number): void {
  for (const name of ['cost', 'capacity'])
    firms.column(world, name).fill(0, i * VINTAGES, (i + 1) * VINTAGES);
  for (const name of ['principal', 'spread', 'spreadAtIssue', 'maturity'])
    firms.column(world, name).fill(0, i * LOANS, (i + 1) * LOANS);
  for (const name of ['plan', 'toPay', 'loanSpread', 'concession', 'cashFlow', 'running', 'unpaid'])
    firms.column(world, name)[i] = 0;
  for (const name of ['missedTicks', 'breachTicks', 'defaultTicks']) firms.column(world, name)[i] = 0;
  firms.of(world).failures[0] += 1;
  firms.of(world).state[i] = GONE;
}

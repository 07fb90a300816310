/** Firms in default are sold together, and lenders lose what is not recovered. */
import { partyOf } from '../ledger/contract-graph.js';
import { WHOLE_KIND } from '../ledger/events.js';
import { FLOW } from '../ledger/flows.js';
import { BANKS, contractOf, LENDERS, lend, owedBy, writeOff } from '../ledger/loan-contracts.js';
import type { World } from '../ledger/world.js';
import { recover } from '../mechanisms/default-recovery.js';
import { saleShare } from '../mechanisms/distressed-sale.js';
import { ACCELERATED, deposits, FUNDS, GONE, KIND, own, ROWS, rowOf, stateOf } from './borrowers.js';
import { worthOf } from './cash-flow.js';
import { instrumentOf } from './service.js';

/** Firms accelerated yesterday are sold together to buyers with so much cash; lenders share what it brings. */
export function liquidate(world: World): void {
  const buyers = own(world).buyers;
  let supply = 0;
  for (let i = 0; i < ROWS; i++) if (stateOf(world, i) === ACCELERATED) supply += worthOf(world, i);
  const share = saleShare(supply, buyers[0], own(world).saleDiscount.now);
  for (let i = 0; i < ROWS; i++) {
    if (stateOf(world, i) !== ACCELERATED) continue;
    const price = share * worthOf(world, i);
    buyers[0] -= price;
    world.payments.pay(world.rowOf('realEconomy'), rowOf(world, i), price, FLOW.firmSales);
    tellSale(world, i, price);
    windUp(world, i);
  }
}

/** The borrower as the other side of an event: its name, or its kind and row. */
function firmOf(world: World, i: number): string {
  return partyOf(world, KIND, rowOf(world, i));
}

function tellSale(world: World, i: number, price: number): void {
  const { events } = world;
  const firm = firmOf(world, i);
  events.tell('firm bought', 'realEconomy', own(world).economy, 'deposits', price, firm);
}

/** Lenders of all ranks alike are paid out of the sale and the cash; the rest of each claim is lost. */
function windUp(world: World, i: number): void {
  const { events, payments } = world;
  const row = rowOf(world, i);
  const debt = owedBy(world, i);
  const { secured, owners, rate } = recover(deposits(world, i), debt, 0);
  events.tell('default', KIND, row, 'privateCreditLoans', debt);
  events.tell('estate', KIND, row, 'deposits', secured + owners);
  events.tell('recovery', KIND, row, 'rate', rate);
  for (let lender = 0; lender < LENDERS; lender++) {
    const claim = own(world).principal[contractOf(i, lender)];
    lend(world, i, lender, -rate * claim);
    writeOff(world, i, lender, claim - rate * claim);
    tellLender(world, i, lender, rate * claim, claim - rate * claim);
  }
  if (owners > 0)
    events.tell('owners paid', 'realEconomy', own(world).economy, 'deposits', owners, firmOf(world, i));
  payments.pay(row, world.rowOf('realEconomy'), deposits(world, i), FLOW.dividends);
  own(world).defaulted[0] += debt;
  own(world).lost[0] += debt - secured;
  for (const name of ['cashFlow', 'margin', 'bankMargin', 'unpaid', 'missedTicks', 'breachTicks', 'news'])
    world.column(`${KIND}.${name}`)[i] = 0;
  for (let lender = 0; lender < LENDERS; lender++) {
    own(world).principal[contractOf(i, lender)] = 0;
    own(world).maturity[contractOf(i, lender)] = 0;
  }
  own(world).failures[0] += 1;
  own(world).state[i] = GONE;
}

/** Loans are on the books of lenders at face: what is destroyed is their loss, whatever marks said. */
function tellLender(world: World, i: number, lender: number, paid: number, lost: number): void {
  const { events } = world;
  const kind = lender === BANKS ? 'banks' : FUNDS;
  const row = lender === BANKS ? WHOLE_KIND : world.rowOf(FUNDS) + lender;
  const [loan, firm] = [instrumentOf(lender), firmOf(world, i)];
  if (paid > 0) events.tell('recovered', kind, row, loan, paid, firm);
  if (!(lost > 0)) return;
  events.tell('destroyed', kind, row, loan, lost, firm);
  events.tell('loss', kind, row, loan, lost, firm);
}

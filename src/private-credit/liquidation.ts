/** Firms in default are sold together, and lenders lose what is not recovered. */
import { FLOW } from '../ledger/flows.js';
import { BANKS, contractOf, LENDERS, lend, owedBy, writeOff } from '../ledger/loan-contracts.js';
import type { World } from '../ledger/world.js';
import { recover } from '../mechanisms/default-recovery.js';
import { saleShare } from '../mechanisms/distressed-sale.js';
import {
  ACCELERATED,
  deposits,
  FUNDS,
  GONE,
  KIND,
  own,
  ROUNDING,
  ROWS,
  rowOf,
  stateOf,
} from './borrowers.js';
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
    world.payments.pay(world.rowOf('realEconomy'), rowOf(world, i), price, FLOW.capitalExpenditure);
    windUp(world, i);
  }
}

/** Lenders of all ranks alike are paid out of the sale and the cash; the rest of each claim is lost. */
function windUp(world: World, i: number): void {
  const { events, payments } = world;
  const row = rowOf(world, i);
  const debt = owedBy(world, i);
  const { secured, rate } = recover(deposits(world, i), debt, 0);
  events.add('default', KIND, row, 'privateCreditLoans', debt);
  events.add('recovery', KIND, row, 'rate', rate);
  for (let lender = 0; lender < LENDERS; lender++) {
    const claim = own(world).principal[contractOf(i, lender)];
    lend(world, i, lender, -rate * claim);
    writeOff(world, i, lender, claim - rate * claim);
    const [kind, at] = lender === BANKS ? ['banks', 0] : [FUNDS, lender];
    if (claim - rate * claim > ROUNDING)
      events.add(
        'loss',
        kind as string,
        world.rowOf(kind as string) + (at as number),
        instrumentOf(lender),
        claim - rate * claim,
      );
  }
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

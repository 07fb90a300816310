/**
 * Step 5, first half: every order is filled at the cleared price through the clearing account, which is left with
 * what the solver's tolerance did not place; that is traded away in the next tick.
 */
import { FLOW } from '../ledger/flows.js';
import { assetPrices } from '../ledger/investor-books.js';
import { filledDollars } from '../ledger/orders.js';
import { INVESTOR_KINDS } from './declarations.js';
import { updateFloats } from './opening-market.js';
import type { RunningWorld } from './running-world.js';

/** Fills the orders of the economy's investors, who are the last rows, and of issuers and officials. */
export function settleTrades(world: RunningWorld): void {
  fillOrders(world, world.rowsOf(INVESTOR_KINDS[0]).first);
  updateFloats(world);
}

/** Fills all orders at the cleared prices: those of rows from `first` on, and those in dollars. */
export function fillOrders(world: RunningWorld, first: number): void {
  const { ledger, demand, payments, assets, clearingRow, scratch } = world;
  const trade = FLOW.trade;
  const price = assetPrices(world);
  ledger.unitValue.set(price);
  const last = ledger.rows;
  const width = assets.length;
  const { order } = demand;
  ledger.passes.spend(order, width, scratch, first, last);
  ledger.transferBlock(clearingRow, first, last, order, trade, price);
  payments.payColumn(clearingRow, first, last, scratch, trade);
  for (const order of world.orders.list) {
    const dollars = filledDollars(order, price[order.asset]);
    ledger.transfer(clearingRow, order.row, order.asset, dollars / price[order.asset], trade);
    payments.pay(order.row, clearingRow, dollars, trade);
  }
  for (let a = 0; a < width; a++) demand.clearingResidue[a] = -ledger.position(clearingRow, a) * price[a];
}

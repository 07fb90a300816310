/** What firms that own chips bought with debt owe under contract: chips on order, their loans, shares of the vendor. */
import {
  type AddEdge,
  addBankLoans,
  addChipOrders,
  addEdge,
  addPooledDebt,
} from '../ledger/contract-graph.js';
import type { World } from '../ledger/world.js';
import { type Borrowers, GONE, POOL } from './borrowers.js';
import { yearsLeft } from './loans.js';

export function addBorrowers(world: World, firms: Borrowers, add: AddEdge): void {
  for (const [i, firm] of firms.firms.entries()) {
    if (firms.state(world, i) === GONE) continue;
    addChipOrders(world, firm, firms.of(world).plan[i], add);
    const terms = { concession: firms.of(world).loanSpread[i], years: yearsLeft(world, firms, i) };
    addPooledDebt(world, firms.row(world, i), firm, POOL, terms, add);
    addBankLoans(world, firms.row(world, i), firm, add);
  }
}

/** Shares of neoclouds that the chip vendor has paid for. */
export function addVendorShares(world: World, firms: Borrowers, add: AddEdge): void {
  for (const [i, firm] of firms.firms.entries())
    addEdge(add, firm, 'chipVendor', 'equity', { outstanding: firms.column(world, 'vendorShares')[i] });
}

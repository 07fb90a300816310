/**
 * The graph of contracts of the AI build-out: who owes whom computing, chips, money or a part of the firm. It is read from
 * the books and columns of a world, and changes nothing.
 */
import { AI_LABS, HYPERSCALERS } from './ai-firms.js';
import { COMPUTE_CONTRACTS } from './compute-contracts.js';
import { fullAmount } from './contract-book.js';
import { labSharesOf } from './private-equity.js';
import type { World } from './world.js';

/** What one owes the other: computing to be bought, chips on order, money, part of the firm, rents guaranteed. */
export type Owed = 'computing' | 'chips' | 'money' | 'equity' | 'guarantee';

/** A contract, or what several of the same two come to. */
export interface ContractEdge {
  /** Firm or kind that owes. */
  readonly debtor: string;
  /** Firm or kind that is owed, or the pooled market in which it is. */
  readonly creditor: string;
  readonly owes: Owed;
  /** $bn: to be paid for computing over all years, owed, or at the last round. */
  readonly outstanding: number;
  /** $bn a year now, of computing, chips and guarantees; interest of loans, rent of leases. */
  readonly perYear: number;
  /** Years left of computing; to maturity of loans, 0 where they have none. */
  readonly years: number;
}

export type AddEdge = (edge: ContractEdge) => void;

/** Less is no contract, $bn or $bn a year. */
const LEAST = 1e-9;

/** Adds a contract in which something is owed. */
export function addEdge(
  add: AddEdge,
  debtor: string,
  creditor: string,
  owes: Owed,
  { outstanding = 0, perYear = 0, years = 0 }: { outstanding?: number; perYear?: number; years?: number },
): void {
  if (outstanding > LEAST || perYear > LEAST) add({ debtor, creditor, owes, outstanding, perYear, years });
}

/** Firm in a row; where rows have no names the kind and the row, as in events. */
export function partyOf(world: World, kind: string, row: number): string {
  return world.events.nameOf(row) || `${kind} ${row}`;
}

/** All contracts for computing, and what is owed on them. */
export function addComputing(world: World, add: AddEdge): void {
  const [amounts, left] = [world.column('aiLabs.contractAmount'), world.column('aiLabs.contractYears')];
  const claims = world.column('aiLabs.contractClaim');
  for (const [k, { buyer, seller }] of COMPUTE_CONTRACTS.entries()) {
    const years = left[k];
    const outstanding = fullAmount(world, k) * years;
    addEdge(add, buyer.firm, seller.firm, 'computing', { outstanding, perYear: amounts[k], years });
    addEdge(add, buyer.firm, seller.firm, 'money', { outstanding: claims[k] });
  }
}

/** Chips of the vendor in the capex of a firm, $bn a year. */
export function addChipOrders(world: World, firm: string, capex: number, add: AddEdge): void {
  addEdge(add, firm, 'chipVendor', 'chips', { perYear: vendorChips(world, capex) });
}

/** Part of capex that is spent on chips of the vendor. */
export function vendorChips(world: World, capex: number): number {
  const { parameters, scalars } = world;
  const chips = (parameters.number('aiBuilders.chipShare') * capex) / scalars.get('capacityCost');
  return (1 - parameters.number('chipVendor.rivalShare')) * chips;
}

/**
 * Debt in a pooled market, at its coupon and the firm's concession: who holds it is in the balances.
 * @param years to maturity; absent: the mean life of a unit, of which the same part is redeemed every day
 */
export function addPooledDebt(
  world: World,
  row: number,
  firm: string,
  pool: string,
  { concession, years }: { readonly concession: number; readonly years?: number },
  add: AddEdge,
): void {
  const { ledger, demand } = world;
  const asset = world.instrument(pool);
  const outstanding = -ledger.position(row, asset);
  const perYear = (demand.coupon[asset] + concession) * outstanding;
  addEdge(add, firm, pool, 'money', { outstanding, perYear, years: years ?? 1 / demand.decay[asset] });
}

/** What is drawn on banks, at their rate: to be repaid as soon as there is cash. */
export function addBankLoans(world: World, row: number, firm: string, add: AddEdge): void {
  const outstanding = -world.ledger.position(row, world.ledger.at.bankLoans);
  addEdge(add, firm, 'banks', 'money', { outstanding, perYear: world.scalars.get('loanRate') * outstanding });
}

/** Shares of labs, which are one pool: each holder has the same part of each lab. */
export function addLabShares(world: World, add: AddEdge): void {
  const issued = AI_LABS.map(
    (_, i) => -world.ledger.position(world.rowOf('aiLabs') + i, world.ledger.at.privateAiEquity),
  );
  let all = 0;
  for (const shares of issued) all += shares;
  if (!(all > 0)) return;
  for (const [holder, held] of holdersOfLabs(world))
    for (const [i, lab] of AI_LABS.entries())
      addEdge(add, lab, holder, 'equity', { outstanding: (issued[i] * held) / all });
}

function holdersOfLabs(world: World): [holder: string, held: number][] {
  const { first } = world.rowsOf('hyperscalers');
  return [
    ['sovereignFunds', labSharesOf(world, 'sovereignFunds')],
    ['chipVendor', labSharesOf(world, 'chipVendor')],
    ...HYPERSCALERS.map((firm, i): [string, number] => [
      firm,
      Math.max(world.ledger.position(first + i, world.ledger.at.privateAiEquity), 0),
    ]),
  ];
}

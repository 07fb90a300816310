/** Private borrowers and their contracts at the start. */
import { BANKS, contractOf, LENDERS, owedBy, PRIVATE_FUNDS } from '../ledger/loan-contracts.js';
import { postOpening } from '../ledger/opening.js';
import type { World } from '../ledger/world.js';
import { exp } from '../maths/elementary.js';
import { paretoSize } from '../maths/heavy-tail.js';
import { averageIssuer } from '../mechanisms/credit-spread.js';
import {
  amortisation,
  DEALS,
  LARGEST_DRAW,
  number,
  OTHERS,
  own,
  ROWS,
  rowOf,
  SOFTWARE,
} from './borrowers.js';
import { ownState, setFairSpreads, setRates } from './rates.js';

export function endow(world: World): void {
  world.scalars.set('privateCreditRate', own(world).policyRate.now + own(world).poolSpread.now);
  for (const [i, [deal]] of DEALS.entries()) {
    openContracts(world, i, number(world, `${deal}.privateCreditLoans`), number(world, `${deal}.bankLoans`));
    const service = own(world).privateCreditRate.now + amortisation(world, i);
    const rent = number(world, `${deal}.coverage`) * service * owedBy(world, i);
    own(world).startCashFlow[i] = rent;
    own(world).leaseRent[i] = rent;
    own(world).leasedDebt[i] = owedBy(world, i);
  }
  openFirms(world, DEALS.length, SOFTWARE, world.parameters.number('opening.privateBorrowers.software'));
  openFirms(
    world,
    DEALS.length + SOFTWARE,
    OTHERS,
    world.parameters.number('opening.privateBorrowers.otherFirms'),
  );
  for (let i = 0; i < ROWS; i++) {
    const cash = number(world, 'cashShare') * owedBy(world, i);
    postOpening(world, rowOf(world, i), 'deposits', cash);
    own(world).usualCash[i] = cash;
    own(world).cashFlow[i] = own(world).startCashFlow[i];
  }
  own(world).buyers[0] = own(world).buyersCash.now;
  const rows = Array.from({ length: ROWS }, (_, i) => i);
  const pool = averageIssuer(
    rows.map((i) => ownState(world, i)),
    rows.map((i) => owedBy(world, i)),
  );
  own(world).pool.set([pool.leverage, pool.coverage, pool.concentration]);
  setFairSpreads(world);
  own(world).startRate[0] = own(world).poolRate[0];
  for (let i = 0; i < ROWS; i++)
    for (let lender = 0; lender < LENDERS; lender++)
      own(world).spread[contractOf(i, lender)] = own(world).fairSpread[i];
  setRates(world);
}

/** Debts of firms from a heavy-tailed law, leverage around its mean; the more a firm owes for its cash flow, the dearer. */
function openFirms(world: World, first: number, count: number, total: number): void {
  const sizes = world.random('private borrowers sizes');
  const leverages = world.random('private borrowers leverage');
  const size = (i: number): number => paretoSize(sizes.uniform(i, 0), number(world, 'sizeExponent'));
  let all = 0;
  for (let i = first; i < first + count; i++) all += size(i);
  for (let i = first; i < first + count; i++) {
    openContracts(world, i, (total * size(i)) / all, 0);
    const draw = Math.max(-LARGEST_DRAW, Math.min(LARGEST_DRAW, leverages.normal(i, 0)));
    const leverage = number(world, 'leverage') * exp(number(world, 'leverageDispersion') * draw);
    own(world).startCashFlow[i] = owedBy(world, i) / leverage;
  }
}

/** Each loan is shared by several funds, large and small ones; maturities are spread over the tenor. */
function openContracts(world: World, i: number, fromFunds: number, fromBanks: number): void {
  const stream = world.random('private borrowers lenders');
  const weights = Array.from(
    { length: PRIVATE_FUNDS },
    (_, lender) =>
      exp(number(world, 'lenderDispersion') * stream.normal(contractOf(i, lender), 0)) / (1 + lender),
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const principal = own(world).principal;
  for (let lender = 0; lender < PRIVATE_FUNDS; lender++)
    principal[contractOf(i, lender)] = (fromFunds * weights[lender]) / all;
  principal[contractOf(i, BANKS)] = fromBanks;
  postOpening(world, rowOf(world, i), 'privateCreditLoans', -fromFunds);
  postOpening(world, rowOf(world, i), 'bankLoans', -fromBanks);
  // Deals of the essays are new; firms are somewhere in the life of their loans.
  const left = i < DEALS.length ? 1 : ((i - DEALS.length) % OTHERS) / OTHERS + 0.5 / OTHERS;
  const ticks = Math.ceil(left * own(world).tenor[i].now * world.ticksPerYear);
  for (let lender = 0; lender < LENDERS; lender++) own(world).maturity[contractOf(i, lender)] = ticks;
}

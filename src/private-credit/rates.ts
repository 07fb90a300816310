/** Spreads of new private loans, and marks of old ones. */
import { BANKS, contractOf, LENDERS, meanOver, owedBy, PRIVATE_FUNDS } from '../ledger/loan-contracts.js';
import type { World } from '../ledger/world.js';
import { type IssuerState, issuerConcession } from '../mechanisms/credit-spread.js';
import { rentalValue } from '../mechanisms/fleet-value.js';
import { loanMark, meanLife } from '../mechanisms/loan-mark.js';
import {
  ACCELERATED,
  amortisation,
  DEALS,
  GONE,
  inTrouble,
  LEAST_CASH_FLOW,
  own,
  ROWS,
  stateOf,
} from './borrowers.js';
import { worthOf } from './cash-flow.js';

/** How a borrower stands by itself: debt and interest against the cash flow that is left when it keeps up its assets. */
export function ownState(world: World, i: number): IssuerState {
  const rate = own(world).privateCreditRate.now;
  const cashFlow = own(world).cashFlow[i];
  const kept = Math.max(rate * rentalValue(cashFlow, own(world).life[i].now, 0, rate), LEAST_CASH_FLOW);
  const debt = owedBy(world, i);
  return {
    leverage: debt / kept,
    coverage: kept / Math.max(rate * debt, LEAST_CASH_FLOW),
    concentration: i < DEALS.length ? own(world).concentration[i].now : 0,
  };
}

/**
 * Where a hyperscaler's rent carries the loan, lenders ask what its bonds pay over Treasury bonds, and more for what cannot
 * be sold again.
 */
function tenantSpread(world: World, tenant: number): number {
  const { yield: yields } = world.demand;
  const { aiBonds, treasuryBonds, concession, vehiclePremium } = own(world);
  return Math.max(yields[aiBonds] - yields[treasuryBonds] + concession[tenant] + vehiclePremium.now, 0);
}

/** Without a tenant of that rank: the pool's spread, moved by the high-yield market, times what sets a borrower apart from the pool. */
export function setFairSpreads(world: World): void {
  const { demand, parameters } = world;
  const [leverage, coverage, concentration] = own(world).pool;
  const average = { leverage, coverage, concentration };
  const elasticities = {
    leverage: parameters.number('hyperscalers.concessionLeverage'),
    coverage: parameters.number('hyperscalers.concessionCoverage'),
    concentration: parameters.number('hyperscalers.concessionConcentration'),
  };
  const highYield = world.ledger.at.highYieldBonds;
  const widened =
    demand.yield[highYield] - demand.yield[0] - (demand.startYield[highYield] - demand.startYield[0]);
  const base = Math.max(own(world).poolSpread.now + own(world).marketPassThrough.now * widened, 0);
  own(world).poolRate[0] = own(world).policyRate.now + base;
  for (let i = 0; i < ROWS; i++) {
    if (stateOf(world, i) === GONE) continue;
    // Where the rent does not come, lenders look at the site alone.
    const tenant = i < DEALS.length && !inTrouble(world, i) ? DEALS[i][1] : -1;
    own(world).fairSpread[i] =
      tenant >= 0
        ? tenantSpread(world, tenant)
        : base + issuerConcession(ownState(world, i), average, elasticities, base);
  }
}

/** Rates of the next tick, and what loans are worth today. */
export function setRates(world: World): void {
  const { scalars } = world;
  const { spread, principal, margin, bankMargin, poolSpread } = own(world);
  const pool = poolSpread.now;
  scalars.set('privateCreditRate', own(world).policyRate.now + pool);
  setFairSpreads(world);
  for (let i = 0; i < ROWS; i++) {
    if (stateOf(world, i) === GONE) continue;
    margin[i] = meanOver(world, i, spread, 0, PRIVATE_FUNDS, pool) - pool;
    const atBanks = meanOver(world, i, spread, BANKS, LENDERS, 0);
    const lent = principal[contractOf(i, BANKS)] > 0;
    bankMargin[i] = lent ? atBanks + own(world).policyRate.now - own(world).loanRate.now : 0;
    own(world).mark[i] = markOf(world, i);
  }
}

/** Who is accelerated is worth what its sale would bring, everybody else the spread that the loan still earns. */
function markOf(world: World, i: number): number {
  const debt = owedBy(world, i);
  if (stateOf(world, i) === ACCELERATED)
    return debt > 0 ? Math.min(((1 - own(world).saleDiscount.now) * worthOf(world, i)) / debt, 1) : 1;
  const spread = meanOver(world, i, own(world).spread, 0, LENDERS, 0);
  const left = meanOver(world, i, own(world).maturity, 0, LENDERS, world.tick) - world.tick;
  const years = meanLife(left * world.dt, amortisation(world, i));
  return loanMark(spread, own(world).fairSpread[i], years);
}

/** What each issuer pays above the market, by its leverage, coverage and concentration. */
import { customersOf } from '../ledger/compute-contracts.js';
import type { World } from '../ledger/world.js';
import { contractedValue, largestShare } from '../mechanisms/contract-concentration.js';
import { averageIssuer, issuerConcession } from '../mechanisms/credit-spread.js';
import { debtOf } from './financing.js';
import { FIRMS, otherContracts, own, SALES, terms } from './firms.js';

/** Largest customer of a firm in what its customers have contracted. */
function concentrationOf(world: World, i: number): number {
  if (SALES[i].length === 0) return 0;
  return largestShare(customerValues(world, i), otherContracts(world, i));
}

/** What labs have contracted of a firm, $bn each. */
export function customerValues(world: World, i: number): number[] {
  const { amounts, years } = customersOf(world, SALES[i]);
  return amounts.map((amount, k) => contractedValue(amount, years[k]));
}

/** Debt over cash flow, cash flow over interest, and concentration of a firm. */
export function issuerState(world: World, i: number) {
  const cashFlow = Math.max(own(world).operatingCashFlow[i], 1);
  const coupon = world.demand.coupon[world.ledger.at.aiInvestmentGradeBonds];
  const debt = debtOf(world, i);
  return {
    leverage: debt / cashFlow,
    coverage: cashFlow / Math.max(coupon * debt, 0.1),
    concentration: concentrationOf(world, i),
  };
}

/** The average issuer at the start, weighted by debt. */
export function setPool(world: World): void {
  const firms = FIRMS.map((_, i) => i);
  const { leverage, coverage, concentration } = averageIssuer(
    firms.map((i) => issuerState(world, i)),
    firms.map((i) => debtOf(world, i)),
  );
  own(world).pool.set([leverage, coverage, concentration]);
}

export function setConcessions(world: World): void {
  const [leverage, coverage, concentration] = own(world).pool;
  const average = { leverage, coverage, concentration };
  const concession = own(world).concession;
  const elasticities = {
    leverage: terms(world).concessionLeverage.now,
    coverage: terms(world).concessionCoverage.now,
    concentration: terms(world).concessionConcentration.now,
  };
  for (let i = 0; i < FIRMS.length; i++)
    concession[i] = issuerConcession(
      issuerState(world, i),
      average,
      elasticities,
      terms(world).poolSpread.now,
    );
}

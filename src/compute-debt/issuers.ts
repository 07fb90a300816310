/** How lenders see borrowers: each by its own concession, the pool by leverage, defaults and losses of all. */
import type { World } from '../ledger/world.js';
import { ln } from '../maths/elementary.js';
import { averageIssuer, issuerConcession } from '../mechanisms/credit-spread.js';
import { exposed } from './backstop.js';
import { type Borrowers, GONE, POOL, ROUNDING } from './borrowers.js';
import { debtState } from './covenants.js';
import { concentrationOf } from './customers.js';
import { marketOf } from './handles.js';
import { poolUnits } from './pool.js';
import { lenderLife } from './rents.js';

/** Cash flow of a borrower without any, $bn a year: ratios stay finite. */
const LEAST_CASH_FLOW = 1e-3;

function issuerState(world: World, firms: Borrowers, i: number) {
  const { interest, debt } = debtState(world, firms, i);
  const cashFlow = Math.max(firms.cashFlow(world, i), LEAST_CASH_FLOW);
  return {
    leverage: debt / cashFlow,
    coverage: cashFlow / Math.max(interest, LEAST_CASH_FLOW),
    concentration: concentrationOf(world, firms, i),
  };
}

/** The average issuer at the start, weighted by debt. */
export function setPool(world: World, firms: Borrowers): void {
  const all = firms.firms.map((_, i) => i);
  const { leverage, coverage, concentration } = averageIssuer(
    all.map((i) => issuerState(world, firms, i)),
    all.map((i) => firms.debt(world, i)),
  );
  firms.of(world).average.set([leverage, coverage, concentration]);
}

/** Lenders judge borrowers against the average of the start as they judge hyperscalers against theirs. */
export function setConcessions(world: World, firms: Borrowers): void {
  const { demand, parameters } = world;
  const [leverage, coverage, concentration] = firms.of(world).average;
  const elasticities = {
    leverage: parameters.number('hyperscalers.concessionLeverage'),
    coverage: parameters.number('hyperscalers.concessionCoverage'),
    concentration: parameters.number('hyperscalers.concessionConcentration'),
  };
  const spread = demand.startYield[world.ledger.at[POOL]] - demand.startYield[0];
  for (let i = 0; i < firms.count; i++)
    if (firms.state(world, i) !== GONE)
      firms.of(world).concession[i] = issuerConcession(
        issuerState(world, firms, i),
        { leverage, coverage, concentration },
        elasticities,
        spread,
      );
}

/** Debt over cash flow of all, years. */
export function leverageOf(world: World, firms: Borrowers): number {
  const debt = firms.total((i) => firms.debt(world, i));
  return (
    debt /
    Math.max(
      firms.total((i) => firms.cashFlow(world, i)),
      LEAST_CASH_FLOW,
    )
  );
}

/** Log debt over cash flow on the life that lenders believe in, relative to the start, by part of the pool. */
function leverageShare(world: World, firms: Borrowers, pool: number): number {
  const debt = firms.total((i) => firms.debt(world, i));
  const believed = lenderLife(world)[0] / marketOf(world).assumedLife.now;
  const cashFlow = Math.max(
    firms.total((i) => firms.cashFlow(world, i)),
    LEAST_CASH_FLOW,
  );
  const start = firms.of(world).startLeverage[0];
  const leverage = debt / (cashFlow * believed);
  return debt > ROUNDING && start > 0 && pool > 0 ? (debt / pool) * ln(leverage / start) : 0;
}

/**
 * What lenders of the whole pool see of these borrowers: their leverage, by their part of it; and the rates of default
 * and loss, forgotten with a half-life. What a backstop would pay is no risk to them.
 */
export function tellLenders(world: World, kinds: readonly Borrowers[]): void {
  const { scalars, dt } = world;
  const sum = (of: (firms: Borrowers) => number): number => kinds.reduce((all, firms) => all + of(firms), 0);
  const defaulted = sum((firms) => firms.of(world).day[0]);
  const destroyed = sum((firms) => firms.of(world).day[1]);
  const pool = poolUnits(world) + destroyed;
  scalars.set('aiDebtLeverage', exposed(world) * sum((firms) => leverageShare(world, firms, pool)));
  const speed = world.speed(marketOf(world).defaultHalfLife.now);
  const follow = (name: string, amount: number): void => {
    const rate = pool > 0 ? amount / pool / dt : 0;
    scalars.add(name, speed * (rate - scalars.get(name)));
  };
  follow('aiDebtDefaultRate', exposed(world) * defaulted);
  follow('aiDebtLossRate', destroyed);
}

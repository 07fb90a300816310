/** Revenue of AI, and what it and depreciation do to the earnings of megacaps. */
import type { World } from '../ledger/world.js';
import { ln } from '../maths/elementary.js';
import { FIRMS, figures, LEAST_EARNINGS, own, position, terms } from './firms.js';
import { powerSurcharge } from './operations.js';

export function sumRevenue(world: World): void {
  let revenue = 0;
  for (let i = 0; i < FIRMS.length; i++) revenue += own(world).aiRevenue[i];
  world.scalars.set('aiRevenue', revenue);
}

/**
 * Log earnings of megacaps: margin × extra AI revenue less extra depreciation and dearer power over earnings at the
 * start, and write-downs over market value; weighted with the firms' share of the market. 0 at the start.
 */
export function liftEarnings(world: World): void {
  const life = terms(world).assumedLife.now;
  const history = terms(world).capitalGrowthHistory.now;
  let share = 0;
  let value = 0;
  let startDepreciation = 0;
  let depreciation = 0;
  let written = 0;
  let surcharge = 0;
  for (let i = 0; i < FIRMS.length; i++) {
    surcharge += powerSurcharge(world, i);
    share += own(world).startShare[i];
    value += figures(world).marketCap[i].now;
    startDepreciation += figures(world).capitalExpenditure[i].now / (history * life + 1);
    depreciation += own(world).reportedCapital[i] / life;
    written += own(world).written[i];
  }
  const revenue = world.scalars.get('aiRevenue') - terms(world).aiRevenue.now;
  const gain = terms(world).aiMargin.now * revenue - (depreciation - startDepreciation) - surcharge;
  const relative = Math.max(1 + gain / terms(world).earnings.now, LEAST_EARNINGS);
  const now = share * (ln(relative) + (value > 0 ? (labGain(world) - written) / value : 0));
  const effect = own(world).earningsEffect;
  world.demand.earnings[world.ledger.at.megacapEquity] += now - effect[0];
  effect[0] = now;
}

/** What marks have added to the shares of labs, $bn. */
export function labGain(world: World): number {
  let gain = 0;
  for (let i = 0; i < FIRMS.length; i++)
    gain += position(world, i, world.ledger.at.privateAiEquity) - own(world).labCost[i];
  return gain;
}

/** Step 1: scheduled policy and shocks take effect; seeded news is drawn. */
import { drawNews } from './news.js';
import type { RunningWorld } from './running-world.js';
import type { Schedule } from './schedule.js';

/** Turns the clock, empties what belongs to a tick, and sets the parameters of this one. */
export function beginTick(world: RunningWorld, schedule: Schedule): void {
  world.tick += 1;
  world.ledger.tick = world.tick;
  world.events.tick = world.tick;
  world.ledger.beginTick();
  world.orders.clear();
  world.scalars.set('lenderLosses', 0);
  world.scalars.set('capitalCalls', 0);
  world.column('previousEarnings').set(world.demand.earnings);
  world.demand.previousLnPrice.set(world.demand.lnPrice);
  world.demand.previousFundamental.set(world.demand.fundamental);
  schedule.apply();
}

export function setPolicyAndNews(world: RunningWorld, schedule: Schedule): void {
  beginTick(world, schedule);
  drawNews(world);
}

/** Sites for chips: what can be built of a plan while power is scarce, and what waits. */
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { investmentStep } from '../mechanisms/put-off-investment.js';

const sitesOf = handles((world) => ({
  catchUpHalfLife: world.parameters.handle('power.catchUpHalfLife'),
  ready: world.scalars.handle('sitesReady'),
  wanted: world.scalars.handle('sitesWanted'),
  cost: world.scalars.handle('capacityCost'),
}));

/**
 * $bn of this tick: the plan and what waited, as far as there are sites, at what sites cost now.
 * @param planned $bn of this tick, at the cost of the start
 * @param putOff column of what waits, by firm
 */
export function sitesToBuild(world: World, planned: number, putOff: Float64Array, i: number): number {
  const { catchUpHalfLife, ready, wanted, cost } = sitesOf(world);
  const catchUp = world.speed(catchUpHalfLife.now);
  const step = investmentStep(planned, putOff[i], ready.now, catchUp);
  putOff[i] = step.putOff;
  wanted.add(step.wanted / world.dt);
  return step.built * cost.now;
}

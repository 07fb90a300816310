/** Sites for chips: what can be built of a plan while power is scarce, and what waits. */
import { handles } from '../ledger/handles.js';
import type { World } from '../ledger/world.js';
import { investmentStep } from '../mechanisms/put-off-investment.js';

const catchUpHalfLife = handles((world) => world.parameters.handle('power.catchUpHalfLife'));

/**
 * $bn of this tick: the plan and what waited, as far as there are sites, at what sites cost now.
 * @param planned $bn of this tick, at the cost of the start
 * @param putOff column of what waits, by firm
 */
export function sitesToBuild(world: World, planned: number, putOff: Float64Array, i: number): number {
  const { scalars, dt } = world;
  const catchUp = world.speed(catchUpHalfLife(world).now);
  const step = investmentStep(planned, putOff[i], scalars.get('sitesReady'), catchUp);
  putOff[i] = step.putOff;
  scalars.add('sitesWanted', step.wanted / dt);
  return step.built * scalars.get('capacityCost');
}

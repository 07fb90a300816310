/** Cost of one pass over 2,000 investors and 12 assets; divide by 2,000 for an agent-evaluation. */
import { bench, describe } from 'vitest';
import { excessDemand } from '../../src/market/excess-demand.js';
import { largeMarket } from './large-market.js';

const { market, point, tick } = largeMarket(2000, 12);
const { work, scale, fixedOrders } = market;
const out = new Float64Array(work.unknowns);
let turn = 0;

/** A new point every time, so that no branch is learnt by heart. */
function nextPoint(): Float64Array {
  turn = (turn + 1) % 16;
  point.fill((turn - 8) * 1e-4, 0, work.assets);
  return point;
}

market.prepare(0);

describe('2,000 investors, 12 assets', () => {
  bench('plain sweep', () => excessDemand(work, nextPoint(), fixedOrders, scale, out));
  bench('sweep with Jacobian', () => excessDemand(work, nextPoint(), fixedOrders, scale, out, true));
  bench('prepare', () => market.prepare(0));
  bench('tick: prepare, clear, attribute', tick);
});

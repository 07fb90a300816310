/**
 * The first clearing price that is met from yesterday's price in the direction of excess demand.
 *
 * When leverage limits bind, demand rises with the price and a market may clear at several prices. Newton's method ends
 * at any of them; a market in which the price moves while buyers and sellers are out of balance ends at the first.
 * The log price is moved in steps of `STEP` until excess demand changes sign, and the step is halved until it is so
 * short that Newton's method stays at its root. Two roots within one step are passed over.
 */
import { excessDemand } from './excess-demand.js';
import type { MarketWorkspace } from './workspace.js';

/** Change of the log price between two trials. */
const STEP = 0.002;
/** Farthest log price from yesterday's that is tried. */
const REACH = 10;
const NEAR = 1e-9;

/** Moves the log price in `unknowns` of a market of one asset to within 1e-9 of the first root; false if there is none. */
export function approachFirstRoot(
  work: MarketWorkspace,
  unknowns: Float64Array,
  fixedOrders: Float64Array,
  scale: Float64Array,
): boolean {
  if (work.unknowns !== 1) throw new Error('the first root is defined for markets of one asset');
  const out = new Float64Array(1);
  const excessAt = (lnPrice: number): number => {
    unknowns[0] = lnPrice;
    excessDemand(work, unknowns, fixedOrders, scale, out);
    return out[0];
  };
  const start = unknowns[0];
  const direction = Math.sign(excessAt(start));
  if (direction === 0) return true;
  let short = start;
  let beyond = start;
  do {
    short = beyond;
    beyond = short + direction * STEP;
    if (Math.abs(beyond - start) > REACH) return false;
  } while (direction * excessAt(beyond) > 0);
  while (Math.abs(beyond - short) > NEAR) {
    const middle = 0.5 * (short + beyond);
    if (direction * excessAt(middle) > 0) short = middle;
    else beyond = middle;
  }
  unknowns[0] = short;
  return true;
}

/**
 * What must hold before the first tick: excess demand vanishes at the opening prices, whatever the level of idle
 * cash, and the price level is anchored.
 */
import { writeCash } from '../ledger/cash.js';
import { ModelError } from '../ledger/model-error.js';
import { excessDemand } from '../market/excess-demand.js';
import { levelAnchor } from '../mechanisms/equity-anchor.js';
import { INVESTOR_KINDS } from './declarations.js';
import type { RunningWorld } from './running-world.js';

/** Largest relative excess demand at the opening prices. */
const OPENING_TOLERANCE = 1e-10;
/** Smallest share of the elasticities' anchor that discounting at cleared yields may leave (prototype: one half). */
const SMALLEST_ANCHOR = 0.25;

/** Relative excess demand at the opening prices without orders, by unknown. */
export function openingExcess(world: RunningWorld): Float64Array {
  const { market, demand, scalars } = world;
  const { work } = market;
  writeCash(world, world.rowsOf(INVESTOR_KINDS[0]).first, world.ledger.rows);
  work.anchors.evaluate(
    Float64Array.from(world.assets, () => 1),
    demand.fundamental,
  );
  demand.previousFundamental.set(demand.fundamental);
  const spread = scalars.get('startFundingSpread');
  market.prepare(spread);
  const unknowns = new Float64Array(work.unknowns);
  if (work.funding !== undefined) unknowns[work.assets] = spread;
  const out = new Float64Array(work.unknowns);
  excessDemand(work, unknowns, new Float64Array(work.assets), market.scale, out);
  return out;
}

/** Throws a ModelError if the world does not open in equilibrium or its price level has no anchor. */
export function checkOpeningEquilibrium(world: RunningWorld): void {
  const excess = openingExcess(world);
  for (const [index, value] of excess.entries())
    if (!(Math.abs(value) < OPENING_TOLERANCE))
      throw new ModelError(
        `opening: relative excess demand for ${world.assets[index] ?? 'funding'} is ${value.toExponential(2)}, not 0; the opening books of some kind are not what its demand wants`,
        0,
      );
  const { demand, market } = world;
  const coupling = new Float64Array(world.assets.length);
  const { derivativeRow, derivativeValue, derivatives } = market.work.anchors;
  for (let e = 0; e < derivatives; e++) coupling[derivativeRow[e]] += derivativeValue[e];
  const anchored = levelAnchor(demand.startFloat, demand.attractivenessMultiplier, coupling);
  if (!(anchored > SMALLEST_ANCHOR))
    throw new ModelError(
      `opening: discounting at cleared yields leaves ${anchored.toFixed(2)} of the anchor of the price level, less than ${SMALLEST_ANCHOR}; lower payoutPath.yieldPassThrough or the durations, or raise market.attractivenessMultiplier.treasuryBonds`,
      0,
    );
}

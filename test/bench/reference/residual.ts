/**
 * An independent look at the prices of a cleared day: demand of every trader from its definition (specification.ts),
 * one trader after the other, with the engine's own exponential and none of the stored weights.
 */

import { inverseNormal } from '../../../src/maths/inverse-normal.js';
import { COLD, HOT } from './kernel-text.js';
import type { ReferenceKernel } from './kernels.js';
import type { ReferenceMarket } from './reference-market.js';
import {
  ASSETS,
  LARGEST_WEIGHT,
  LEAST_WEIGHT,
  loading,
  streamKey,
  TASTE_STREAM,
  uniformOf,
} from './specification.js';

/** Largest |demand / supply - 1| at the prices of the last day, for traders as they were before it traded. */
export function independentResidual(market: ReferenceMarket, kernel: ReferenceKernel, seed: number): number {
  const key = streamKey(seed, TASTE_STREAM + market.day - 1);
  const demand = new Array<number>(ASSETS).fill(0);
  for (let i = 0; i < market.traders; i++) addDemand(market, kernel, i, uniformOf(key, i), demand);
  return Math.max(...demand.map((units, a) => Math.abs(units / market.supply[a] - 1)));
}

function addDemand(
  { logPrice, fundamental, trend, unitsBeforeAt }: ReferenceMarket,
  { hot, cold }: ReferenceKernel,
  i: number,
  draw: number,
  demand: number[],
): void {
  const h = i * HOT.width;
  const c = i * COLD.width;
  const noise = cold[c + COLD.noise] * inverseNormal(draw);
  const weights = demand.map((_, a) => {
    const opinion =
      hot[h + HOT.reaction] * (fundamental[a] - logPrice[a]) +
      cold[c + COLD.momentum] * trend[a] +
      noise * loading(a);
    return Math.min(Math.max(cold[c + COLD.base + a] * Math.exp(opinion), LEAST_WEIGHT), LARGEST_WEIGHT);
  });
  const worth = demand.reduce(
    (sum, _, a) => sum + hot[h + unitsBeforeAt + a] * Math.exp(logPrice[a]),
    hot[h + unitsBeforeAt + HOT.cash],
  );
  const all = weights.reduce((sum, weight) => sum + weight, 0);
  const scaled = Math.max(worth, 0) * Math.min(1, hot[h + HOT.cap] / all);
  for (let a = 0; a < ASSETS; a++) demand[a] += (weights[a] * scaled) / Math.exp(logPrice[a]);
}

/**
 * Conviction: which positions an investor gives up first when it must raise cash.
 *
 * It derives from the kind's own experience with the asset, its drawdown and the news, never from the asset's
 * name.
 * Sources: fire sales start with what hurts (Coval & Stafford 2007, JFE 86); the realised order of sales by
 * firms and sovereign funds in want of cash (docs/evidence, section A5).
 */
import { exp } from '../maths/elementary.js';

/** Conviction lies strictly between -2 and 2. */
export const CONVICTION_BOUND = 2;

/**
 * 2 z / sqrt(1 + z^2), z = drawdownGain drawdown + newsGain news: within (-2, 2), 0 at the start, smooth,
 * rising in both.
 * @param logDrawdown ln p less its peak within memory, at most 0; a positive argument counts as 0
 * @param newsMemory EWMA of log news on the asset's earning power
 */
export function conviction(
  logDrawdown: number,
  newsMemory: number,
  drawdownGain: number,
  newsGain: number,
): number {
  const z = drawdownGain * Math.min(logDrawdown, 0) + newsGain * newsMemory;
  // Beyond 1e8 the root is |z| to the last bit; the bound keeps z^2 from overflowing.
  const bounded = Math.min(Math.max(z, -1e8), 1e8);
  return (CONVICTION_BOUND * bounded) / Math.sqrt(1 + bounded * bounded);
}

/**
 * exp(-lambda (conviction + 2 M)): weight of an asset in a sale; 1 when neutral, positive, smaller for what
 * is liked or rising.
 */
export function saleTilt(convictionInAsset: number, trend: number, lambda: number): number {
  return exp(-lambda * (convictionInAsset + 2 * trend));
}

/**
 * d_a = x_a tilt_a, divided by the same summed: share of a raise taken from each asset. Sums to 1, never
 * negative; short positions are not sold further. All 0 if there is nothing to sell.
 */
export function saleShares(values: Float64Array, tilts: Float64Array, out: Float64Array): Float64Array {
  let sum = 0;
  for (let a = 0; a < out.length; a++) sum += out[a] = Math.max(values[a], 0) * tilts[a];
  for (let a = 0; a < out.length; a++) out[a] = sum > 0 ? out[a] / sum : 0;
  return out;
}

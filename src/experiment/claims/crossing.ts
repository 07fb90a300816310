/** The level at which an effect turns from negative to positive. */
import { mean } from '../../maths/moments.js';
import { quantile } from '../../maths/quantile.js';
import { RESAMPLES, type Resamples } from '../comparison/resampling.js';
import type { Bounds } from './verdict.js';

/** Resamples without a crossing beyond which there is no interval. */
const MOST_WITHOUT = 0.05;

/** The lowest level at which effects turn from negative to positive, linear between levels; NaN where they do not. */
export function crossingOf(levels: readonly number[], effects: readonly number[]): number {
  for (let i = 1; i < levels.length; i++) {
    const [before, after] = [effects[i - 1], effects[i]];
    if (before < 0 && after >= 0)
      return levels[i - 1] + ((levels[i] - levels[i - 1]) * before) / (before - after);
  }
  return Number.NaN;
}

/** Mean of resample `b`. */
function resampledMean(values: readonly number[], { count, times }: Resamples, b: number): number {
  let sum = 0;
  for (let i = 0; i < count; i++) sum += times[b * count + i] * values[i];
  return sum / count;
}

/**
 * Where the mean over the seeds crosses zero, with the 95 % percentile interval over resamples of the seeds. There is no
 * interval if more than one in twenty resamples do not cross.
 *
 * @param effects by level, then by seed
 */
export function meanCrossing(
  levels: readonly number[],
  effects: readonly (readonly number[])[],
  resamples: Resamples,
): { readonly value: number; readonly bounds: Bounds } {
  const value = crossingOf(levels, effects.map(mean));
  const found = Array.from({ length: resamples.count > 0 ? RESAMPLES : 0 }, (_, b) =>
    crossingOf(
      levels,
      effects.map((values) => resampledMean(values, resamples, b)),
    ),
  ).filter(Number.isFinite);
  if (!Number.isFinite(value) || found.length < (1 - MOST_WITHOUT) * RESAMPLES)
    return { value, bounds: { low: Number.NaN, high: Number.NaN } };
  return { value, bounds: { low: quantile(found, 0.025), high: quantile(found, 0.975) } };
}

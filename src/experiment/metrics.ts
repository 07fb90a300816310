/** Metrics: the numbers by which runs are compared, made of series over all ticks. */
import { mean, standardDeviation } from '../maths/moments.js';
import type { ResolvedMetric, Statistic } from './resolved.js';

/** Series of one run by name: one value a tick, the first at tick 1. */
export type SeriesColumns = ReadonlyMap<string, ArrayLike<number>>;

/** Deepest fall from an earlier peak, as a share of the peak: 0 or negative. NaN without values. */
export function maximumDrawdown(values: ArrayLike<number>): number {
  let deepest = values.length === 0 ? Number.NaN : 0;
  let peak = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    peak = Math.max(peak, values[i]);
    deepest = Math.min(deepest, values[i] / peak - 1);
  }
  return deepest;
}

export function smallest(values: ArrayLike<number>): number {
  let least = values.length === 0 ? Number.NaN : Number.POSITIVE_INFINITY;
  for (let i = 0; i < values.length; i++) least = Math.min(least, values[i]);
  return least;
}

export function largest(values: ArrayLike<number>): number {
  let most = values.length === 0 ? Number.NaN : Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) most = Math.max(most, values[i]);
  return most;
}

const STATISTIC_OF: Readonly<Record<Statistic, (values: ArrayLike<number>) => number>> = {
  first: (values) => values[0] ?? Number.NaN,
  last: (values) => values[values.length - 1] ?? Number.NaN,
  min: smallest,
  max: largest,
  mean,
  'standard deviation': standardDeviation,
  'max drawdown': maximumDrawdown,
};

/** A statistic of a series. NaN if it has too few values. */
export function statisticOf(values: ArrayLike<number>, statistic: Statistic): number {
  return STATISTIC_OF[statistic](values);
}

function metricValue({ series, statistic }: ResolvedMetric, columns: SeriesColumns): number {
  const values = series === undefined ? undefined : columns.get(series);
  if (values === undefined || statistic === undefined) return Number.NaN;
  return statisticOf(values, statistic);
}

/** Series that any of the metrics is made of, sorted. */
export function neededSeries(metrics: readonly ResolvedMetric[]): string[] {
  return [...new Set(metrics.flatMap(({ needs }) => needs))].sort();
}

/** Values of the metrics of one run, in their order; NaN where a series is missing or too short. */
export type MetricEvaluator = (columns: SeriesColumns) => number[];

/** Makes the metrics ready to be evaluated for many runs; what formulas need is loaded only if there are any. */
export async function metricEvaluator(metrics: readonly ResolvedMetric[]): Promise<MetricEvaluator> {
  return (columns) => metrics.map((metric) => metricValue(metric, columns));
}

/** Metrics: the numbers by which runs are compared, made of series over all ticks. */
import { largest, maximumDrawdown, smallest } from '../maths/extremes.js';
import { mean, standardDeviation } from '../maths/moments.js';
import { loadFormulas, type ReadFormula } from './formula.js';
import { FormulaError } from './formula-functions.js';
import { readFormula } from './formula-source.js';
import type { ResolvedMetric, Statistic } from './resolved.js';

/** Columns of metrics.csv in front of those of the metrics. */
export const COLUMNS_BEFORE_METRICS = ['run', 'arm', 'seed', 'status'] as const;
/** Names that no metric may have: columns of the tables in which a metric is a column. */
export const RESERVED_NAMES: readonly string[] = [...COLUMNS_BEFORE_METRICS, 'point'];

/** Series of one run by name: one value a tick, the first at tick 1. */
export type SeriesColumns = ReadonlyMap<string, Float64Array>;

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

/** Series that any of the metrics is made of, sorted. */
export function neededSeries(metrics: readonly ResolvedMetric[]): string[] {
  return [...new Set(metrics.flatMap(({ needs }) => needs))].sort();
}

/** Values of the metrics of one run, in their order; NaN where a series is missing or too short. */
export type MetricEvaluator = (columns: SeriesColumns) => number[];

/** Makes the metrics ready to be evaluated for many runs; what reads formulas is loaded only if there are any. */
export async function metricEvaluator(metrics: readonly ResolvedMetric[]): Promise<MetricEvaluator> {
  const hasFormula = metrics.some(({ formula }) => formula !== undefined);
  const read = hasFormula ? await loadFormulas() : undefined;
  const evaluators = metrics.map((metric) => evaluatorOf(metric, read));
  return (columns) => evaluators.map((evaluate) => evaluate(columns));
}

function evaluatorOf(
  metric: ResolvedMetric,
  read: ReadFormula | undefined,
): (columns: SeriesColumns) => number {
  const { series, statistic, formula, needs } = metric;
  const hasAll = (columns: SeriesColumns) => needs.every((name) => columns.has(name));
  if (formula === undefined)
    return (columns) =>
      hasAll(columns) ? statisticOf(columns.get(series as string) ?? [], statistic as Statistic) : Number.NaN;
  const { evaluate } = readFormula(formula, new Map(needs.map((name) => [name, 'series'])), read);
  return (columns) => (hasAll(columns) ? valueOrNaN(() => evaluate(columns)) : Number.NaN);
}

/** A tick that depends on data may lie outside the run. */
function valueOrNaN(evaluate: () => number): number {
  try {
    return evaluate();
  } catch (error) {
    if (error instanceof FormulaError) return Number.NaN;
    throw error;
  }
}

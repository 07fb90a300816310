/** What a finished experiment says in a few numbers: statistics by arm, and paired effects seed by seed. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { ResolvedExperiment, SummaryItem } from './resolved.js';

/** Statistic of one series over one run, fed row by row. */
export class StatisticAccumulator {
  private count = 0;
  private first = Number.NaN;
  private last = Number.NaN;
  private smallest = Number.POSITIVE_INFINITY;
  private largest = Number.NEGATIVE_INFINITY;
  private sum = 0;
  private drawdown = 0;

  add(value: number): void {
    if (this.count === 0) this.first = value;
    this.count++;
    this.last = value;
    this.sum += value;
    this.smallest = Math.min(this.smallest, value);
    this.largest = Math.max(this.largest, value);
    this.drawdown = Math.min(this.drawdown, value / this.largest - 1);
  }

  get(statistic: SummaryItem['statistic']): number {
    switch (statistic) {
      case 'first':
        return this.first;
      case 'last':
        return this.last;
      case 'min':
        return this.count === 0 ? Number.NaN : this.smallest;
      case 'max':
        return this.count === 0 ? Number.NaN : this.largest;
      case 'mean':
        return this.sum / this.count;
      case 'max drawdown':
        return this.count === 0 ? Number.NaN : this.drawdown;
    }
  }
}

/** Statistics of one completed run, in the order of the summary. */
export interface RunSummary {
  readonly arm: string;
  readonly seed: string;
  readonly values: readonly number[];
}

export interface ArmSummary {
  readonly arm: string;
  /** Runs that were completed. */
  readonly runs: number;
  /** Means over seeds. */
  readonly means: readonly number[];
}

/** How two values are compared. */
export type Comparison = 'percent' | 'basis points' | 'percentage points' | 'difference';

export interface PairedEffect {
  readonly arm: string;
  readonly against: string;
  readonly item: SummaryItem;
  readonly comparison: Comparison;
  readonly seeds: number;
  readonly mean: number;
  /** Standard error of the mean over seeds; NaN with one seed. */
  readonly standardError: number;
}

export function comparisonOf(item: SummaryItem, series: SeriesDeclaration): Comparison {
  if (item.statistic === 'max drawdown') return 'percentage points';
  if (series.type === 'rate') return 'basis points';
  if (series.unit === 'ratio') return 'percentage points';
  return series.unit === 'index' ? 'percent' : 'difference';
}

function compare(value: number, reference: number, comparison: Comparison): number {
  if (comparison === 'percent') return 100 * (value / reference - 1);
  if (comparison === 'basis points') return 10_000 * (value - reference);
  return comparison === 'percentage points' ? 100 * (value - reference) : value - reference;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function standardError(values: readonly number[]): number {
  const middle = mean(values);
  const squares = values.reduce((sum, value) => sum + (value - middle) * (value - middle), 0);
  return Math.sqrt(squares / (values.length - 1) / values.length);
}

export function armSummaries(experiment: ResolvedExperiment, runs: readonly RunSummary[]): ArmSummary[] {
  return experiment.arms.map(({ name }) => {
    const own = runs.filter(({ arm }) => arm === name);
    const means = experiment.summary.map((_, index) => mean(own.map(({ values }) => values[index])));
    return { arm: name, runs: own.length, means };
  });
}

/** The effect of every arm that is compared `against` another, over the seeds that both completed. */
export function pairedEffects(
  experiment: ResolvedExperiment,
  runs: readonly RunSummary[],
  seriesOf: (name: string) => SeriesDeclaration,
): PairedEffect[] {
  return experiment.arms.flatMap(({ name, against }) => {
    if (against === undefined) return [];
    const reference = new Map(runs.filter(({ arm }) => arm === against).map((run) => [run.seed, run]));
    const pairs = runs.filter(({ arm, seed }) => arm === name && reference.has(seed));
    return experiment.summary.map((item, index) => {
      const comparison = comparisonOf(item, seriesOf(item.series));
      const effects = pairs.map(({ seed, values }) =>
        compare(values[index], (reference.get(seed) as RunSummary).values[index], comparison),
      );
      return {
        arm: name,
        against,
        item,
        comparison,
        seeds: effects.length,
        mean: mean(effects),
        standardError: standardError(effects),
      };
    });
  });
}

/** One sentence on the first price or index of the summary (or else its first statistic), over all comparisons. */
export function reading(effects: readonly PairedEffect[]): string | undefined {
  const first = (effects.find(({ comparison }) => comparison === 'percent') ?? effects[0])?.item;
  const own = effects.filter(({ item, seeds }) => item === first && seeds > 0);
  if (first === undefined || own.length === 0) return undefined;
  const clear = own.filter((effect) => !(Math.abs(effect.mean) < 2 * effect.standardError));
  const names = (list: readonly PairedEffect[]) => list.map(({ arm }) => arm).join(', ');
  const up = clear.filter((effect) => effect.mean > 0);
  const down = clear.filter((effect) => effect.mean < 0);
  const open = own.filter((effect) => !clear.includes(effect) || effect.mean === 0);
  const parts = [
    up.length > 0 ? `raised in ${names(up)}` : '',
    down.length > 0 ? `lowered in ${names(down)}` : '',
    open.length > 0 ? `no clear effect in ${names(open)}` : '',
  ].filter((part) => part !== '');
  const turn = up.length > 0 && down.length > 0 ? ': the sign turns' : '';
  const few = own[0].seeds < 2 ? ' (one seed: no standard error)' : '';
  return `${first.label ?? first.series}, ${first.statistic}: ${parts.join('; ')}${turn}${few}.`;
}

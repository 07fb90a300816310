/** What a finished experiment says in a few numbers: metrics by arm, and paired effects seed by seed. */
import type { Comparison, ResolvedExperiment, ResolvedMetric } from './resolved.js';

/** Values of the metrics of one completed run, in their order. */
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

export interface PairedEffect {
  readonly arm: string;
  readonly against: string;
  readonly metric: ResolvedMetric;
  readonly seeds: number;
  readonly mean: number;
  /** Standard error of the mean over seeds; NaN with one seed. */
  readonly standardError: number;
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
    const means = experiment.metrics.map((_, index) => mean(own.map(({ values }) => values[index])));
    return { arm: name, runs: own.length, means };
  });
}

/** The effect of every arm that is compared `against` another, over the seeds that both completed. */
export function pairedEffects(experiment: ResolvedExperiment, runs: readonly RunSummary[]): PairedEffect[] {
  return experiment.arms.flatMap(({ name, against }) => {
    if (against === undefined) return [];
    const reference = new Map(runs.filter(({ arm }) => arm === against).map((run) => [run.seed, run]));
    const pairs = runs.filter(({ arm, seed }) => arm === name && reference.has(seed));
    return experiment.metrics.map((metric, index) => {
      const effects = pairs.map(({ seed, values }) =>
        compare(values[index], (reference.get(seed) as RunSummary).values[index], metric.compare),
      );
      return {
        arm: name,
        against,
        metric,
        seeds: effects.length,
        mean: mean(effects),
        standardError: standardError(effects),
      };
    });
  });
}

/** One sentence on the first metric that is compared in percent (or else the first of all), over all comparisons. */
export function reading(effects: readonly PairedEffect[]): string | undefined {
  const first = (effects.find(({ metric }) => metric.compare === 'percent') ?? effects[0])?.metric;
  const own = effects.filter(({ metric, seeds }) => metric === first && seeds > 0);
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
  return `${first.label ?? first.name}: ${parts.join('; ')}${turn}${few}.`;
}

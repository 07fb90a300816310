/** Compares arms metric by metric, seed by seed: what differs, by how much, how surely, and what the pairing gained. */
import { correlation, mean, standardDeviation, variance } from '../../maths/moments.js';
import type { ResolvedMetric } from '../resolved.js';
import { differenceBands } from './bands.js';
import { type ArmPair, differenceOf, pairedDifferences, varies } from './difference.js';
import { refinedPValues } from './further-patterns.js';
import { holm } from './holm.js';
import type { Resampling } from './resampling.js';
import { signFlipTest } from './sign-flip-test.js';
import { missesTooMany, type Verdict, verdictOf } from './verdict.js';

/** Metrics of one completed run, in the order of the metrics; NaN where there is no value. */
export interface RunMetrics {
  readonly arm: string;
  readonly seed: string;
  readonly values: readonly number[];
}

export interface MetricComparison extends ArmPair {
  readonly metric: ResolvedMetric;
  /** Seeds with a value in both arms. */
  readonly pairs: number;
  /** Planned seeds without one. */
  readonly missing: number;
  /** Means over the pairs. */
  readonly armMean: number;
  readonly againstMean: number;
  /** Mean of the paired differences, in the unit of the comparison; so are the four below. */
  readonly difference: number;
  readonly standardError: number;
  /** 95 % BCa interval. */
  readonly low: number;
  readonly high: number;
  /** Mean of the paired differences over their standard deviation. */
  readonly effectSize: number;
  /** Two-sided sign-flip test. */
  readonly pValue: number;
  readonly exact: boolean;
  /** After Holm's correction over all final metrics and arms; NaN for exploratory metrics and without a verdict. */
  readonly adjustedPValue: number;
  /** Of the values of both arms over seeds; NaN if one does not vary. */
  readonly correlation: number;
  /** So many times as many unpaired seeds would be as precise; NaN if the difference does not vary. */
  readonly varianceReduction: number;
  readonly verdict: Verdict;
}

export interface ComparisonInput {
  readonly armPairs: readonly ArmPair[];
  /** All seeds that were planned. */
  readonly seeds: readonly string[];
  readonly metrics: readonly ResolvedMetric[];
  readonly runs: readonly RunMetrics[];
  readonly resampling: Resampling;
}

/** A comparison before it is seen among the others. */
interface Single extends Omit<MetricComparison, 'adjustedPValue' | 'verdict'> {
  readonly differences: Float64Array;
}

/** Arm -> seed -> values. */
function byArmAndSeed(runs: readonly RunMetrics[]): Map<string, Map<string, readonly number[]>> {
  const arms = new Map<string, Map<string, readonly number[]>>();
  for (const { arm, seed, values } of runs) {
    const seeds = arms.get(arm) ?? new Map<string, readonly number[]>();
    arms.set(arm, seeds.set(seed, values));
  }
  return arms;
}

/**
 * Variance of a difference of means of independent samples over that of the paired one: (var x + var y) / var (x - y),
 * in the metric's own unit whatever the comparison.
 */
function varianceReduction(values: Float64Array, references: Float64Array): number {
  const paired = pairedDifferences(values, references, 'difference');
  return varies(paired) ? (variance(values) + variance(references)) / variance(paired) : Number.NaN;
}

function singleComparison(
  pair: ArmPair,
  metric: ResolvedMetric,
  values: Float64Array,
  references: Float64Array,
  { seeds, resampling }: ComparisonInput,
): Single {
  const pairs = values.length;
  const differences = pairedDifferences(values, references, metric.compare);
  const bands = differenceBands({ pairs, ticks: 1, differences }, resampling.resamples(pairs));
  const bothVary = varies(values) && varies(references);
  return {
    ...pair,
    metric,
    pairs,
    missing: seeds.length - pairs,
    armMean: mean(values),
    againstMean: mean(references),
    difference: bands.mean[0],
    standardError: bands.standardError[0],
    low: bands.low[0],
    high: bands.high[0],
    effectSize: varies(differences) ? bands.mean[0] / standardDeviation(differences) : Number.NaN,
    ...signFlipTest(differences, resampling),
    correlation: bothVary ? correlation(values, references) : Number.NaN,
    varianceReduction: varianceReduction(values, references),
    differences,
  };
}

function compareArms(input: ComparisonInput): Single[] {
  const arms = byArmAndSeed(input.runs);
  return input.armPairs.flatMap((pair) =>
    input.metrics.map((metric, index) => {
      const values: number[] = [];
      const references: number[] = [];
      for (const seed of input.seeds) {
        const value = arms.get(pair.arm)?.get(seed)?.[index] ?? Number.NaN;
        const reference = arms.get(pair.against)?.get(seed)?.[index] ?? Number.NaN;
        if (!Number.isFinite(differenceOf(value, reference, metric.compare))) continue;
        values.push(value);
        references.push(reference);
      }
      return singleComparison(pair, metric, Float64Array.from(values), Float64Array.from(references), input);
    }),
  );
}

/** All comparisons: arms in their order, in each the metrics in theirs. */
export function compareMetrics(input: ComparisonInput): MetricComparison[] {
  const compared = compareArms(input);
  const tooManyMissing = (one: Single) => missesTooMany(one.missing, input.seeds.length);
  const family = compared.filter(({ metric }) => metric.final);
  const drawn = family.filter((one) => !one.exact && !tooManyMissing(one));
  const refined = refinedPValues(drawn, family.length, input.resampling);
  const adjusted = holm(
    family.map((one) => (tooManyMissing(one) ? Number.NaN : (refined.get(one) ?? one.pValue))),
  );
  const members = new Map(family.map((one, member) => [one, member]));
  return compared.map((one) => {
    const { differences: _, ...shown } = one;
    const member = members.get(one);
    const adjustedPValue = member === undefined ? Number.NaN : adjusted[member];
    const verdict = verdictOf(one, adjustedPValue, tooManyMissing(one), family.length);
    return { ...shown, pValue: refined.get(one) ?? one.pValue, adjustedPValue, verdict };
  });
}

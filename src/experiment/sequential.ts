/** Adding seeds until an interval is narrow enough. Looking at the data in between makes the interval optimistic: say so. */
import { compareMetrics } from './comparison/compare-metrics.js';
import { armPairs } from './comparison/difference.js';
import { Resampling } from './comparison/resampling.js';
import { missesTooMany } from './comparison/verdict.js';
import { configurationHash, type ResolvedExperiment } from './resolved.js';
import type { RunSummary } from './summary.js';

/** Order of the fields is fixed: the rule is part of what identifies a result. */
export interface SequentialRule {
  readonly metric: string;
  /** Widest 95 % interval of a paired difference that is accepted, in the unit of the comparison. */
  readonly width: number;
  readonly firstSeeds: number;
  /** Seeds added at a time. */
  readonly block: number;
  readonly maximumSeeds: number;
}

/** What a sequential result says of itself. */
export interface SequentialLabel {
  readonly rule: SequentialRule;
  /** Configuration hash of the experiment with the seeds that it started with. */
  readonly startedFrom: string;
  readonly seeds: number;
  /** Widest interval at the end; null if none could be computed, as of a batch that was interrupted. */
  readonly width: number | null;
  readonly isReached: boolean;
  /** The most pairs that a comparison misses, where that is too many for a verdict: all, if no seed has a value. */
  readonly missing?: number;
}

/** What the runs of a stage say of the rule's metric. */
export interface IntervalLook {
  /** Seeds of the stage. */
  readonly seeds: number;
  /** Width of the widest 95 % interval of all comparisons; NaN if one is not known: with less than two pairs. */
  readonly width: number;
  /** The most pairs that a comparison misses. */
  readonly missing: number;
}

const NUMBERED = /^(.*)\/(\d+)$/;

/**
 * The first `count` seeds; those that the file lacks go on counting: `calls/9` after `calls/8`, and
 * `<experiment>/n` after seeds that do not count.
 */
export function firstSeeds(experiment: ResolvedExperiment, count: number): string[] {
  const seeds = experiment.seeds.slice(0, count);
  const last = NUMBERED.exec(seeds[seeds.length - 1] ?? '');
  const isCounted = last !== null && Number(last[2]) === seeds.length;
  const base = isCounted ? last[1] : experiment.name;
  const taken = new Set(seeds);
  for (let number = isCounted ? seeds.length + 1 : 1; seeds.length < count; number++)
    if (!taken.has(`${base}/${number}`)) seeds.push(`${base}/${number}`);
  return seeds;
}

/** Narrow enough, in a comparison that is given a verdict: a NaN width is not narrow enough. */
export function isReached(rule: SequentialRule, { seeds, width, missing }: IntervalLook): boolean {
  return width <= rule.width && !missesTooMany(missing, seeds);
}

/** How many seeds the next stage has; undefined when the batch ends, as where no seed of a comparison has a value. */
export function nextSeedCount(rule: SequentialRule, look: IntervalLook): number | undefined {
  const { seeds, missing } = look;
  if (isReached(rule, look) || missing >= seeds || seeds >= rule.maximumSeeds) return undefined;
  return Math.min(seeds + rule.block, rule.maximumSeeds);
}

/** What a result says of itself that ended with this look. */
export function labelOf(rule: SequentialRule, startedFrom: string, look: IntervalLook): SequentialLabel {
  const { seeds, width, missing } = look;
  return {
    rule,
    startedFrom,
    seeds,
    width: Number.isFinite(width) ? width : null,
    isReached: isReached(rule, look),
    ...(missesTooMany(missing, seeds) && { missing }),
  };
}

/** What a result says of itself that was interrupted with so many seeds begun: nothing is known of the width. */
export function labelOfInterrupted(
  rule: SequentialRule,
  startedFrom: string,
  seeds: number,
): SequentialLabel {
  return { rule, startedFrom, seeds, width: null, isReached: false };
}

/** Looks at a metric over all arms that are compared, in the completed runs, as the comparison at the end shows it. */
export function lookAtIntervals(
  experiment: ResolvedExperiment,
  runs: readonly RunSummary[],
  metric: string,
): IntervalLook {
  const index = experiment.metrics.findIndex(({ name }) => name === metric);
  const compared = compareMetrics({
    armPairs: armPairs(experiment.arms),
    seeds: experiment.seeds,
    metrics: [experiment.metrics[index]],
    runs: runs.map(({ arm, seed, values }) => ({ arm, seed, values: [values[index]] })),
    resampling: new Resampling(configurationHash(experiment)),
  });
  return {
    seeds: experiment.seeds.length,
    width: Math.max(...compared.map(({ low, high }) => high - low)),
    missing: Math.max(...compared.map(({ missing }) => missing)),
  };
}

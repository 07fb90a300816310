/** Adding seeds until an interval is narrow enough. Looking at the data in between makes the interval optimistic: say so. */
import { compareMetrics } from './comparison/compare-metrics.js';
import { armPairs } from './comparison/difference.js';
import { Resampling } from './comparison/resampling.js';
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
  /** Widest interval at the end; null if none could be computed. */
  readonly width: number | null;
  readonly isReached: boolean;
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

/** How many seeds the next stage has; undefined when the batch ends. A NaN width is not narrow enough. */
export function nextSeedCount(rule: SequentialRule, seeds: number, width: number): number | undefined {
  if (width <= rule.width || seeds >= rule.maximumSeeds) return undefined;
  return Math.min(seeds + rule.block, rule.maximumSeeds);
}

/**
 * Width of the widest 95 % interval of a metric over all arms that are compared, from the completed runs, as the
 * comparison at the end shows it. NaN if an interval is not known: with less than two pairs.
 */
export function widestInterval(
  experiment: ResolvedExperiment,
  runs: readonly RunSummary[],
  metric: string,
): number {
  const index = experiment.metrics.findIndex(({ name }) => name === metric);
  const compared = compareMetrics({
    armPairs: armPairs(experiment.arms),
    seeds: experiment.seeds,
    metrics: [experiment.metrics[index]],
    runs: runs.map(({ arm, seed, values }) => ({ arm, seed, values: [values[index]] })),
    resampling: new Resampling(configurationHash(experiment)),
  });
  return Math.max(...compared.map(({ low, high }) => high - low));
}

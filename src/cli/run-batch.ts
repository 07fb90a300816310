/** A batch: many seeds for every arm, as many as asked for or as a metric needs, and the comparison at its end. */

import { didYouMeanOrAll } from '../experiment/nearest.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { firstSeeds, lookAtIntervals, type SequentialRule } from '../experiment/sequential.js';
import { comparisonAdder } from '../runner/add-comparison.js';
import type { Manifest } from '../runner/manifest.js';
import type { SequentialSearch } from '../runner/run-experiment.js';
import type { CliContext, Model } from './context.js';
import { EXIT } from './exit-codes.js';
import { refuseBesideSeed } from './options.js';
import { reportResult } from './report-result.js';
import { exitCodeOf } from './run-and-report.js';
import { type RunnerFlags, runWithProgress } from './run-with-progress.js';
import { UsageError } from './usage-error.js';

export interface BatchFlags extends RunnerFlags {
  readonly out?: string;
  readonly resume?: boolean;
  readonly json?: boolean;
  readonly seeds?: number;
  readonly seed?: readonly string[];
  readonly untilWidth?: { readonly metric: string; readonly width: number };
  readonly maxSeeds?: number;
}

/** Seeds that a sequential batch starts with, adds at a time, and has at most. */
const FIRST_SEEDS = 32;
const BLOCK = 16;
const MAXIMUM_SEEDS = 512;
/** With fewer, an interval says too little to stop on. */
const FEWEST_SEEDS = 8;

function ruleOf(experiment: ResolvedExperiment, flags: BatchFlags): SequentialRule | undefined {
  if (flags.untilWidth === undefined) {
    if (flags.maxSeeds !== undefined) throw new UsageError('--max-seeds belongs to --until-width');
    return undefined;
  }
  const { metric, width } = flags.untilWidth;
  const names = experiment.metrics.map(({ name }) => name);
  if (!names.includes(metric))
    throw new UsageError(
      `--until-width: no metric is named '${metric}'${didYouMeanOrAll(metric, names, 'metrics')}`,
    );
  if (experiment.arms.every(({ against }) => against === undefined))
    throw new UsageError('--until-width: no arm is compared with another; say `against` in one');
  if (Math.min(flags.seeds ?? FIRST_SEEDS, flags.maxSeeds ?? FIRST_SEEDS) < FEWEST_SEEDS)
    throw new UsageError(`--until-width needs at least ${FEWEST_SEEDS} seeds to look at`);
  const maximumSeeds = flags.maxSeeds ?? MAXIMUM_SEEDS;
  const firstSeeds = Math.min(flags.seeds ?? FIRST_SEEDS, maximumSeeds);
  return { metric, width, firstSeeds, block: BLOCK, maximumSeeds };
}

function searchBy(rule: SequentialRule, asked: ResolvedExperiment, context: CliContext): SequentialSearch {
  return {
    rule,
    seeds: (count) => firstSeeds(asked, count),
    look: (experiment, runs) => lookAtIntervals(experiment, runs, rule.metric),
    onStage: ({ seeds, width, missing }) => {
      const found = Number.isFinite(width) ? width.toPrecision(3) : 'not known';
      const gaps = missing > 0 ? ` with ${missing} pairs missing` : '';
      context.stderr(
        `${seeds} seeds: the widest interval of ${rule.metric} is ${found}${gaps}; asked for: ${rule.width}\n`,
      );
    },
  };
}

export async function runBatch(
  asked: ResolvedExperiment,
  flags: BatchFlags,
  model: Model,
  context: CliContext,
): Promise<Manifest> {
  refuseBesideSeed(flags.seed, { '--seeds': flags.seeds, '--until-width': flags.untilWidth });
  const rule = ruleOf(asked, flags);
  const count = rule?.firstSeeds ?? flags.seeds;
  const experiment = count === undefined ? asked : { ...asked, seeds: firstSeeds(asked, count) };
  const out = flags.out ?? `results/${experiment.name}`;
  const { manifest } = await runWithProgress(
    {
      experiment,
      out,
      resume: flags.resume ?? false,
      addSeeds: flags.resume ?? false,
      ...(rule !== undefined && { sequential: searchBy(rule, asked, context) }),
      addFiles: comparisonAdder(model.catalogue),
    },
    flags,
    model,
    context,
  );
  const { inVain } = sayHowMany(manifest, context);
  const made = { experiment: { ...experiment, seeds: seedsOf(manifest) }, manifest, out };
  await reportResult(made, { withArms: false, ...(flags.json && { json: true }) }, model, context);
  context.setExitCode(inVain ? EXIT.failed : exitCodeOf(manifest.status));
  return manifest;
}

function seedsOf({ runs }: Manifest): string[] {
  return [...new Set(runs.map(({ seed }) => seed))];
}

/** What there is to say at the end of adding seeds, and whether no number of them would have been enough. */
function sayHowMany({ sequential, status }: Manifest, context: CliContext): { readonly inVain: boolean } {
  if (sequential === undefined || status === 'interrupted') return { inVain: false };
  const { seeds, isReached, rule, missing = 0 } = sequential;
  if (missing === seeds) {
    context.stderr(
      `error: --until-width: in a comparison no seed of ${seeds} has a value of ${rule.metric}, and more would not give one; see runs.csv and metrics.csv\n`,
    );
    return { inVain: true };
  }
  const gaps = missing > 0 ? ` and at most 5 % of the pairs missing: ${missing} are` : '';
  context.stderr(
    `${seeds} seeds were ${isReached ? 'needed' : 'not enough'} for intervals of at most ${rule.width}${gaps}.\n`,
  );
  return { inVain: false };
}

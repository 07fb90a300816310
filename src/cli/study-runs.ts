/** The runs of a study: small experiments one after the other, by the same threads and under one bar. */

import { availableParallelism } from 'node:os';
import { buildOf } from '../engine/version.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { firstSeeds } from '../experiment/sequential.js';
import { type RunInto, studyHash } from '../runner/evaluate-points.js';
import type { Executor } from '../runner/executor.js';
import { makeExecutor } from '../runner/make-executor.js';
import { makeProvenance } from '../runner/provenance.js';
import { type RunResult, runExperiment } from '../runner/run-experiment.js';
import { StudyFolder, type StudyIdentity } from '../runner/study-folder.js';
import { colors } from './colors.js';
import type { CliContext, Model } from './context.js';
import { whileInterruptible } from './interrupt.js';
import { chosenKernel } from './kernel.js';
import { refuseBesideSeed } from './options.js';
import { type ProgressDisplay, showProgress } from './progress.js';

export interface StudyFlags {
  readonly out?: string;
  readonly seed?: readonly string[];
  readonly seeds?: number;
  readonly workers?: number;
  readonly force?: boolean;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** The experiment with the number of seeds that an option asks for. */
export function withSeeds(experiment: ResolvedExperiment, { seed, seeds }: StudyFlags): ResolvedExperiment {
  refuseBesideSeed(seed, { '--seeds': seeds });
  return seeds === undefined ? experiment : { ...experiment, seeds: firstSeeds(experiment, seeds) };
}

/** The executor without its end: every experiment of a study finds it open. */
function kept(executor: Executor): Executor {
  return {
    workers: executor.workers,
    execute: (runs, hooks) => executor.execute(runs, hooks),
    close: async () => {},
  };
}

/** Runs and ticks. */
interface Amount {
  readonly runs: number;
  readonly ticks: number;
}

/** Place of a block among all blocks of a study. */
export interface BlockPlace {
  /** What the blocks before it hold. */
  readonly before: Amount;
  /** What was there of them when the study was opened. */
  readonly resumed: Amount;
  readonly block: Amount;
  readonly all: Amount;
}

/** Runs a block into a folder, with what is there already of it. */
export type RunBlock = (experiment: ResolvedExperiment, out: string, place: BlockPlace) => Promise<RunResult>;

/** Runs blocks; progress counts the runs of all of them, those that are there too. */
function blockRunner(
  flags: StudyFlags,
  model: Model,
  context: CliContext,
  progress: ProgressDisplay,
  executor: Executor,
): RunBlock {
  return (experiment, out, { before, resumed, block, all }) =>
    runExperiment({
      experiment,
      out,
      ...buildOf(model),
      catalogue: model.catalogue,
      entry: context.workerEntry,
      executor: kept(executor),
      onProgress(made) {
        // Equal runs and common trunks are made once: a block may have fewer ticks than its runs.
        const share = block.ticks / made.ticks;
        progress.update({
          runsDone: before.runs + made.runsDone,
          runs: all.runs,
          ticksDone: before.ticks + share * made.ticksDone,
          ticks: all.ticks,
          resumedRuns: resumed.runs + made.resumedRuns,
          resumedTicks: resumed.ticks + share * made.resumedTicks,
        });
      },
      onFailure({ arm, seed, reason }, stack) {
        context.stderr(`${colors.red('failed:')} ${arm}, seed ${seed}: ${reason}\n`);
        if (flags.debug && stack !== undefined) context.stderr(`${stack}\n`);
      },
    });
}

/** Runs blocks of points. */
function pointRunner(run: RunBlock): RunInto {
  let resumedPoints: number | undefined;
  return (experiment, out, { rows, first, count }) => {
    resumedPoints ??= first;
    const runsAtPoint = (experiment.arms.length / rows.length) * experiment.seeds.length;
    const amount = (points: number) => ({
      runs: points * runsAtPoint,
      ticks: points * runsAtPoint * experiment.ticks,
    });
    return run(experiment, out, {
      before: amount(first),
      resumed: amount(resumedPoints),
      block: amount(rows.length),
      all: amount(count),
    });
  };
}

export interface Study {
  readonly kind: StudyIdentity['study'];
  readonly experiment: ResolvedExperiment;
  /** All that decides which points are run. */
  readonly asked: unknown;
}

/** Opens the folder of a study, does the work in it and closes it. */
export async function inStudyFolder<T>(
  { kind, experiment, asked }: Study,
  flags: StudyFlags,
  model: Model,
  context: CliContext,
  work: (folder: StudyFolder, runInto: RunInto, runBlock: RunBlock) => Promise<T>,
): Promise<T> {
  const folder = new StudyFolder(flags.out ?? `results/${experiment.name}-${kind}`, {
    study: kind,
    engineVersion: model.engineVersion,
    configurationHash: studyHash(experiment, asked),
  });
  const started = new Date();
  const workers = flags.workers ?? availableParallelism();
  folder.open(flags.force ?? false);
  try {
    const progress = await showProgress(context);
    const found = await whileInterruptible(context, async (stop) => {
      const asked = { entry: context.workerEntry, workers, stop, ...chosenKernel(context) };
      const executor = makeExecutor(asked);
      try {
        const runBlock = blockRunner(flags, model, context, progress, executor);
        return await work(folder, pointRunner(runBlock), runBlock);
      } finally {
        await executor.close();
        progress.end();
      }
    });
    const { runs: _, ...times } = makeProvenance(model, started, workers, context.kernel, 0, []);
    folder.writeTimes(times);
    return found;
  } finally {
    folder.close();
  }
}

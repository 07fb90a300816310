/** The runs of a study: small experiments one after the other, by the same threads and under one bar. */
import { availableParallelism } from 'node:os';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { firstSeeds } from '../experiment/sequential.js';
import { type RunInto, studyHash } from '../runner/evaluate-points.js';
import type { Executor } from '../runner/executor.js';
import { runExperiment } from '../runner/run-experiment.js';
import { StudyFolder, type StudyIdentity } from '../runner/study-folder.js';
import { Threads } from '../runner/threads.js';
import { colors } from './colors.js';
import type { CliContext, Model } from './context.js';
import { whileInterruptible } from './interrupt.js';
import { chosenKernel } from './kernel.js';
import { type ProgressDisplay, showProgress } from './progress.js';
import { UsageError } from './usage-error.js';

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
  if (seed !== undefined && seeds !== undefined)
    throw new UsageError('--seed names all seeds: it does not go with --seeds');
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

/** Runs blocks of points; progress counts the runs at all points, those of blocks that are there too. */
function blockRunner(
  flags: StudyFlags,
  model: Model,
  context: CliContext,
  progress: ProgressDisplay,
  executor: Executor,
): RunInto {
  let resumedPoints: number | undefined;
  return (experiment, out, { rows, first, count }) => {
    resumedPoints ??= first;
    const runsAtPoint = (experiment.arms.length / rows.length) * experiment.seeds.length;
    const { ticks } = experiment;
    const before = first * runsAtPoint;
    const resumed = resumedPoints * runsAtPoint;
    return runExperiment({
      experiment,
      out,
      engineVersion: model.engineVersion,
      catalogue: model.catalogue,
      entry: context.workerEntry,
      executor: kept(executor),
      onProgress(block) {
        // Equal runs and common trunks are made once: a block may have fewer ticks than its runs.
        const share = (rows.length * runsAtPoint * ticks) / block.ticks;
        progress.update({
          runsDone: before + block.runsDone,
          runs: count * runsAtPoint,
          ticksDone: before * ticks + share * block.ticksDone,
          ticks: count * runsAtPoint * ticks,
          resumedRuns: resumed + block.resumedRuns,
          resumedTicks: resumed * ticks + share * block.resumedTicks,
        });
      },
      onFailure({ arm, seed, reason }, stack) {
        context.stderr(`${colors.red('failed:')} ${arm}, seed ${seed}: ${reason}\n`);
        if (flags.debug && stack !== undefined) context.stderr(`${stack}\n`);
      },
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
  work: (folder: StudyFolder, runInto: RunInto) => Promise<T>,
): Promise<T> {
  const folder = new StudyFolder(flags.out ?? `results/${experiment.name}-${kind}`, {
    study: kind,
    engineVersion: model.engineVersion,
    configurationHash: studyHash(experiment, asked),
  });
  folder.open(flags.force ?? false);
  try {
    const progress = await showProgress(context);
    return await whileInterruptible(context, async (stop) => {
      const workers = flags.workers ?? availableParallelism();
      const threads = new Threads({ entry: context.workerEntry, workers, stop, ...chosenKernel(context) });
      try {
        return await work(folder, blockRunner(flags, model, context, progress, threads));
      } finally {
        await threads.close();
        progress.end();
      }
    });
  } finally {
    folder.close();
  }
}

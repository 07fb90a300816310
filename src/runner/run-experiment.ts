/** Runs an experiment into a folder. */
import { availableParallelism } from 'node:os';
import { asYaml, configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import { type PlannedRun, plannedRuns } from '../experiment/runs.js';
import {
  CONFIGURATION_FILE,
  MANIFEST_FILE,
  PROVENANCE_FILE,
  partFolder,
  RUNS_FILE,
  TABLE_NAMES,
  tableFile,
} from './layout.js';
import { type Manifest, makeManifest } from './manifest.js';
import type { Outcome } from './messages.js';
import { makeProvenance, type RunTiming } from './provenance.js';
import { ResultFolder } from './result-folder.js';
import { runInThreads } from './threads.js';

export interface Progress {
  readonly runsDone: number;
  readonly runs: number;
  readonly ticksDone: number;
  readonly ticks: number;
}

export interface RunOptions {
  readonly experiment: ResolvedExperiment;
  readonly engineVersion: string;
  /** Result folder. */
  readonly out: string;
  /** Module of the worker threads. */
  readonly entry: URL;
  /** By default as many as there are cores, or runs. */
  readonly workers?: number;
  readonly force?: boolean;
  /** One Int32; set it to 1 to stop after the ticks in hand. */
  readonly stop?: SharedArrayBuffer;
  onProgress?(progress: Progress): void;
  onFailure?(outcome: Outcome, stack: string | undefined): void;
}

export interface RunResult {
  readonly manifest: Manifest;
  /** True if the folder held the finished result already, and nothing was run. */
  readonly wasThere: boolean;
  /** Runs that an earlier start had finished. */
  readonly resumed: number;
}

/** Counts ticks over all runs. */
class ProgressCount {
  private readonly ticks = new Map<number, number>();
  private done = 0;

  constructor(
    private readonly options: RunOptions,
    private readonly runs: number,
  ) {}

  tick(run: number, tick: number): void {
    this.ticks.set(run, tick);
    this.report();
  }

  outcome({ run }: Outcome): void {
    this.done++;
    this.tick(run, this.options.experiment.ticks);
  }

  private report(): void {
    let ticksDone = 0;
    for (const ticks of this.ticks.values()) ticksDone += ticks;
    const ticks = this.runs * this.options.experiment.ticks;
    this.options.onProgress?.({ runsDone: this.done, runs: this.runs, ticksDone, ticks });
  }
}

function neverRun({ run, arm, seed }: PlannedRun): Outcome {
  return { run, arm, seed, status: 'interrupted', reason: '', ticks: 0, series: [] };
}

/**
 * Runs what the folder does not hold yet, in worker threads, and puts the files together in the order of the
 * runs, whichever finished first. Throws a `FileError` if the folder cannot be used.
 */
export async function runExperiment(options: RunOptions): Promise<RunResult> {
  const { experiment, engineVersion, out } = options;
  const started = new Date();
  const identity = { configurationHash: configurationHash(experiment), engineVersion };
  const folder = new ResultFolder(out);
  const opened = folder.open(identity, options.force ?? false);
  if (opened.state === 'done') return { manifest: opened.manifest, wasThere: true, resumed: 0 };
  try {
    const configuration = folder.writeText(CONFIGURATION_FILE, asYaml(experiment));
    const runs = plannedRuns(experiment);
    const outcomes = new Map(opened.finished);
    const resumed = outcomes.size;
    const timings: RunTiming[] = [];
    const progress = new ProgressCount(options, runs.length);
    for (const outcome of outcomes.values()) progress.outcome(outcome);
    const missing = runs.filter(({ run }) => !outcomes.has(run));
    const workers = Math.max(1, Math.min(options.workers ?? availableParallelism(), missing.length));
    const added = await runInThreads(
      missing.map((run) => ({ ...run, folder: partFolder(out, run.run) })),
      {
        entry: options.entry,
        workers,
        stop: options.stop ?? new SharedArrayBuffer(4),
        onTick: (run, tick) => progress.tick(run, tick),
        onOutcome(outcome, seconds, attempt, stack) {
          timings.push({ run: outcome.run, seconds, attempt });
          progress.outcome(outcome);
          if (outcome.status === 'failed') options.onFailure?.(outcome, stack);
        },
      },
    );
    for (const outcome of added) outcomes.set(outcome.run, outcome);
    const ordered = runs.map((run) => outcomes.get(run.run) ?? neverRun(run));
    const files: Record<string, string> = { [CONFIGURATION_FILE]: configuration };
    files[RUNS_FILE] = folder.writeRuns(ordered);
    for (const table of TABLE_NAMES)
      if (table !== 'events' || experiment.record.events)
        files[tableFile(table)] = folder.mergeTable(table, ordered);
    const manifest = makeManifest(identity, experiment, ordered, files);
    const provenance = makeProvenance(started, workers, resumed, timings);
    folder.writeText(PROVENANCE_FILE, `${JSON.stringify(provenance, null, 2)}\n`);
    folder.writeText(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
    if (manifest.status !== 'interrupted') folder.removeParts();
    return { manifest, wasThere: false, resumed };
  } finally {
    folder.unlock();
  }
}

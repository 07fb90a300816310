/** Runs an experiment into a folder. */
import { availableParallelism } from 'node:os';
import type { EngineBuild } from '../engine/version.js';
import type { Catalogue } from '../experiment/catalogue.js';
import { secondsATick } from '../experiment/estimate.js';
import { metricEvaluator, neededSeries } from '../experiment/metrics.js';
import { asYaml, configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import { plannedRuns } from '../experiment/runs.js';
import {
  type IntervalLook,
  labelOf,
  labelOfInterrupted,
  nextSeedCount,
  type SequentialLabel,
  type SequentialRule,
} from '../experiment/sequential.js';
import type { RunSummary } from '../experiment/summary.js';
import { Batch } from './batch.js';
import { writeDataPackage } from './data-package.js';
import { writeDesign } from './design-file.js';
import type { Executor } from './executor.js';
import { textHash } from './fingerprints.js';
import { Forks } from './forks.js';
import { GrowingTables } from './growing-tables.js';
import type { ResultIdentity } from './identity.js';
import {
  CONFIGURATION_FILE,
  DATA_PACKAGE_FILE,
  MANIFEST_FILE,
  METRICS_FILE,
  PROVENANCE_FILE,
  RUNS_FILE,
  TABLE_NAMES,
} from './layout.js';
import { makeExecutor } from './make-executor.js';
import { type Manifest, makeManifest, overallStatus } from './manifest.js';
import type { Ending, Outcome } from './messages.js';
import { type Progress, ProgressCount } from './progress-count.js';
import { makeProvenance } from './provenance.js';
import { ResultFolder } from './result-folder.js';
import { ResultSnapshots, type SnapshotOptions } from './result-snapshots.js';
import { ResultTables } from './result-tables.js';
import type { Simulation } from './run-job.js';

export type { Progress };

/** Adds seeds until the paired differences of a metric are known well enough. */
export interface SequentialSearch {
  readonly rule: SequentialRule;
  /** So many seeds; those of fewer come first. */
  seeds(count: number): readonly string[];
  /** What the completed runs say of the rule's metric. */
  look(experiment: ResolvedExperiment, runs: readonly RunSummary[]): IntervalLook;
  /** Called when the runs of a stage are made. */
  onStage?(look: IntervalLook): void;
}

/** A result whose tables are written, for those who add files of their own to it. */
export interface ResultInMaking {
  readonly experiment: ResolvedExperiment;
  readonly folder: ResultFolder;
  readonly sequential?: SequentialLabel;
}

export interface RunOptions extends SnapshotOptions, EngineBuild {
  readonly experiment: ResolvedExperiment;
  /** Units and meanings of the columns of the result. */
  readonly catalogue: Catalogue;
  /** Result folder. */
  readonly out: string;
  /** Module of the worker threads. */
  readonly entry: URL;
  /** Compiled WebAssembly kernel; absent: the TypeScript kernel. It changes no byte of the result. */
  readonly kernel?: WebAssembly.Module | undefined;
  /** Worker threads, by default as many as there are cores, or runs. */
  readonly workers?: number;
  /** Loads the engine into this thread, for one short run; absent: every run has a worker thread. */
  readonly simulation?: () => Promise<Simulation>;
  /** Makes the runs in place of threads of this process. */
  readonly executor?: Executor;
  readonly force?: boolean;
  /** False: an unfinished result in the folder is an error. */
  readonly resume?: boolean;
  /** What several runs have made is on the disk itself, safe from a power cut, before their parts go. */
  readonly settle?: boolean;
  /** Goes on with a finished result that has fewer seeds. */
  readonly addSeeds?: boolean;
  readonly sequential?: SequentialSearch;
  /** One Int32; set it to 1 to stop after the ticks in hand. */
  readonly stop?: SharedArrayBuffer;
  onProgress?(progress: Progress): void;
  onFailure?(outcome: Outcome, stack: string | undefined): void;
  /** Adds files to a result that is not interrupted, before the manifest; returns their SHA-256 by name. */
  addFiles?(result: ResultInMaking): Promise<Readonly<Record<string, string>>>;
}

export interface RunResult {
  readonly manifest: Manifest;
  /** True if the folder held the finished result already, and nothing was run. */
  readonly wasThere: boolean;
  /** Runs that an earlier start had finished. */
  readonly resumed: number;
}

function identityOf(
  { experiment, engineVersion, sequential }: RunOptions,
  { label }: ResultSnapshots,
): ResultIdentity {
  return {
    configurationHash: configurationHash(experiment, textHash),
    engineVersion,
    ...(sequential !== undefined && { sequential: sequential.rule }),
    ...(label !== undefined && { snapshots: label }),
  };
}

async function makeBatch(
  options: RunOptions,
  executor: Executor,
  finished: ReadonlyMap<number, Ending>,
  snapshots: ResultSnapshots,
  tables: GrowingTables,
): Promise<Batch> {
  const { metrics } = options.experiment;
  return new Batch(
    {
      out: options.out,
      executor,
      tables,
      metrics: {
        names: metrics.map(({ name }) => name),
        needs: neededSeries(metrics),
        evaluate: await metricEvaluator(metrics),
      },
      snapshots: snapshots.job(options.out, options.catalogue.seriesNames()),
      progress: new ProgressCount(options.onProgress),
      ...(options.onFailure !== undefined && { onFailure: options.onFailure }),
    },
    finished,
  );
}

/** Longest tick in this thread: nothing else happens here meanwhile, the end at a second Ctrl-C neither. */
const LONGEST_TICK_SECONDS = 0.1;

/** One short run is made here: starting a thread for it would take longer than some runs. */
function executorFor(options: RunOptions): Executor {
  const { experiment, entry, kernel, simulation, sequential } = options;
  const runs = plannedRuns(experiment).length;
  const isSingle = runs === 1 && sequential === undefined && options.workers === undefined;
  const isHere = isSingle && secondsATick(experiment) <= LONGEST_TICK_SECONDS;
  return makeExecutor({
    entry,
    stop: options.stop ?? new SharedArrayBuffer(4),
    workers: Math.min(options.workers ?? availableParallelism(), runs),
    ...(kernel !== undefined && { kernel }),
    ...(isHere && simulation !== undefined && { here: simulation }),
  });
}

/** Whole runs where there are snapshots of another kind: what a trunk leaves would be in their way. */
function fork({ experiment, from, snapshotAt }: RunOptions, executor: Executor): Executor {
  const isPlain = experiment.forkAt === undefined || from !== undefined || snapshotAt !== undefined;
  return isPlain ? executor : new Forks(executor, experiment.forkAt as number);
}

interface Stage {
  readonly experiment: ResolvedExperiment;
  readonly sequential?: SequentialLabel;
}

/** Makes all runs, stage after stage if the number of seeds depends on what they show. */
async function makeAll(batch: Batch, { experiment, sequential: search }: RunOptions): Promise<Stage> {
  let stage = experiment;
  for (;;) {
    await batch.make(stage);
    if (search === undefined) return { experiment: stage };
    const startedFrom = configurationHash(experiment);
    if (overallStatus(batch.runs(stage)) === 'interrupted')
      return {
        experiment: stage,
        sequential: labelOfInterrupted(search.rule, startedFrom, stage.seeds.length),
      };
    const look = search.look(stage, batch.summaries(stage));
    search.onStage?.(look);
    const next = nextSeedCount(search.rule, look);
    if (next === undefined) return { experiment: stage, sequential: labelOf(search.rule, startedFrom, look) };
    stage = { ...stage, seeds: search.seeds(next) };
  }
}

async function writeParquet({ path }: ResultFolder, { engineVersion }: RunOptions) {
  const { writeParquetFiles } = await import('./parquet-files.js');
  return writeParquetFiles(path, path, { engineVersion });
}

/** One run is soon made again; waiting for the disk would take as long as some runs. */
function mustSettle({ settle, experiment, sequential }: RunOptions): boolean {
  return (settle ?? false) && (sequential !== undefined || plannedRuns(experiment).length > 1);
}

/** Tables to which runs add rows. */
function growingTables(options: RunOptions): GrowingTables {
  const names = TABLE_NAMES.filter((table) => table !== 'events' || options.experiment.record.events);
  return new GrowingTables(options.out, names, mustSettle(options));
}

/**
 * Writes the result files from the parts, the manifest last.
 *
 * @param begun `configuration` is the SHA-256 of the configuration as it was written at the beginning
 */
async function writeResult(
  folder: ResultFolder,
  batch: Batch,
  { experiment, sequential }: Stage,
  options: RunOptions,
  snapshots: ResultSnapshots,
  growing: GrowingTables,
  begun: { readonly configuration: string; readonly started: Date; readonly workers: number },
): Promise<Manifest> {
  const runs = batch.runs(experiment);
  const tables = new ResultTables(folder, runs);
  const files: Record<string, string> = {};
  files[CONFIGURATION_FILE] =
    experiment === options.experiment
      ? begun.configuration
      : folder.writeText(CONFIGURATION_FILE, asYaml(experiment));
  files[RUNS_FILE] = tables.writeRuns();
  for (const run of runs.slice(growing.runs)) growing.add(run);
  Object.assign(files, await growing.finish(mustSettle(options) && overallStatus(runs) !== 'interrupted'));
  if (experiment.metrics.length > 0)
    files[METRICS_FILE] = tables.writeMetrics(experiment.metrics.map(({ name }) => name));
  Object.assign(files, writeDesign(experiment, folder));
  if (overallStatus(runs) !== 'interrupted')
    Object.assign(files, await options.addFiles?.({ experiment, folder, ...(sequential && { sequential }) }));
  files[DATA_PACKAGE_FILE] = writeDataPackage(folder, experiment, options, files);
  if (experiment.parquet && overallStatus(runs) !== 'interrupted')
    Object.assign(files, await writeParquet(folder, options));
  Object.assign(files, snapshots.writeStart(folder), snapshots.write(folder, runs));
  const manifest = makeManifest(options.engineVersion, experiment, runs, files, {
    ...(sequential !== undefined && { sequential }),
    ...(snapshots.label !== undefined && { snapshots: snapshots.label }),
  });
  const { started, workers } = begun;
  const kernel = options.kernel === undefined ? 'typescript' : 'webassembly';
  const times = makeProvenance(options, started, workers, kernel, batch.resumed, batch.timings(experiment));
  folder.writeText(PROVENANCE_FILE, `${JSON.stringify(times, null, 2)}\n`);
  folder.writeText(MANIFEST_FILE, `${JSON.stringify(manifest, null, 2)}\n`);
  if (manifest.status === 'interrupted') return manifest;
  if (mustSettle(options)) folder.settle([...Object.keys(files), MANIFEST_FILE]);
  folder.removeParts();
  return manifest;
}

/**
 * Runs what the folder does not hold yet and puts the files together in the order of the
 * runs, whichever finished first. Throws a `FileError` if the folder cannot be used.
 */
export async function runExperiment(options: RunOptions): Promise<RunResult> {
  const { experiment, out } = options;
  const started = new Date();
  const folder = new ResultFolder(out);
  const snapshots = new ResultSnapshots(options);
  const opened = folder.open(identityOf(options, snapshots), {
    force: options.force ?? false,
    resume: options.resume ?? true,
    ...(options.sequential === undefined && { grow: experiment, addSeeds: options.addSeeds ?? false }),
  });
  if (opened.state === 'done') return { manifest: opened.manifest, wasThere: true, resumed: 0 };
  const executor = fork(options, options.executor ?? executorFor(options));
  const tables = growingTables(options);
  try {
    const configuration = folder.writeText(CONFIGURATION_FILE, asYaml(experiment));
    snapshots.writeStart(folder);
    const batch = await makeBatch(options, executor, opened.finished, snapshots, tables);
    const stage = await makeAll(batch, options);
    // What the workers hold would lie beside what is written at the end.
    await executor.close();
    const manifest = await writeResult(folder, batch, stage, options, snapshots, tables, {
      configuration,
      started,
      workers: executor.workers,
    });
    return { manifest, wasThere: false, resumed: batch.resumed };
  } finally {
    await executor.close();
    await tables.abandon();
    folder.unlock();
  }
}

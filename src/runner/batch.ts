/** The runs of an experiment in a result folder: which are missing, which are equal, and what those that are there say. */
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { type PlannedRun, partsToMake, plannedRuns } from '../experiment/runs.js';
import type { RunSummary } from '../experiment/summary.js';
import type { EndedRun, Executor, WaitingRun } from './executor.js';
import type { GrowingTables } from './growing-tables.js';
import { partFolder } from './layout.js';
import type { Ending, Job, Outcome } from './messages.js';
import { evaluatePart, hasMetrics, type MetricEvaluation, readPartMetrics } from './part-metrics.js';
import { writePlannedRuns } from './planned-runs.js';
import type { ProgressCount } from './progress-count.js';
import type { RunTiming } from './provenance.js';
import type { FinishedRun } from './result-tables.js';

/** A worker may wait as long as it takes: some ten milliseconds each. */
const RUNS_ADDED_AT_ONCE = 2;
const NEVER_RUN: Ending = { status: 'interrupted', reason: '', ticks: 0 };

export interface BatchOptions {
  readonly out: string;
  readonly executor: Executor;
  readonly metrics: MetricEvaluation;
  /** Runs are added to them in their order as soon as they have ended, the rest is for who finishes them. */
  readonly tables: GrowingTables;
  /** What the jobs of all runs say of snapshots. */
  readonly snapshots: Pick<Job, 'from' | 'snapshot'>;
  readonly progress: ProgressCount;
  onFailure?(outcome: Outcome, stack: string | undefined): void;
}

export class Batch {
  /** Parts that this start has made. */
  private readonly made = new Map<number, Pick<RunTiming, 'seconds' | 'attempt'>>();
  /** Runs that were made before this start. */
  readonly resumed: number;
  private readonly endings: Map<number, Ending>;

  /** `found`: how the runs ended that are there already, by part. */
  constructor(
    private readonly options: BatchOptions,
    found: ReadonlyMap<number, Ending>,
  ) {
    this.endings = new Map(found);
    for (const [part, { status }] of found)
      if (status === 'completed' && !hasMetrics(this.folder(part), options.metrics))
        this.endings.delete(part);
    this.resumed = this.endings.size;
  }

  /** Says which runs there are, and makes those that are not there; the experiment may have more seeds than in an earlier call. */
  async make(experiment: ResolvedExperiment): Promise<void> {
    const { executor, metrics, progress } = this.options;
    const runs = plannedRuns(experiment);
    const copies = new Map<number, number>();
    for (const { part } of runs) copies.set(part, (copies.get(part) ?? 0) + 1);
    const parts = partsToMake(runs);
    progress.plan(runs.length, parts.length * experiment.ticks);
    const missing: WaitingRun[] = [];
    for (const run of parts) {
      const ending = this.endings.get(run.part);
      if (ending === undefined) missing.push(this.waiting(run));
      else if (!this.made.has(run.part)) progress.found(copies.get(run.part) ?? 1, experiment.ticks);
      if (ending?.status === 'completed') evaluatePart(this.folder(run.part), metrics);
    }
    progress.say();
    writePlannedRuns(this.options.out, runs);
    await executor.execute(missing, {
      onTick: (part, tick) => progress.tick(part, tick),
      onEnd: (ended) => {
        this.end(ended);
        this.addEnded(runs);
        // Its ticks stay counted as far as it came.
        if (ended.ending.status === 'interrupted') return;
        progress.end(ended.waiting.part, copies.get(ended.waiting.part) ?? 1, experiment.ticks);
      },
    });
  }

  /** All runs of an experiment, in their order. */
  runs(experiment: ResolvedExperiment): FinishedRun[] {
    return plannedRuns(experiment).map((planned) => ({
      planned,
      ending: this.endings.get(planned.part) ?? NEVER_RUN,
    }));
  }

  /** Metrics of the completed runs of an experiment, in the order of the runs. */
  summaries(experiment: ResolvedExperiment): RunSummary[] {
    const completed = this.runs(experiment).filter(({ ending }) => ending.status === 'completed');
    return completed.map(({ planned: { arm, seed, part } }) => ({
      arm,
      seed,
      values: readPartMetrics(this.folder(part)) ?? [],
    }));
  }

  /** How long the runs took that this start has made. */
  timings(experiment: ResolvedExperiment): RunTiming[] {
    return partsToMake(plannedRuns(experiment)).flatMap(({ run, part }) => {
      const made = this.made.get(part);
      return made === undefined ? [] : [{ run, seconds: made.seconds, attempt: made.attempt }];
    });
  }

  private end(ended: EndedRun): void {
    const { waiting, ending, stack, seconds, attempt } = ended;
    const { run, arm, seed, part } = waiting;
    if (ending.status === 'completed') evaluatePart(this.folder(part), this.options.metrics);
    this.made.set(part, { seconds, attempt });
    this.endings.set(part, ending);
    if (ending.status === 'failed') this.options.onFailure?.({ run, arm, seed, ...ending }, stack);
  }

  /** Adds to the tables what has ended behind the last run that they have. */
  private addEnded(runs: readonly PlannedRun[]): void {
    const { tables } = this.options;
    for (let added = 0; added < RUNS_ADDED_AT_ONCE && tables.runs < runs.length; added++) {
      const planned = runs[tables.runs];
      const ending = this.endings.get(planned.part);
      if (ending === undefined || ending.status === 'interrupted') return;
      tables.add({ planned, ending });
    }
  }

  private folder(part: number): string {
    return partFolder(this.options.out, part);
  }

  private waiting(planned: PlannedRun): WaitingRun {
    const { run, arm, seed, part } = planned;
    const { metrics, snapshots } = this.options;
    const folder = this.folder(part);
    return {
      part,
      run,
      arm,
      seed,
      job: () => ({
        run,
        arm,
        seed,
        configuration: planned.configuration,
        folder,
        watched: metrics.needs,
        ...snapshots,
      }),
    };
  }
}

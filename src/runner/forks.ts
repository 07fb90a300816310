/**
 * Runs that differ only from some tick on have everything before it in common. It is made once, as a trunk, and each
 * of them goes on from there: an executor around another one, whose parts hold the same bytes as without it.
 */
import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { obstacles, trunkOf } from '../engine/continuation.js';
import type { Executor, ExecutorHooks, WaitingRun } from './executor.js';
import { withFile } from './file-error.js';
import { SNAPSHOT_FILE } from './layout.js';
import type { Job, Outcome } from './messages.js';

/** Runs with one trunk, in their order. */
interface Fork {
  readonly runs: WaitingRun[];
  /** Folder of the part of the trunk. */
  readonly folder: string;
}

/** Trunks for each worker that are on the disk at the same time: the more, the less it waits at the end of each phase. */
const TRUNKS_A_WORKER = 16;

function trunkJob(job: Job, folder: string, at: number): Job {
  const configuration = trunkOf(job.configuration, at);
  const [obstacle] = obstacles(configuration, at - 1, job.configuration);
  if (obstacle !== undefined)
    throw new Error(`the trunk of run ${job.run} is not its beginning: ${obstacle}`);
  const snapshot = { after: at - 1, end: true, history: job.watched };
  return { ...job, configuration, folder, watched: [], snapshot };
}

export class Forks implements Executor {
  readonly workers: number;

  /** @param at first tick in which the runs differ, at least 2 */
  constructor(
    private readonly inner: Executor,
    private readonly at: number,
  ) {
    this.workers = inner.workers;
  }

  async execute(runs: readonly WaitingRun[], hooks: ExecutorHooks): Promise<Outcome[]> {
    const outcomes: Outcome[] = [];
    for (const block of this.blocks(runs)) outcomes.push(...(await this.block(block, hooks)));
    return outcomes;
  }

  close(): Promise<void> {
    return this.inner.close();
  }

  /** All trunks, then all runs, from the trunk where there is one. A run whose trunk failed fails by itself. */
  private async block(forks: readonly Fork[], hooks: ExecutorHooks): Promise<Outcome[]> {
    const trunks = forks.filter(({ runs }) => runs.length > 1).map((fork) => this.trunk(fork));
    const ended =
      trunks.length === 0
        ? []
        : await this.inner.execute(trunks, { onTick: (part, tick) => hooks.onTick?.(part, tick) });
    const grown = new Set(ended.filter(({ status }) => status === 'completed').map(({ run }) => run));
    try {
      return await this.inner.execute(
        forks.flatMap(({ runs, folder }) =>
          runs.map((run) => (grown.has(runs[0].run) ? goOn(run, folder) : run)),
        ),
        hooks,
      );
    } finally {
      for (const { folder } of forks)
        withFile(folder, () => rmSync(folder, { recursive: true, force: true }));
    }
  }

  /** The trunk as a run that bears the numbers of the first run that needs it, whose progress it is. */
  private trunk({ runs: [first], folder }: Fork): WaitingRun {
    const { part, run, arm, seed } = first;
    return { part, run, arm, seed, job: () => trunkJob(first.job(), folder, this.at) };
  }

  /** The runs by trunk, as many trunks at a time as may be on the disk. */
  private *blocks(runs: readonly WaitingRun[]): Generator<Fork[]> {
    let block = new Map<string, Fork>();
    for (const run of runs) {
      const job = run.job();
      const key = createHash('sha256')
        .update(JSON.stringify(trunkOf(job.configuration, this.at)))
        .digest('hex');
      const fork = block.get(key);
      if (fork !== undefined) {
        fork.runs.push(run);
        continue;
      }
      if (block.size === TRUNKS_A_WORKER * this.workers) {
        yield [...block.values()];
        block = new Map();
      }
      block.set(key, { runs: [run], folder: `${job.folder}.trunk` });
    }
    if (block.size > 0) yield [...block.values()];
  }
}

function goOn(waiting: WaitingRun, trunk: string): WaitingRun {
  const { part, run, arm, seed } = waiting;
  return {
    part,
    run,
    arm,
    seed,
    job: () => ({ ...waiting.job(), from: { snapshot: join(trunk, SNAPSHOT_FILE), rows: trunk } }),
  };
}

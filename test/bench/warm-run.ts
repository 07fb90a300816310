/** Runs as a worker makes them: one after the other in one memory, recorded into a folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { AGENT_KINDS } from '../../agents/index.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import type { RecordSink } from '../../src/engine/recording.js';
import { simulate } from '../../src/engine/simulate.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import { compileEarly, compileLate } from '../../src/runner/compilation.js';
import type { Ending, FromWorker, Job, ToWorker, WorkerSettings } from '../../src/runner/messages.js';
import { resolved, SMALL_POPULATION } from '../engine/economy.js';
import { KERNEL } from '../market/compiled-kernel.js';
import { WORKER } from './compiled.js';
import { cpuMilliseconds } from './figures.js';

const memory = {};

/** The base economy as its file says, or with some 200 agents. */
export function baseExperiment(isSmall: boolean): ResolvedExperiment {
  const base = resolved('base');
  if (!isSmall) return base;
  const parameters = { ...base.parameters };
  for (const [name, value] of Object.entries(SMALL_POPULATION)) parameters[name] = { value, unit: 'count' };
  return { ...base, parameters };
}

export function baseConfiguration(isSmall: boolean, ticks?: number): RunConfiguration {
  const base = baseExperiment(isSmall);
  const configuration = runConfiguration(base, base.arms[0], '1');
  return ticks === undefined ? configuration : { ...configuration, ticks };
}

/** A run in this thread, after others. */
export function runInto(configuration: RunConfiguration, sink: RecordSink): void {
  compileEarly();
  simulate(configuration, AGENT_KINDS, sink, { kernel: KERNEL, memory });
}

/**
 * A worker thread of the program as it is built, free of what loads TypeScript into this process, whose modules are slower: every
 * function that they make is given its name. Runs one run after the other.
 */
export class WarmWorker {
  private readonly worker: Worker;
  private readonly out = mkdtempSync(join(tmpdir(), 'rqe-bench-'));

  constructor() {
    const workerData: WorkerSettings = { stop: new SharedArrayBuffer(4), kernel: KERNEL };
    // As the program does before it starts a thread: byte code is for these options of V8.
    compileLate();
    this.worker = new Worker(WORKER, { workerData, execArgv: [] });
  }

  /** CPU milliseconds of a run with what it records by default: those of this process, which does nothing else. */
  async run(configuration: RunConfiguration): Promise<number> {
    const before = cpuMilliseconds();
    const job: Job = {
      run: 1,
      arm: 'a',
      seed: '1',
      folder: join(this.out, 'part'),
      watched: [],
      configuration,
    };
    this.worker.postMessage({ type: 'run', job } satisfies ToWorker);
    const { status, reason } = await this.ended();
    if (status !== 'completed') throw new Error(`the run ${status}: ${reason}`);
    return cpuMilliseconds() - before;
  }

  /** CPU milliseconds of each of so many equal runs. */
  async runs(configuration: RunConfiguration, count: number): Promise<number[]> {
    const milliseconds: number[] = [];
    for (let run = 0; run < count; run++) milliseconds.push(await this.run(configuration));
    return milliseconds;
  }

  async close(): Promise<void> {
    await this.worker.terminate();
    rmSync(this.out, { recursive: true, force: true });
  }

  private ended(): Promise<Ending> {
    return new Promise((resolve, reject) => {
      const { worker } = this;
      const hear = (message: FromWorker) => {
        if (message.type !== 'done') return;
        worker.off('message', hear).off('error', reject);
        resolve(message.ending);
      };
      worker.on('message', hear).on('error', reject);
    });
  }
}

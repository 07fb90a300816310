/** Runs as a worker makes them: one after the other in one memory, recorded into a folder. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AGENT_KINDS } from '../../agents/index.js';
import type { RunConfiguration } from '../../src/engine/configuration.js';
import type { RecordSink } from '../../src/engine/recording.js';
import { simulate } from '../../src/engine/simulate.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import { compileEarly } from '../../src/runner/compilation.js';
import { RunPart } from '../../src/runner/run-part.js';
import { resolved, SMALL_POPULATION } from '../engine/economy.js';
import { KERNEL } from '../market/compiled-kernel.js';
import { cpuMilliseconds } from './figures.js';

compileEarly();
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

export function runInto(configuration: RunConfiguration, sink: RecordSink): void {
  simulate(configuration, AGENT_KINDS, sink, { kernel: KERNEL, memory });
}

/** CPU milliseconds of a run with what it records by default. */
export function recordedRun(configuration: RunConfiguration): number {
  const out = mkdtempSync(join(tmpdir(), 'rqe-bench-'));
  const before = cpuMilliseconds();
  const part = new RunPart({
    run: 1,
    arm: 'a',
    seed: '1',
    folder: join(out, 'part'),
    watched: [],
    configuration,
  });
  runInto(configuration, part);
  part.finish({ status: 'completed', reason: '', ticks: configuration.ticks });
  const milliseconds = cpuMilliseconds() - before;
  rmSync(out, { recursive: true });
  return milliseconds;
}

/**
 * What the runner costs: how well two threads share the work, what comes on top of the runs, and what 10,000 short runs
 * need of memory against 100. `npm run bench` prints it; the compiled program must be up to date.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { runExperiment } from '../../src/runner/run-experiment.js';
import { CATALOGUE, resolved, SMALL_POPULATION } from '../engine/economy.js';
import { resolveText } from '../experiment/small-model.js';
import { ENTRY, run } from '../runner/small-run.js';

const [RUNS, TICKS, ROUNDS] = [8, 1000, 2];
const COMPILED = new URL('../../dist/src/worker.js', import.meta.url);

function economy(): ResolvedExperiment {
  const base = resolved('base');
  const parameters = { ...base.parameters };
  for (const [name, value] of Object.entries(SMALL_POPULATION)) parameters[name] = { value, unit: 'count' };
  const seeds = Array.from({ length: RUNS }, (_, i) => String(i));
  return { ...base, parameters, seeds, ticks: TICKS };
}

/** Seconds of the whole batch, and of its runs. */
async function timed(workers: number): Promise<{ wall: number; runs: number }> {
  const out = mkdtempSync(join(tmpdir(), 'rqe-batch-'));
  const options = { engineVersion: '0', catalogue: CATALOGUE, out, entry: COMPILED, workers };
  await runExperiment({ experiment: economy(), ...options });
  const { seconds, runs } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
  rmSync(out, { recursive: true });
  return {
    wall: seconds,
    runs: runs.reduce((sum: number, one: { seconds: number }) => sum + one.seconds, 0),
  };
}

async function printTimes(): Promise<void> {
  const best = { one: Number.POSITIVE_INFINITY, two: Number.POSITIVE_INFINITY, overhead: 1 };
  for (let round = 0; round < ROUNDS; round++) {
    const one = await timed(1);
    const two = await timed(2);
    best.one = Math.min(best.one, one.wall);
    best.two = Math.min(best.two, two.wall);
    best.overhead = Math.min(best.overhead, one.wall / one.runs - 1);
  }
  console.log(
    `${RUNS} runs of ${(best.one / RUNS).toFixed(2)} s: ${best.one.toFixed(1)} s with one worker, ${best.two.toFixed(1)} s with two; ` +
      `parallel efficiency ${(best.one / best.two / 2).toFixed(3)}, overhead ${(100 * best.overhead).toFixed(2)} % of run time`,
  );
}

/** Runs so many short runs of the small engine in this process; prints its largest memory, in MB. */
async function printMemory(count: number): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'rqe-memory-'));
  const text = `name: short\nextends: base\nticks: 2\nseeds: { count: ${count / 2}, base: x }\nmetrics: { level: { series: index.broad, statistic: mean } }\narms:\n  calm:\n  calls: { against: calm, parameters: { funds.callRate: 300 } }\n`;
  resolveText(text);
  await run(out, { text, entry: ENTRY, workers: 2 });
  rmSync(out, { recursive: true });
  console.log(process.resourceUsage().maxRSS / 1024);
}

function memoryOf(count: number): { megabytes: number; seconds: number } {
  const started = performance.now();
  const command = ['--import', 'tsx', fileURLToPath(import.meta.url), String(count)];
  const { stdout } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  return { megabytes: Number(stdout), seconds: (performance.now() - started) / 1000 };
}

const [count] = process.argv.slice(2);
if (count !== undefined) await printMemory(Number(count));
else {
  const few = memoryOf(100);
  const many = memoryOf(10_000);
  console.log(
    `memory of 10,000 short runs ${many.megabytes.toFixed(0)} MB, of 100 ${few.megabytes.toFixed(0)} MB: ` +
      `ratio ${(many.megabytes / few.megabytes).toFixed(2)}; ${(10_000 / many.seconds).toFixed(0)} runs/s`,
  );
  await printTimes();
}

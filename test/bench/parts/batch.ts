/**
 * How well two cores share a batch, and what the runner adds to the runs: with runs of the base economy, which take
 * some seconds, and with the shortest that count, of one second (some 200 agents, all series daily: ten times as much output
 * for a second of work). As many runs as one arm of 32 seeds or six have: each worker compiles for itself, which a batch of
 * sixteen would count as if it were lost in every run.
 *
 * Parallel efficiency is T(1) / (2 T(2)), T(p) the time that p cores take: one worker held to one core against two on two.
 * One worker that has both cores leaves the second to the compiler and the collector of its process; against it two
 * workers gain less, which is told beside it. Two loops of plain arithmetic side by side, before and after the two workers, say what
 * the machine can give meanwhile: its cores may share what they are made of. Best of rounds in turn; other work on the machine is told
 * with them.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { ResolvedExperiment } from '../../../src/experiment/resolved.js';
import { runExperiment } from '../../../src/runner/run-experiment.js';
import { CATALOGUE } from '../../engine/economy.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import { WORKER } from '../compiled.js';
import { cpuMilliseconds, type Figure, type Part } from '../figures.js';
import { baseExperiment } from '../warm-run.js';

const ROUNDS = 2;

interface Load {
  readonly name: string;
  readonly isSmall: boolean;
  readonly runs: number;
  readonly ticks: number;
}

const LOADS: readonly Load[] = [
  { name: 'base runs', isSmall: false, runs: 32, ticks: 756 },
  { name: 'runs of 200 agents', isSmall: true, runs: 192, ticks: 1500 },
];
/** About two seconds of arithmetic. */
const LOOP = 'let x = 1; for (let i = 0; i < 1.5e9; i++) x = x * 1.0000001 + 1e-9; if (x === 0) throw x;';

function experiment({ isSmall, runs, ticks }: Load): ResolvedExperiment {
  const seeds = Array.from({ length: runs }, (_, i) => String(i));
  return { ...baseExperiment(isSmall), seeds, ticks };
}

/** Seconds of the whole batch, and of its runs. */
async function timed(load: Load, workers: number): Promise<{ wall: number; runs: number }> {
  const out = mkdtempSync(join(tmpdir(), 'rqe-batch-'));
  const options = { engineVersion: '0', catalogue: CATALOGUE, out, entry: WORKER, kernel: KERNEL, workers };
  await runExperiment({ experiment: experiment(load), ...options });
  const { seconds, runs } = JSON.parse(readFileSync(join(out, 'provenance.json'), 'utf8'));
  rmSync(out, { recursive: true });
  return {
    wall: seconds,
    runs: runs.reduce((sum: number, one: { seconds: number }) => sum + one.seconds, 0),
  };
}

/** Holds all threads of this process to some cores ("0", "0-1"); false where that is not to be had. */
function holdTo(cores: string): boolean {
  try {
    execFileSync('taskset', ['--all-tasks', '--cpu-list', '--pid', cores, String(process.pid)], {
      stdio: 'ignore',
    });
    return true;
  } catch {
    return false;
  }
}

/** {@link timed} of one worker on one core; no number without `taskset`. */
async function onOneCore(load: Load): Promise<number> {
  if (!holdTo('0')) return Number.NaN;
  try {
    return (await timed(load, 1)).wall;
  } finally {
    holdTo(`0-${cpus().length - 1}`);
  }
}

/** Seconds of so many loops side by side. */
async function loops(count: number): Promise<number> {
  const started = performance.now();
  const ended = Array.from(
    { length: count },
    () => new Promise((resolve) => new Worker(LOOP, { eval: true }).on('exit', resolve)),
  );
  await Promise.all(ended);
  return (performance.now() - started) / 1000;
}

/** CPU milliseconds of the whole machine. */
function busy(): number {
  return cpus().reduce((sum, { times }) => sum + times.user + times.nice + times.sys + times.irq, 0);
}

/** What other programs took of the machine meanwhile, from 0 to 1. */
async function withOthers<T>(work: () => Promise<T>): Promise<{ result: T; others: number }> {
  const [before, own, started] = [busy(), cpuMilliseconds(), performance.now()];
  const result = await work();
  const others = busy() - before - (cpuMilliseconds() - own);
  return { result, others: Math.max(0, others) / (performance.now() - started) / cpus().length };
}

/** What two plain loops side by side get of two cores. */
async function shareOfLoops(): Promise<number> {
  const one = await loops(1);
  return one / (await loops(2));
}

const efficiency = (name: string, value: number): Figure => ({
  name,
  value,
  unit: 'ratio',
  kind: 'gain',
  bar: 0.85,
});

async function figuresOf(load: Load): Promise<Figure[]> {
  const none = Number.POSITIVE_INFINITY;
  const best = { core: none, one: none, two: none, overhead: 1, others: 1, loops: 0 };
  for (let round = 0; round < ROUNDS; round++) {
    const one = await timed(load, 1);
    const before = await shareOfLoops();
    const { result: two, others } = await withOthers(() => timed(load, 2));
    best.loops = Math.max(best.loops, (before + (await shareOfLoops())) / 2);
    best.core = Math.min(best.core, await onOneCore(load));
    best.one = Math.min(best.one, one.wall);
    best.two = Math.min(best.two, two.wall);
    best.overhead = Math.min(best.overhead, one.wall / one.runs - 1);
    best.others = Math.min(best.others, others);
  }
  const { name, runs } = load;
  const ofCores = best.core / best.two / 2;
  const ofWorkers = best.one / best.two / 2;
  return [
    { name: `${name}: one of the batch`, value: best.one / runs, unit: 's', kind: 'time' },
    // None without `taskset`.
    ...(Number.isNaN(ofCores) ? [] : [efficiency(`${name}: parallel efficiency, 2 cores`, ofCores)]),
    { name: `${name}: 2 workers against 1`, value: ofWorkers, unit: 'ratio', kind: 'gain' },
    { name: `${name}: runner, 1 worker`, value: 100 * best.overhead, unit: '%', kind: 'cost', bar: 3 },
    { name: `${name}: two plain loops side by side`, value: best.loops, unit: 'ratio', kind: 'gain' },
    { name: `${name}: other programs`, value: 100 * best.others, unit: '% of the machine', kind: 'cost' },
  ];
}

export const part: Part = async () => {
  const figures: Figure[] = [];
  for (const load of LOADS) figures.push(...(await figuresOf(load)));
  return figures;
};

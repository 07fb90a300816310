/**
 * What recording takes of a run at the default stride: the time within `Recorder.record`, which computes series, sums
 * flows and writes rows, over the time of the run. Both are wall time of one thread in one run, so that other work on the
 * machine weighs on both.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Recorder } from '../../../src/engine/recorder.js';
import { RunPart } from '../../../src/runner/run-part.js';
import { KERNEL } from '../../market/compiled-kernel.js';
import type { Figure, Part } from '../figures.js';
import { baseConfiguration, runInto } from '../warm-run.js';

const TURNS = 3;
const TICKS = 504;

let recording = 0;
const { record } = Recorder.prototype;
Recorder.prototype.record = function timed(this: Recorder): void {
  const started = performance.now();
  record.call(this);
  recording += performance.now() - started;
};

/** Share of recording in one run, the closing of its files included. */
function share(isSmall: boolean): number {
  const out = mkdtempSync(join(tmpdir(), 'rqe-bench-'));
  const configuration = baseConfiguration(isSmall, TICKS);
  recording = 0;
  const started = performance.now();
  const job = { run: 1, arm: 'a', seed: '1', folder: join(out, 'part'), watched: [], configuration };
  const part = new RunPart(job, undefined, KERNEL);
  runInto(configuration, part);
  const finished = performance.now();
  part.finish({ status: 'completed', reason: '', ticks: TICKS });
  const ended = performance.now();
  rmSync(out, { recursive: true });
  return (recording + ended - finished) / (ended - started);
}

/** The median of the runs after the first, which compiles. */
function figure(name: string, isSmall: boolean, bar?: number): Figure {
  const shares = Array.from({ length: TURNS + 1 }, () => share(isSmall)).slice(1);
  const median = shares.sort((a, b) => a - b)[TURNS >> 1];
  return { name, value: 100 * median, unit: '%', kind: 'cost', ...(bar !== undefined && { bar }) };
}

export const part: Part = () => [
  figure('recording, share of the base run', false, 15),
  figure('recording, share of a run of 200 agents', true),
];

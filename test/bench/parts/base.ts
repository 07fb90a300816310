/** The base run: 2,000 agents, 12 markets, 756 ticks, default recording. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeProcess } from '../compiled.js';
import type { Part } from '../figures.js';
import { baseConfiguration, recordedRun } from '../warm-run.js';

const TURNS = 2;

function cold(): number {
  const out = mkdtempSync(join(tmpdir(), 'rqe-bench-'));
  const { cpu } = timeProcess(['run', 'base', '--out', join(out, 'result')]);
  rmSync(out, { recursive: true });
  return cpu;
}

export const part: Part = () => {
  const configuration = baseConfiguration(false);
  const [process, warm]: number[][] = [[], []];
  recordedRun(configuration);
  for (let turn = 0; turn < TURNS; turn++) {
    process.push(cold());
    warm.push(recordedRun(configuration));
  }
  return [
    { name: 'base run, process', value: Math.min(...process) / 1000, unit: 'CPU s', kind: 'time', bar: 4 },
    { name: 'base run, warm', value: Math.min(...warm) / 1000, unit: 'CPU s', kind: 'time', bar: 0.9 },
  ];
};

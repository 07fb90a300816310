/** The base run: 2,000 agents, 12 markets, 756 ticks, default recording. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeProcess } from '../compiled.js';
import type { Part } from '../figures.js';
import { baseConfiguration, WarmWorker } from '../warm-run.js';

const TURNS = 2;
/** So many until all that pays is compiled. */
const WARM_TURNS = 6;

function cold(): number {
  const out = mkdtempSync(join(tmpdir(), 'rqe-bench-'));
  const { cpu } = timeProcess(['run', 'base', '--out', join(out, 'result')]);
  rmSync(out, { recursive: true });
  return cpu;
}

export const part: Part = async () => {
  const process = Array.from({ length: TURNS }, cold);
  const worker = new WarmWorker();
  const warm = await worker.runs(baseConfiguration(false), WARM_TURNS);
  await worker.close();
  return [
    { name: 'base run, process', value: Math.min(...process) / 1000, unit: 'CPU s', kind: 'time', bar: 4 },
    { name: 'base run, warm', value: Math.min(...warm) / 1000, unit: 'CPU s', kind: 'time', bar: 0.9 },
  ];
};

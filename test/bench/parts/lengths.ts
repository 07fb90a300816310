/** How cost grows with the ticks of a run and with the runs of a batch: CPU of whole processes, and of a thread that makes run after run. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { timeProcess } from '../compiled.js';
import type { Figure, Part } from '../figures.js';
import { baseConfiguration, WarmWorker } from '../warm-run.js';

const TICKS = [1, 63, 252, 756, 1260];
const RUNS = [1, 2, 4, 8, 16];
const TICKS_A_RUN = 252;

/** Least of two: the rest is other work. */
function processSeconds(ticks: number): number {
  const seconds = [1, 2].map(() => {
    const out = mkdtempSync(join(tmpdir(), 'rqe-bench-'));
    const { cpu } = timeProcess(['run', 'base', '--set', `ticks=${ticks}`, '--out', join(out, 'result')]);
    rmSync(out, { recursive: true });
    return cpu / 1000;
  });
  return Math.min(...seconds);
}

/** Milliseconds of the last of so many runs. */
async function lastOf(counts: readonly number[]): Promise<Figure[]> {
  const worker = new WarmWorker();
  const milliseconds = await worker.runs(baseConfiguration(true, TICKS_A_RUN), Math.max(...counts));
  await worker.close();
  return counts.map((count) => ({
    name: `200 agents, ${TICKS_A_RUN} ticks: run ${count} of a thread`,
    value: milliseconds[count - 1],
    unit: 'CPU ms',
    kind: 'time',
  }));
}

export const part: Part = async () => [
  ...TICKS.map((ticks): Figure => {
    const name = `base run of ${ticks} ${ticks === 1 ? 'tick' : 'ticks'}, process`;
    return { name, value: processSeconds(ticks), unit: 'CPU s', kind: 'time' };
  }),
  ...(await lastOf(RUNS)),
];

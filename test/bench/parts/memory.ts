/**
 * What 10,000 short runs need of memory against 100: peaks of two processes of the program with two workers each. The
 * runs are as short as runs are (some 200 agents, two ticks), so that opening and closing worlds and files is all they do.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SMALL_POPULATION } from '../../engine/economy.js';
import { timeProcess } from '../compiled.js';
import type { Part } from '../figures.js';

const [FEW, MANY] = [100, 10_000];

function batchOf(runs: number): { readonly memory: number; readonly wall: number } {
  const out = mkdtempSync(join(tmpdir(), 'rqe-memory-'));
  const changes = Object.entries({ ticks: 2, ...SMALL_POPULATION });
  const set = changes.flatMap(([name, value]) => ['--set', `${name}=${value}`]);
  const where = ['--out', join(out, 'result'), '--workers', '2'];
  const result = timeProcess(['batch', 'base', '--seeds', String(runs), ...set, ...where]);
  rmSync(out, { recursive: true });
  return result;
}

export const part: Part = () => {
  const few = batchOf(FEW);
  const many = batchOf(MANY);
  return [
    { name: `memory of ${MANY} short runs`, value: many.memory, unit: 'MB', kind: 'cost' },
    {
      name: `memory of ${MANY} short runs over that of ${FEW}`,
      value: many.memory / few.memory,
      unit: 'ratio',
      kind: 'cost',
      bar: 1.2,
    },
    { name: 'short runs', value: (1000 * MANY) / many.wall, unit: 'runs/s', kind: 'rate' },
  ];
};

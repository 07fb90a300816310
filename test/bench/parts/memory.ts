/** What 10,000 short runs of the small engine need of memory against 100: peaks of two processes with two workers each. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ENTRY, run } from '../../runner/small-run.js';
import type { Part } from '../figures.js';

const [FEW, MANY] = [100, 10_000];

/** Makes so many runs in this process; prints its largest memory, in MB. */
async function printMemory(count: number): Promise<void> {
  const out = mkdtempSync(join(tmpdir(), 'rqe-memory-'));
  const text = `name: short\nextends: base\nticks: 2\nseeds: { count: ${count / 2}, base: x }\nmetrics: { level: { series: index.broad, statistic: mean } }\narms:\n  calm:\n  calls: { against: calm, parameters: { funds.callRate: 300 } }\n`;
  await run(out, { text, entry: ENTRY, workers: 2 });
  rmSync(out, { recursive: true });
  console.log(process.resourceUsage().maxRSS / 1024);
}

function memoryOf(count: number): { megabytes: number; seconds: number } {
  const started = performance.now();
  const command = ['--import', 'tsx', fileURLToPath(import.meta.url), String(count)];
  const { stdout, status } = spawnSync(process.execPath, command, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${count} runs failed`);
  return { megabytes: Number(stdout), seconds: (performance.now() - started) / 1000 };
}

export const part: Part = () => {
  const few = memoryOf(FEW);
  const many = memoryOf(MANY);
  return [
    { name: `memory of ${MANY} short runs`, value: many.megabytes, unit: 'MB', kind: 'cost' },
    {
      name: `memory of ${MANY} short runs over that of ${FEW}`,
      value: many.megabytes / few.megabytes,
      unit: 'ratio',
      kind: 'cost',
      bar: 1.2,
    },
    { name: 'short runs', value: MANY / many.seconds, unit: 'runs/s', kind: 'rate' },
  ];
};

if (process.argv[1] === fileURLToPath(import.meta.url)) await printMemory(Number(process.argv[2]));

/** What a fork saves: 8 arms that part halfway, 252 ticks, some 200 agents, run whole and from one trunk a seed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ResolvedExperiment } from '../../../src/experiment/resolved.js';
import { runExperiment } from '../../../src/runner/run-experiment.js';
import { CATALOGUE, resolved, SMALL_POPULATION } from '../../engine/economy.js';
import { WORKER } from '../compiled.js';
import type { Part } from '../figures.js';

const [ARMS, TICKS, AT, SEEDS, ROUNDS] = [8, 252, 127, 2, 2];

function experiment(forkAt?: number): ResolvedExperiment {
  const base = resolved('base');
  const parameters = { ...base.parameters };
  for (const [name, value] of Object.entries(SMALL_POPULATION)) parameters[name] = { value, unit: 'count' };
  const arms = Array.from({ length: ARMS }, (_, i) => ({
    name: `arm-${i}`,
    parameters: {},
    schedule: [{ from: AT, set: { 'fed.policyRateChange': 0.001 * i } }],
  }));
  const seeds = Array.from({ length: SEEDS }, (_, i) => String(i));
  const whole = { ...base, parameters, arms, seeds, ticks: TICKS };
  return forkAt === undefined ? whole : { ...whole, forkAt };
}

/** Seconds, and the fingerprints of the files. */
async function timed(forkAt?: number): Promise<[number, string]> {
  const out = mkdtempSync(join(tmpdir(), 'rqe-fork-'));
  const entry = WORKER;
  const started = performance.now();
  await runExperiment({
    experiment: experiment(forkAt),
    engineVersion: '0',
    catalogue: CATALOGUE,
    out,
    entry,
    workers: 1,
  });
  const seconds = (performance.now() - started) / 1000;
  const { files } = JSON.parse(readFileSync(join(out, 'manifest.json'), 'utf8'));
  rmSync(out, { recursive: true });
  return [seconds, JSON.stringify(files)];
}

export const part: Part = async () => {
  const seconds = { whole: Number.POSITIVE_INFINITY, forked: Number.POSITIVE_INFINITY };
  for (let round = 0; round < ROUNDS; round++) {
    const [whole, files] = await timed();
    const [forked, sameFiles] = await timed(AT);
    if (files !== sameFiles) throw new Error('a fork changed a result file');
    seconds.whole = Math.min(seconds.whole, whole);
    seconds.forked = Math.min(seconds.forked, forked);
  }
  const most = (ARMS * TICKS) / (AT - 1 + ARMS * (TICKS - AT + 1));
  return [
    {
      name: `${ARMS} arms from one trunk, speed-up`,
      value: seconds.whole / seconds.forked,
      unit: 'ratio',
      kind: 'gain',
    },
    { name: 'ticks that a trunk saves', value: most, unit: 'ratio', kind: 'gain' },
  ];
};

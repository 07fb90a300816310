/** Every experiment that comes with a fork, on a small population: the same files with and without it. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveWithFormulas } from '../../src/experiment/resolve.js';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { runExperiment } from '../../src/runner/run-experiment.js';
import { CATALOGUE, ROOT, SMALL_POPULATION } from '../engine/economy.js';
import { recordFile } from './record.js';

recordFile('fork');

const LIBRARY = join(ROOT, 'experiments');
const readFile = (path: string) => readFileSync(path, 'utf8');
const FORKED = readdirSync(LIBRARY)
  .filter((file) => file.endsWith('.yaml') && /^fork:/m.test(readFile(join(LIBRARY, file))))
  .map((file) => file.replace(/\.yaml$/, ''));

/** With rows at odd ticks, and all that can be recorded. */
async function small(name: string): Promise<ResolvedExperiment> {
  const file = join(LIBRARY, `${name}.yaml`);
  const { experiment } = await resolveWithFormulas({ file, library: LIBRARY, readFile }, CATALOGUE);
  const parameters = { ...experiment.parameters };
  for (const [key, value] of Object.entries(SMALL_POPULATION)) parameters[key] = { value, unit: 'count' };
  const record = {
    ...experiment.record,
    seriesEvery: 4,
    balanceEvery: 9,
    attributionEvery: 7,
    series: [],
    events: true,
  };
  return { ...experiment, parameters, record, seeds: ['1', '2'], ticks: (experiment.forkAt ?? 0) + 30 };
}

async function filesOf(experiment: ResolvedExperiment): Promise<Record<string, string>> {
  const out = mkdtempSync(join(tmpdir(), 'rqe-fork-'));
  const entry = new URL('../../src/worker.boot.mjs', import.meta.url);
  const { manifest } = await runExperiment({
    experiment,
    engineVersion: '0',
    catalogue: CATALOGUE,
    out,
    entry,
  });
  rmSync(out, { recursive: true });
  expect(manifest.status).toBe('completed');
  return { ...manifest.files };
}

it.each(FORKED)('%s has the same files with its fork and without', async (name) => {
  const { forkAt, ...whole } = await small(name);
  const forked = { ...whole, forkAt: forkAt as number };
  expect(await filesOf(forked)).toEqual(await filesOf(whole));
});

it('there are such experiments', () => expect(FORKED.length).toBeGreaterThan(2));

/** The replay of 2022 to 2025 opens with what is documented of its first day, and nothing but what is documented moves it. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { resolveWithFormulas } from '../../src/experiment/resolve.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import { CATALOGUE, ROOT, run, SMALL_POPULATION } from '../engine/economy.js';

const LIBRARY = join(ROOT, 'experiments');

it('leaves reverse repo and the Treasury account at their opening stocks until policy moves them', async () => {
  const file = join(LIBRARY, 'history-2021-26.yaml');
  const readFile = (path: string): string => readFileSync(path, 'utf8');
  const { experiment } = await resolveWithFormulas({ file, readFile, library: LIBRARY }, CATALOGUE);
  const whole = runConfiguration(experiment, experiment.arms[0], '1');
  const record = { ...whole.record, seriesEvery: 1 };
  const kept = run({ ...whole, record, ticks: 60, parameters: { ...whole.parameters, ...SMALL_POPULATION } });
  for (const value of kept.of('stock.reverseRepo')) expect(value).toBeCloseTo(2553.7, 6);
  for (const value of kept.of('stock.treasuryAccount')) expect(Math.abs(value / 450 - 1)).toBeLessThan(0.15);
});

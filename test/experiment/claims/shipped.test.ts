import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { neededSeries } from '../../../src/experiment/metrics.js';
import { resolveWithFormulas } from '../../../src/experiment/resolve.js';
import { CATALOGUE, ROOT } from '../../engine/economy.js';

const LIBRARY = join(ROOT, 'experiments');
const IDS = readdirSync(join(LIBRARY, 'claims')).map((file) => file.replace(/\.yaml$/, ''));

function resolve(id: string) {
  const readFile = (path: string) => (existsSync(path) ? readFileSync(path, 'utf8') : undefined);
  return resolveWithFormulas(
    { file: join(LIBRARY, 'claims', `${id}.yaml`), library: LIBRARY, readFile },
    CATALOGUE,
  );
}

describe('the claims that come with the program', () => {
  it.each(IDS)('%s says what it claims, why an effect would matter, and what is expected', async (id) => {
    const { experiment, notes, claim } = await resolve(id);
    expect(notes).toEqual([]);
    expect(claim?.sentence).toMatch(/^[A-Z].*\.$/);
    if (claim?.missing !== undefined) return;
    for (const text of [experiment.title, experiment.question, experiment.expectation])
      expect(text?.length).toBeGreaterThan(10);
    expect(experiment.question).toMatch(/\?$/);
    expect(experiment.seeds).toEqual(Array.from({ length: 64 }, (_, seed) => `claims/${seed + 1}`));
    const agents = Object.entries(experiment.parameters).filter(([name]) =>
      /^population\.(?!banks|moneyFunds)/.test(name),
    );
    expect(agents.reduce((sum, [, { value }]) => sum + Number(value), 0)).toBe(400);
    for (const series of neededSeries(experiment.metrics)) expect(CATALOGUE.seriesOf(series)).toBeDefined();
    for (const { reason } of claim?.effects ?? []) expect(reason.length).toBeGreaterThan(5);
  });

  it.each(IDS)('%s: its contrasts weigh arms against others', async (id) => {
    const { claim } = await resolve(id);
    for (const { contrast, ablations } of claim?.effects ?? [])
      for (const terms of [contrast, ...ablations.map((ablation) => ablation.contrast)]) {
        expect(terms.reduce((sum, { weight }) => sum + weight, 0)).toBe(0);
        expect(new Set(terms.map(({ arm, metric }) => `${arm}@${metric}`)).size).toBe(terms.length);
      }
  });
});

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { trunkOf } from '../../src/engine/continuation.js';
import type { WorldSnapshot } from '../../src/engine/snapshot.js';
import { neededSeries } from '../../src/experiment/metrics.js';
import { resolveWithFormulas } from '../../src/experiment/resolve.js';
import { runConfiguration } from '../../src/experiment/runs.js';
import { CATALOGUE, ROOT, run, SMALL_POPULATION } from '../engine/economy.js';

const LIBRARY = join(ROOT, 'experiments');
/** Ticks for which arms run: a call is paid after ten days. */
const BEYOND = 12;
/** They ask nothing that arms could answer: the economy itself, with fewer agents, what it was fitted with, and one in which nothing moves. */
const WITHOUT_ARMS = ['base', 'base-400', 'calibration', 'stationary'];
const NAMES = readdirSync(LIBRARY)
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.replace(/\.yaml$/, ''));

const RESOLVED = new Map<string, ReturnType<typeof resolve>>();

function shipped(name: string) {
  const known = RESOLVED.get(name) ?? resolve(name);
  RESOLVED.set(name, known);
  return known;
}

function resolve(name: string) {
  const file = join(LIBRARY, `${name}.yaml`);
  const readFile = (path: string) => readFileSync(path, 'utf8');
  return resolveWithFormulas({ file, library: LIBRARY, readFile }, CATALOGUE);
}

describe('the experiments that come with the program', () => {
  it('are those that the project promises', () => {
    for (const name of [
      'fed-rate-moves',
      'quantitative-easing',
      'reverse-repo',
      'hawkish-nomination',
      'capital-call-wave',
      'capex-surge',
      'bathtub',
      'rent-deflation',
      'gpu-fire-sale',
      'power-shortage',
      'ai-disappointment',
      'vendor-circle',
      'miner-squeeze',
      'backstop',
    ])
      expect(NAMES).toContain(name);
  });

  it.each(NAMES)('%s asks a question, and says what is expected', async (name) => {
    const { experiment, notes } = await shipped(name);
    expect(notes).toEqual([]);
    for (const text of [experiment.title, experiment.question, experiment.expectation])
      expect(text?.length).toBeGreaterThan(10);
    expect(experiment.question?.trim()).toMatch(/\?$/);
    for (const series of neededSeries(experiment.metrics)) expect(CATALOGUE.seriesOf(series)).toBeDefined();
    if (WITHOUT_ARMS.includes(name)) return;
    expect(experiment.seeds.length).toBeGreaterThanOrEqual(32);
    expect(experiment.metrics.filter(({ final }) => final).length).toBeGreaterThan(0);
    expect(experiment.arms.some(({ against }) => against !== undefined)).toBe(true);
    for (const { description } of experiment.arms) expect(description).toBeDefined();
  });

  it.each(NAMES.filter((name) => !WITHOUT_ARMS.includes(name)))(
    '%s: its arms go on from one beginning, and part',
    async (name) => {
      const { experiment } = await shipped(name);
      const { arms, design, forkAt = 2 } = experiment;
      // The arms of the first point: the others have the same schedules.
      const own = arms.slice(0, design?.arms.length ?? arms.length);
      const configurations = own.map((arm) => {
        const { parameters, record, ...rest } = runConfiguration(experiment, arm, 'shipped');
        const ticks = forkAt + BEYOND;
        return { ...rest, ticks, parameters: { ...parameters, ...SMALL_POPULATION }, record };
      });
      let from: WorldSnapshot | undefined;
      if (experiment.forkAt !== undefined)
        run(trunkOf(configurations[0], forkAt), {
          snapshot: {
            after: forkAt - 1,
            end: true,
            take(snapshot) {
              from = snapshot;
            },
          },
        });
      const ends = configurations.map((configuration) =>
        run(configuration, from === undefined ? {} : { from })
          .rows.at(-1)
          ?.join(' '),
      );
      expect(new Set(ends).size).toBeGreaterThan(1);
    },
  );
});

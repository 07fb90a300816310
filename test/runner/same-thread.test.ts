/** A run in the thread that asks for it against the same run in a worker thread. */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { type RunOptions, runExperiment } from '../../src/runner/run-experiment.js';
import { CATALOGUE, resolveText } from '../experiment/small-model.js';
import { passingFolders } from './passing-folders.js';
import { ENTRY, filesOf } from './small-run.js';
import { simulation } from './small-simulation.js';

const TEXT =
  'name: small\nextends: base\nseeds: [a]\nmetrics: { level: { series: index.broad, statistic: mean } }\n';

const folder = passingFolders();

interface Wish extends Partial<RunOptions> {
  readonly set?: string[];
  readonly text?: string;
}

/** Runs with the engine at hand; `isHere` says whether this thread took it. */
async function run({ set = [], text = TEXT, ...more }: Wish) {
  const load = vi.fn(async () => simulation);
  const out = folder();
  const { experiment } = resolveText(text, { set });
  const fixed = { engineVersion: '0', catalogue: CATALOGUE, entry: ENTRY, simulation: load };
  const { manifest } = await runExperiment({ experiment, out, ...fixed, ...more });
  return { out, manifest, isHere: load.mock.calls.length > 0 };
}

describe('a single short run', () => {
  it.each([
    ['comes to its end', [], 'completed'],
    ['fails in the model', ['funds.count=13'], 'failed'],
  ])('needs no second thread, and has the bytes of one: %s', async (_, set, status) => {
    const stacks: (string | undefined)[] = [];
    const onFailure: RunOptions['onFailure'] = (_outcome, stack) => stacks.push(stack);
    const here = await run({ set, onFailure });
    const there = await run({ set, onFailure, workers: 1 });
    expect([here.isHere, there.isHere]).toEqual([true, false]);
    expect(here.manifest.status).toBe(status);
    expect(filesOf(here.out)).toEqual(filesOf(there.out));
    expect(stacks.map((stack) => stack?.includes('small-simulation'))).toEqual(
      status === 'failed' ? [true, true] : [],
    );
  });

  it('ends with the error of a file that cannot be written', async () => {
    await expect(run({ set: ['funds.count=15'] })).rejects.toMatchObject({
      name: 'FileError',
      message: 'series.csv: the disk is full',
    });
  });

  it('lets others act between its ticks: progress, and an end after whole rows', async () => {
    const stop = new SharedArrayBuffer(4);
    const ticks: number[] = [];
    const running = run({
      set: ['funds.notice=45', 'ticks=400'],
      stop,
      onProgress: ({ ticksDone }) => ticks.push(ticksDone),
    });
    await wait(500);
    Atomics.store(new Int32Array(stop), 0, 1);
    const { manifest, isHere } = await running;
    expect([isHere, manifest.status]).toEqual([true, 'interrupted']);
    expect(manifest.runs[0].ticks).toBeLessThan(300);
    expect(ticks.filter((tick) => tick > 0 && tick < 300).length).toBeGreaterThan(1);
  });
});

describe('a thread is started for', () => {
  it.each([
    ['two runs', { text: TEXT.replace('[a]', '[a, b]') }],
    ['a run that asks for workers', { workers: 1 }],
  ])('%s', async (_, wish: Wish) => {
    expect((await run(wish)).isHere).toBe(false);
  });

  it('a run with ticks so long that nothing else would happen', async () => {
    const { experiment } = resolveText(TEXT, {});
    const population = (value: number) => ({ 'population.retail': { value, unit: 'count' } });
    for (const [agents, isHere] of [
      [2000, true],
      [200_000, false],
    ] as const) {
      const parameters = { ...experiment.parameters, ...population(agents) };
      expect((await run({ experiment: { ...experiment, parameters } })).isHere).toBe(isHere);
    }
  });
});

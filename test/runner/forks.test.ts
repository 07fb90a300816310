import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { plannedRuns } from '../../src/experiment/runs.js';
import type { Executor, ExecutorHooks, WaitingRun } from '../../src/runner/executor.js';
import { Forks } from '../../src/runner/forks.js';
import type { Job, Outcome, RunStatus } from '../../src/runner/messages.js';
import { resolveText } from '../experiment/small-model.js';
import { FORKED, WHOLE } from './forked-run.js';
import { passingFolders } from './passing-folders.js';
import { filesOf, run } from './small-run.js';

const folder = passingFolders();

describe('a fork writes the bytes that whole runs write', () => {
  it.each([
    ['with one worker', 1, 300, []],
    ['with two workers', 2, 300, []],
    ['when the model fails before it', 2, 300, ['funds.count=13']],
    ['when the model fails at once behind it', 2, 1313, []],
  ])('%s', async (_when, workers, rate, set) => {
    const [out, whole] = [folder(), folder()];
    const [forked, plain] = [FORKED, WHOLE].map((text) => text.replace('300', String(rate)));
    await run(out, { text: forked, workers, set });
    await run(whole, { text: plain, set });
    expect(filesOf(out)).toEqual(filesOf(whole));
    expect(existsSync(join(out, '.parts'))).toBe(false);
  });
});

/** Makes nothing, and keeps what it was asked to make, call by call. */
class Pretender implements Executor {
  readonly calls: Job[][] = [];
  readonly workers = 1;

  constructor(private readonly statusOf: (job: Job) => RunStatus = () => 'completed') {}

  async execute(runs: readonly WaitingRun[], hooks: ExecutorHooks): Promise<Outcome[]> {
    const call: Job[] = [];
    this.calls.push(call);
    return runs.map((waiting) => {
      const job = waiting.job();
      call.push(job);
      mkdirSync(job.folder, { recursive: true });
      const status = this.statusOf(job);
      const ending = { status, reason: '', ticks: 40 };
      hooks.onTick?.(waiting.part, 1);
      hooks.onEnd?.({ waiting, ending, seconds: 0, attempt: 1 });
      return { run: job.run, arm: job.arm, seed: job.seed, ...ending };
    });
  }

  async close(): Promise<void> {}
}

function waitingRuns(out: string, text = WHOLE): WaitingRun[] {
  const runs = plannedRuns(resolveText(text).experiment).map(
    ({ part, run: number, arm, seed, configuration }) => ({
      part,
      run: number,
      arm,
      seed,
      job: () => ({
        run: number,
        arm,
        seed,
        configuration,
        folder: join(out, String(part)),
        watched: ['index.broad'],
      }),
    }),
  );
  return runs.sort((a, b) => a.part - b.part);
}

const armsAndSeeds = (jobs: readonly Job[]) => jobs.map(({ arm, seed }) => `${arm} ${seed}`);

describe('what runs have in common before a fork', () => {
  it('is made once for each seed, before they go on from it', async () => {
    const [out, pretender] = [folder(), new Pretender()];
    const runs = waitingRuns(out);
    const [ticks, ends] = [[], []] as [number[], number[]];
    const outcomes = await new Forks(pretender, 21).execute(runs, {
      onTick: (part) => ticks.push(part),
      onEnd: ({ waiting }) => ends.push(waiting.part),
    });
    const [trunks, arms] = pretender.calls;
    expect(pretender.calls).toHaveLength(2);
    expect(trunks.map(({ seed, watched, snapshot }) => ({ seed, watched, snapshot }))).toEqual(
      ['a', 'b', 'c,d'].map((seed) => ({
        seed,
        watched: [],
        snapshot: { after: 20, end: true, history: ['index.broad'] },
      })),
    );
    for (const { configuration } of trunks)
      expect(configuration.schedule).toEqual([{ from: 4, until: 9, set: { 'funds.callRate': 50 } }]);
    expect(armsAndSeeds(arms)).toEqual(runs.map(({ arm, seed }) => `${arm} ${seed}`));
    for (const [index, job] of arms.entries()) {
      const rows = trunks[Math.floor(index / 3)].folder;
      expect(job).toEqual({ ...runs[index].job(), from: { snapshot: join(rows, 'run.snapshot'), rows } });
      expect(existsSync(rows)).toBe(false);
    }
    expect(outcomes).toHaveLength(9);
    const parts = runs.map(({ part }) => part);
    expect(ends).toEqual(parts);
    expect(ticks).toEqual([1, 4, 7, ...parts]);
  });

  it('is nothing when a run is alone, or when runs differ at the start of the world', async () => {
    const text =
      'name: small\nextends: base\narms:\n  calm:\n  calls: { parameters: { funds.leverage: 3 } }\n';
    const pretender = new Pretender();
    const runs = waitingRuns(folder(), text);
    await new Forks(pretender, 21).execute(runs, {});
    expect(pretender.calls).toEqual([runs.map((waiting) => waiting.job())]);
  });

  it('is made whole by each run when it failed', async () => {
    const pretender = new Pretender(({ snapshot, seed }) =>
      snapshot && seed === 'b' ? 'failed' : 'completed',
    );
    await new Forks(pretender, 21).execute(waitingRuns(folder()), {});
    expect(pretender.calls[1].map(({ seed, from }) => [seed, from !== undefined])).toEqual(
      ['a', 'b', 'c,d'].flatMap((seed) => [1, 2, 3].map(() => [seed, seed !== 'b'])),
    );
  });

  it('is not made for all seeds before the first run, and goes when something breaks', async () => {
    const text = WHOLE.replace('[a, b, "c,d"]', '{ count: 20, base: s }');
    const [out, pretender] = [folder(), new Pretender()];
    await new Forks(pretender, 21).execute(waitingRuns(out, text), {});
    expect(pretender.calls.map(({ length }) => length)).toEqual([16, 48, 4, 12]);
    const breaking = new Pretender(({ snapshot }) => {
      if (snapshot !== undefined) return 'completed';
      throw new Error('no more');
    });
    const runs = waitingRuns(out);
    await expect(new Forks(breaking, 21).execute(runs, {})).rejects.toThrow('no more');
    for (const trunk of breaking.calls[0]) expect(existsSync(trunk.folder)).toBe(false);
  });
});

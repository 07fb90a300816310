import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import type { ResolvedExperiment } from '../../src/experiment/resolved.js';
import { plannedRuns } from '../../src/experiment/runs.js';
import { firstSeeds } from '../../src/experiment/sequential.js';
import type { Executor } from '../../src/runner/executor.js';
import { madeInWords, writePlannedRuns } from '../../src/runner/planned-runs.js';
import { readManifest } from '../../src/runner/read-result.js';
import { resolveText } from '../experiment/small-model.js';
import { InProcess } from './in-process.js';
import { passingFolders } from './passing-folders.js';
import { filesOf, run } from './small-run.js';

const folder = passingFolders();
const TEXT = `name: small
extends: base
ticks: 3
seeds: [a, b, "c,d"]
metrics: { level: { series: index.broad, statistic: mean } }
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
  same: { against: calm, parameters: { funds.callRate: 300 } }
`;
const EXPERIMENT = resolveText(TEXT).experiment;

function planIn(out: string): unknown[] {
  return parse(readFileSync(join(out, '.parts', 'planned-runs.csv')), { columns: true });
}

function planOf(experiment: ResolvedExperiment): unknown[] {
  return plannedRuns(experiment).map(({ run, arm, seed, part }) => ({
    run: String(run),
    arm,
    seed,
    part: String(part),
  }));
}

/** Calls back before each stage with how many runs it shall make, and behind each run. */
function watched(look: { stage?(runs: number): void; run?(): void }): InProcess {
  const executor = new InProcess();
  const execute: Executor['execute'] = executor.execute.bind(executor);
  return Object.assign(executor, {
    execute: ((runs, hooks) => {
      look.stage?.(runs.length);
      return execute(runs, {
        ...hooks,
        onEnd(ended) {
          hooks.onEnd?.(ended);
          look.run?.();
        },
      });
    }) satisfies Executor['execute'],
  });
}

describe('the list of all runs', () => {
  it('is there before the first run, tells how many are made, and goes with the parts', async () => {
    const out = folder();
    const seen: unknown[] = [];
    const executor = watched({
      stage: () => expect(planIn(out)).toEqual(planOf(EXPERIMENT)),
      run: () => seen.push(madeInWords(out)),
    });
    await run(out, { text: TEXT, executor });
    // Equal runs are made once, and count for each arm.
    const made = [1, 3, 4, 6, 7, 9].map((count) => `${count} of 9 runs are made`);
    expect(seen).toEqual(made);
    expect(existsSync(join(out, '.parts'))).toBe(false);
    expect(madeInWords(out)).toBeUndefined();
  });

  it('is there while threads make the runs', async () => {
    const out = folder();
    const seen = new Set<string>();
    const onProgress = () => seen.add(JSON.stringify(planIn(out)));
    await run(out, { text: TEXT, onProgress: ({ runsDone }) => runsDone > 0 && onProgress() });
    expect([...seen]).toEqual([JSON.stringify(planOf(EXPERIMENT))]);
  });

  it('grows with every stage of a sequential batch', async () => {
    const out = folder();
    const counts: number[] = [];
    const executor = watched({ stage: () => counts.push(planIn(out).length) });
    await run(out, {
      text: TEXT,
      executor,
      sequential: {
        rule: { metric: 'level', width: 1e-9, firstSeeds: 3, block: 2, maximumSeeds: 7 },
        seeds: (count) => firstSeeds(EXPERIMENT, count),
        look: ({ seeds }) => ({ seeds: seeds.length, width: 1, missing: 0 }),
      },
    });
    expect(counts).toEqual([9, 15, 21]);
  });

  it('outlives a kill, is said, and is written anew for more seeds', async () => {
    const [out, whole] = [folder(), folder()];
    const dying = watched({
      run() {
        if (dying.made.length === 2) throw new Error('killed');
      },
    });
    await expect(run(out, { text: TEXT, executor: dying })).rejects.toThrow('killed');
    expect(planIn(out)).toEqual(planOf(EXPERIMENT));
    expect(() => readManifest(out)).toThrow(/no result yet: 3 of 9 runs are made; .* --resume/);
    await expect(run(out, { text: TEXT, resume: false })).rejects.toThrow(
      'holds an unfinished result of this configuration (3 of 9 runs are made); --resume goes on',
    );
    // A list that was being written is none.
    writeFileSync(join(out, '.parts', 'planned-runs.csv.unfinished'), 'run,arm');
    const rest = new InProcess();
    await run(out, { text: TEXT, executor: rest });
    expect(rest.made).toHaveLength(4);
    await run(whole, { text: TEXT, executor: new InProcess() });
    expect(filesOf(out)).toEqual(filesOf(whole));
    const more = TEXT.replace('[a, b', '[a, x, b');
    const grown = watched({
      stage(runs) {
        expect(planIn(out)).toEqual(planOf(resolveText(more).experiment));
        expect([runs, madeInWords(out)]).toEqual([2, '9 of 12 runs are made']);
      },
    });
    await run(out, { text: more, executor: grown, addSeeds: true });
    expect(grown.made).toEqual(['calm x', 'calls x']);
  });

  it('counts neither a run that was interrupted nor one that is not whole', () => {
    const out = folder();
    mkdirSync(join(out, '.parts', '000001'), { recursive: true });
    mkdirSync(join(out, '.parts', '000002'));
    writePlannedRuns(out, plannedRuns(EXPERIMENT));
    for (const [status, files, made] of [
      ['completed', {}, 1],
      ['failed', {}, 1],
      ['interrupted', {}, 0],
      ['completed', { 'series.csv': 9 }, 0],
    ]) {
      const text = JSON.stringify({ status, reason: '', ticks: 3, files });
      writeFileSync(join(out, '.parts', '000001', 'outcome.json'), text);
      expect(madeInWords(out)).toBe(`${made} of 9 runs are made`);
    }
  });

  it('of many runs is written in pieces', () => {
    const out = folder();
    mkdirSync(join(out, '.parts'));
    const many = { ...EXPERIMENT, seeds: Array.from({ length: 4000 }, (_, index) => `seed ${index}`) };
    for (const experiment of [many, EXPERIMENT, many]) {
      writePlannedRuns(out, plannedRuns(experiment));
      expect(planIn(out)).toEqual(planOf(experiment));
    }
  });
});

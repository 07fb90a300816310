/** Tables grow while runs are made, in the order of the runs, whichever ends first. */
import { createHash } from 'node:crypto';
import fs, { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import type { PlannedRun } from '../../src/experiment/runs.js';
import type { Executor, WaitingRun } from '../../src/runner/executor.js';
import { GrowingTables } from '../../src/runner/growing-tables.js';
import { partFolder } from '../../src/runner/layout.js';
import { makeFolder } from '../../src/runner/make-folder.js';
import { InProcess } from './in-process.js';
import { passingFolders } from './passing-folders.js';
import { filesOf, run } from './small-run.js';

/** What the disk says when it is waited for. */
const disk: { error: NodeJS.ErrnoException | null; waits: number } = { error: null, waits: 0 };

const { fdatasync } = fs;
beforeAll(() => {
  const wait = (_: number, done: (error: NodeJS.ErrnoException | null) => void) => {
    disk.waits++;
    setImmediate(() => done(disk.error));
  };
  fs.fdatasync = Object.assign(wait, { __promisify__: fdatasync.__promisify__ });
  syncBuiltinESMExports();
});
afterEach(() => {
  disk.error = null;
  disk.waits = 0;
});
afterAll(() => {
  fs.fdatasync = fdatasync;
  syncBuiltinESMExports();
});

const folder = passingFolders();
const TEXT = `name: small
extends: base
ticks: 9
seeds: { count: 4, base: x }
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
  same: { against: calm, parameters: { funds.callRate: 300 } }
`;
/** Runs that are made: equal ones once. */
const MADE = 8;

/** Ends runs in another order than they stand in. */
class Shuffled extends InProcess {
  constructor(
    private readonly order: readonly number[],
    private readonly look: () => void = () => undefined,
  ) {
    super();
  }

  override execute(runs: readonly WaitingRun[], hooks: Parameters<Executor['execute']>[1]) {
    const shuffled = this.order.map((index) => runs[index]);
    return super.execute(shuffled, {
      onEnd: (ended) => {
        hooks.onEnd?.(ended);
        this.look();
      },
    });
  }
}

const planned = (run: number): PlannedRun =>
  ({ run, arm: 'a,b', seed: `s${run}`, part: run }) as unknown as PlannedRun;
const ending = { status: 'completed', reason: '', ticks: 1 } as const;

it('have the same bytes in whatever order runs end', async () => {
  const inOrder = folder();
  await run(inOrder, { text: TEXT, executor: new InProcess() });
  const order = fc.shuffledSubarray([...Array(MADE).keys()], { minLength: MADE });
  const check = async (shuffled: number[]) => {
    const out = folder();
    await run(out, { text: TEXT, executor: new Shuffled(shuffled) });
    expect(filesOf(out)).toEqual(filesOf(inOrder));
  };
  await fc.assert(fc.asyncProperty(order, check), { seed: 1, numRuns: 12 });
});

it('have the rows of each run, and none of one that left none, under the header that the first names give', async () => {
  const out = folder();
  const tables = new GrowingTables(out, ['series', 'flows'], false);
  for (const [index, rows] of ['', '1,day,7\n', '', '2,day,8\n3,"d\ny",9\n'].entries()) {
    const part = partFolder(out, index + 1);
    makeFolder(part);
    if (rows === '') continue;
    writeFileSync(join(part, 'series-names.json'), JSON.stringify(['x']));
    writeFileSync(join(part, 'series.csv'), rows);
  }
  for (let next = 1; next <= 4; next++) tables.add({ planned: planned(next), ending });
  expect(existsSync(join(out, 'series.csv'))).toBe(false);
  const hashes = await tables.finish(true);
  const series = readFileSync(join(out, 'series.csv'), 'utf8');
  expect(series).toBe(
    'run,arm,seed,tick,date,x\n2,"a,b",s2,1,day,7\n4,"a,b",s4,2,day,8\n4,"a,b",s4,3,"d\ny",9\n',
  );
  expect(readFileSync(join(out, 'flows.csv'), 'utf8')).toBe(
    'run,arm,seed,tick,date,flow,kind,instrument,amount\n',
  );
  expect(hashes['series.csv']).toBe(createHash('sha256').update(series).digest('hex'));
  expect(Object.keys(hashes)).toEqual(['series.csv', 'flows.csv']);
  expect(disk.waits).toBe(2);
});

it('grow with every run that ends, and give the disk what they have', async () => {
  const out = folder();
  const tables = new GrowingTables(out, ['flows'], true);
  const row = `1,day,${'wages,households,deposits,1.5,'.repeat(40)}\n`;
  const bytes = () => statSync(join(out, 'flows.csv.unfinished')).size;
  for (let next = 1; next <= 3; next++) {
    makeFolder(partFolder(out, next));
    writeFileSync(join(partFolder(out, next), 'flows.csv'), row.repeat(35_000));
    tables.add({ planned: planned(next), ending });
    expect(bytes()).toBeGreaterThan(next * 35_000 * row.length);
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(disk.waits).toBe(1);
  await tables.abandon();
  expect(readdirSync(out)).toEqual(['.parts']);
});

it('are begun when the first run has ended, and gone when the batch breaks off', async () => {
  const out = folder();
  const seen: boolean[] = [];
  const look = () => {
    seen.push(existsSync(join(out, 'series.csv.unfinished')));
    if (seen.length === 3) throw new Error('killed');
  };
  await expect(
    run(out, { text: TEXT, executor: new Shuffled([1, 0, 2, 3, 4, 5, 6, 7], look) }),
  ).rejects.toThrow('killed');
  expect(seen).toEqual([false, true, true]);
  expect(readdirSync(out).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
});

it('say which of them the disk did not take, and give it no name', async () => {
  const out = folder();
  disk.error = Object.assign(new Error('EDQUOT'), { code: 'EDQUOT' });
  const executor = new InProcess();
  await expect(run(out, { text: TEXT, executor, settle: true })).rejects.toThrow(
    /series\.csv: the disk quota is used up/,
  );
  expect(readdirSync(out).filter((name) => /^(series|flows)/.test(name))).toEqual([]);
  disk.error = null;
  const again = new InProcess();
  await run(out, { text: TEXT, executor: again, settle: true });
  expect(again.made).toEqual([]);
});

it('take a disk that nobody can wait for as it is', async () => {
  disk.error = Object.assign(new Error('EINVAL'), { code: 'EINVAL' });
  const out = folder();
  await run(out, { text: TEXT, executor: new InProcess(), settle: true });
  expect(disk.waits).toBe(6);
});

it('say which of them found something in its way, and the batch goes on when it is gone', async () => {
  const out = folder();
  const executor = new Shuffled([...Array(MADE).keys()], () => makeFolder(join(out, 'flows.csv', 'mine')));
  await expect(run(out, { text: TEXT, executor })).rejects.toMatchObject({
    name: 'FileError',
    path: join(out, 'flows.csv'),
  });
  expect(readdirSync(out).filter((name) => name.endsWith('.unfinished'))).toEqual([]);
  fs.rmSync(join(out, 'flows.csv'), { recursive: true });
  const again = new InProcess();
  await run(out, { text: TEXT, executor: again });
  expect(again.made).toEqual([]);
});

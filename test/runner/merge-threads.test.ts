/** Large tables of a result are merged in two threads. */
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { mergeTable, type TableToMerge } from '../../src/runner/merge.js';
import { mergeTables, tablesOfOther } from '../../src/runner/merge-threads.js';
import { passingFolders } from './passing-folders.js';
import { ENTRY } from './small-run.js';

const folder = passingFolders();
/** Rows of the parts of a table: together more than what is worth a thread. */
const ROWS: Readonly<Record<string, number>> = {
  series: 240_000,
  balance: 90_000,
  flows: 150_000,
  events: 2,
};
const ROW = `17,2026-11-23,${'1.2345678901234567,'.repeat(3)}x\n`;

function tablesIn(place: string): TableToMerge[] {
  return Object.entries(ROWS).map(([name, rows]) => ({
    path: join(place, `${name}.csv`),
    header: `run,${name}\n`,
    settle: name === 'flows',
    parts: [1, 2, 3].map((run) => {
      const path = join(place, `${name}.${run}`);
      // One run has no events.
      if (name !== 'events' || run === 2) writeFileSync(path, ROW.repeat(rows / run));
      return { path, identity: `${run},` };
    }),
  }));
}

it('write what one thread writes, and say its SHA-256', async () => {
  const [two, one] = [tablesIn(folder()), tablesIn(folder())];
  const hashes = await mergeTables(two, { entry: ENTRY, threads: 2 });
  expect(hashes).toEqual(one.map(mergeTable));
  for (const [t, { path }] of two.entries()) {
    const bytes = readFileSync(path);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(hashes[t]);
    expect(bytes.equals(readFileSync(one[t].path))).toBe(true);
  }
});

it.each(Object.keys(ROWS))('say which table could not be written, whoever was to: %s', async (name) => {
  const place = folder();
  mkdirSync(join(place, `${name}.csv`));
  await expect(mergeTables(tablesIn(place), { entry: ENTRY, threads: 2 })).rejects.toMatchObject({
    name: 'FileError',
    path: join(place, `${name}.csv`),
  });
  // What the other thread was writing has no name, or is whole.
  const left = readdirSync(place).filter((file) => file.endsWith('.csv') && file !== `${name}.csv`);
  for (const file of left) expect(readFileSync(join(place, file), 'utf8').slice(-ROW.length), file).toBe(ROW);
});

it('end in words when the other thread does not start', async () => {
  const entry = new URL('data:text/javascript,throw new Error("no room")');
  await expect(mergeTables(tablesIn(folder()), { entry, threads: 2 })).rejects.toThrow('no room');
});

it('start no other thread for small tables, or where there is one core', async () => {
  const entry = new URL('data:text/javascript,throw new Error("no room")');
  const tables = tablesIn(folder());
  await mergeTables(tables, { entry, threads: 1 });
  await mergeTables(tables.slice(3), { entry, threads: 2 });
  for (const { path } of tables) expect(existsSync(path)).toBe(true);
});

it('share the work so that neither has more than the other by more than the largest table', () => {
  const sizes = fc.array(fc.nat(1e9), { minLength: 1, maxLength: 8 });
  const check = (bytes: number[]) => {
    const others = tablesOfOther(bytes);
    const sum = (mine: (t: number) => boolean) =>
      bytes.reduce((total, size, t) => total + (mine(t) ? size : 0), 0);
    const own = sum((t) => !others.includes(t));
    expect(Math.abs(own - sum((t) => others.includes(t)))).toBeLessThanOrEqual(Math.max(...bytes));
  };
  fc.assert(fc.property(sizes, check), { seed: 1, numRuns: 300 });
});

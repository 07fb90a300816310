/** Lets a computer die at file operations of a small batch, goes on, and holds the files against those of a whole one. */
import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { expect } from 'vitest';
import { dieAt } from './crash.js';
import { InProcess } from './in-process.js';
import { filesOf, run, temporaryFolder } from './small-run.js';

const TEXT = `name: small
extends: base
ticks: 3
seeds: [a, b]
metrics: { level: { series: index.broad, statistic: mean } }
arms:
  calm:
  calls: { against: calm, parameters: { funds.callRate: 300 } }
  same: { against: calm, parameters: { funds.callRate: 300 } }
`;
/** Runs of which none equals another. */
const DIFFERENT_RUNS = 4;

async function runOnce(out: string, force = false): Promise<InProcess> {
  const executor = new InProcess();
  await run(out, { text: TEXT, executor, force });
  return executor;
}

/** Runs until the file operation `fatal`; returns how many parts have their names. */
async function runUntil(fatal: number, out: string, force = false): Promise<number> {
  const dying = dieAt(fatal);
  try {
    await expect(runOnce(out, force)).rejects.toThrow(/died at operation/);
  } finally {
    dying.restore();
  }
  const parts = join(out, '.parts');
  return existsSync(parts) ? readdirSync(parts).filter((name) => /^\d+$/.test(name)).length : 0;
}

/** Files of a folder without what is still to be removed. */
function resultOf(out: string): Record<string, string> {
  return Object.fromEntries(Object.entries(filesOf(out)).filter(([name]) => !name.startsWith('.parts')));
}

async function within(check: (out: string) => Promise<void>): Promise<void> {
  const out = temporaryFolder();
  try {
    await check(out);
  } finally {
    rmSync(out, { recursive: true, force: true });
  }
}

/** The files of a batch that nothing disturbs, and how many file operations it takes. */
export async function undisturbed(): Promise<{ files: Record<string, string>; operations: number }> {
  const out = temporaryFolder();
  const dying = dieAt(0);
  await runOnce(out).finally(() => dying.restore());
  const files = filesOf(out);
  rmSync(out, { recursive: true });
  return { files, operations: dying.operations() };
}

/** What is completed after the crash has the same bytes, and no finished run is made again. */
export function checkResumed(fatal: number, files: Record<string, string>): Promise<void> {
  return within(async (out) => {
    const isDone = await runUntil(fatal, out);
    const isWhole = existsSync(join(out, 'manifest.json'));
    const { made } = await runOnce(out);
    expect(filesOf(out), `after operation ${fatal}`).toEqual(files);
    expect(made.length, `after operation ${fatal}`).toBe(isWhole ? 0 : DIFFERENT_RUNS - isDone);
    const left = readdirSync(out).filter((name) => name.startsWith('.') || name.includes('unfinished'));
    expect(left, `after operation ${fatal}`).toEqual([]);
  });
}

/** A result that was to be replaced is the old one, the new one, or none. */
export function checkReplaced(fatal: number, files: Record<string, string>): Promise<void> {
  return within(async (out) => {
    await run(out, { text: TEXT.replace('[a, b]', '[a, c]'), executor: new InProcess() });
    const before = filesOf(out);
    await runUntil(fatal, out, true);
    if (existsSync(join(out, 'manifest.json'))) expect([before, files]).toContainEqual(resultOf(out));
    await runOnce(out, true);
    expect(filesOf(out), `after operation ${fatal}`).toEqual(files);
  });
}

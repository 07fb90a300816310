/** What a reader must know before the figures are believed. */
import { createHash } from 'node:crypto';
import { createReadStream, existsSync } from 'node:fs';
import { join } from 'node:path';
import { listed } from './number-text.js';
import type { Result } from './result.js';

/** The books, and the clearing, of every recorded tick. */
const LIMITS = [
  { series: 'books.imbalance', limit: 1e-9, what: 'the books are out of balance by' },
  { series: 'clearing.residual', limit: 1e-10, what: 'markets clear only to a relative excess demand of' },
];
/** Failed runs that are told one by one. */
const MOST_TOLD = 12;

export const CHECKED_SERIES: readonly string[] = LIMITS.map(({ series }) => series);

function ofRuns(result: Result): string[] {
  const { status, runs } = result.manifest;
  const failed = runs.filter((run) => run.status === 'failed');
  const cut = runs.filter((run) => run.status === 'interrupted').length;
  const told = failed.slice(0, MOST_TOLD);
  return [
    ...(status === 'interrupted'
      ? [`The experiment was interrupted: ${cut} of ${runs.length} runs are not complete.`]
      : []),
    ...(failed.length > 0
      ? [`${failed.length} of ${runs.length} runs failed; figures show the others.`]
      : []),
    ...told.map(
      ({ run, arm, seed, ticks, reason }) =>
        `Run ${run} (arm ${arm}, seed ${seed}) failed after ${ticks} ticks: ${reason}`,
    ),
    ...(failed.length > told.length
      ? [`… and ${failed.length - told.length} more; runs.csv has them all.`]
      : []),
  ];
}

function ofPairs(result: Result): string[] {
  const missing = result.comparison().filter((row) => row.missing > 0);
  const arms = [...new Set(missing.map(({ arm }) => arm))];
  const most = Math.max(0, ...missing.map((row) => row.missing));
  const few = result.comparison().filter(({ verdict }) => verdict === 'too few pairs');
  const many = result.comparison().filter(({ verdict }) => verdict === 'too many comparisons');
  return [
    ...(arms.length > 0
      ? [
          `Pairs are missing in ${listed(arms)}, up to ${most} of ${missing[0].pairs + missing[0].missing}: differences are those of the seeds that both arms completed.`,
        ]
      : []),
    ...(few.length > 0
      ? [
          `There are too few pairs (${few[0].pairs}) for a verdict on ${few.length} of ${result.comparison().length} comparisons, whatever the difference.`,
        ]
      : []),
    ...(many.length > 0
      ? [`With so many comparisons there is no verdict on ${many.length} of them, however many seeds.`]
      : []),
  ];
}

function ofChecks(result: Result): string[] {
  return LIMITS.flatMap(({ series, limit, what }) => {
    let worst = 0;
    for (const arm of result.shown)
      for (const { values } of result.rowsOf(arm))
        for (const value of values.get(series) ?? []) worst = Math.max(worst, value);
    return worst > limit ? [`A check failed: ${what} ${worst.toExponential(1)}, above ${limit}.`] : [];
  });
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}

/** Files that are not what the manifest says. */
async function ofFiles({ folder, manifest }: Result): Promise<string[]> {
  const warnings: string[] = [];
  for (const [name, hash] of Object.entries(manifest.files)) {
    const path = join(folder, name);
    if (!existsSync(path)) warnings.push(`${name} is gone from the result.`);
    else if ((await sha256Of(path)) !== hash)
      warnings.push(
        `${name} has been changed since the result was made: its fingerprint is not that of the manifest.`,
      );
  }
  return warnings;
}

export async function warningsOf(result: Result): Promise<string[]> {
  return [...ofRuns(result), ...ofPairs(result), ...ofChecks(result), ...(await ofFiles(result))];
}

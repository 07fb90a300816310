/** Compares the arms of a finished result, and writes the comparison where it is asked for. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { armPairs } from '../experiment/comparison/difference.js';
import { didYouMeanOrAll } from '../experiment/nearest.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { type ComparedResult, compareResult, writeComparison } from '../runner/comparison-files.js';
import { FileError, withFile } from '../runner/file-error.js';
import { requireFiles } from '../runner/fingerprints.js';
import { MANIFEST_FILE, METRICS_FILE, tableFile } from '../runner/layout.js';
import { makeFolder } from '../runner/make-folder.js';
import { folderOf, readManifest } from '../runner/read-result.js';
import { ResultFolder } from '../runner/result-folder.js';
import { type ComparisonReport, comparisonData, printComparison } from './comparison-table.js';
import type { CliContext, Model } from './context.js';
import { experimentOf } from './finished-result.js';
import { UsageError } from './usage-error.js';

export interface CompareFlags {
  readonly baseline?: string;
  readonly metric?: string;
  readonly out?: string;
  readonly json?: boolean;
}

/** Arms of a design that are asked for by the name that they have in the file. */
function hintOfArm(baseline: string, names: readonly string[]): string {
  const made = names.filter((name) => name.endsWith(`-${baseline}`));
  if (made.length === 0) return didYouMeanOrAll(baseline, names, 'arms');
  return `; the design has one at each of ${made.length} points: ${made.slice(0, 3).join(', ')}${made.length > 3 ? ' …' : ''}`;
}

function checkFlags({ arms, metrics }: ResolvedExperiment, { baseline, metric }: CompareFlags): void {
  const names = arms.map(({ name }) => name);
  if (baseline !== undefined && !names.includes(baseline))
    throw new UsageError(`no arm is named '${baseline}'${hintOfArm(baseline, names)}`);
  if (armPairs(arms, baseline).length === 0)
    throw new UsageError(
      names.length === 1
        ? 'the result has one arm: there is nothing to compare'
        : `no arm says 'against'; name the one to compare with: --baseline ${names[0]}`,
    );
  const known = metrics.map(({ name }) => name);
  if (known.length === 0) throw new UsageError('the experiment has no metrics to compare');
  if (metric !== undefined && !known.includes(metric))
    throw new UsageError(`no metric is named '${metric}'${didYouMeanOrAll(metric, known, 'metrics')}`);
}

/** Makes the folder of the files, unless it is that of a result. */
function prepare(out: string): void {
  if (existsSync(join(out, MANIFEST_FILE)))
    throw new FileError(out, 'holds a result; choose a folder that holds none with --out');
  withFile(out, () => makeFolder(out));
}

async function writeInto(
  out: string,
  result: ComparedResult,
  model: Model,
  context: CliContext,
): Promise<void> {
  const files = await writeComparison(result, model.catalogue, new ResultFolder(out));
  context.stderr(
    `Written: ${Object.keys(files)
      .map((name) => `${out}/${name}`)
      .join(', ')}\n`,
  );
}

/** A comparison, and what is to be shown of it. */
export interface MadeComparison {
  readonly result: ComparedResult;
  readonly shown: ComparisonReport;
}

/** @param place result folder, or its manifest */
export async function comparisonOf(
  place: string,
  flags: CompareFlags,
  model: Model,
  context: CliContext,
): Promise<MadeComparison> {
  const manifest = readManifest(place);
  const path = folderOf(place);
  const experiment = await experimentOf(path, manifest, model);
  checkFlags(experiment, flags);
  const read = [METRICS_FILE, ...(flags.out === undefined ? [] : [tableFile('series')])];
  requireFiles(path, manifest, read);
  if (manifest.status === 'interrupted')
    context.stderr(
      `note: ${path} was interrupted; the command that made it goes on with it (rqe batch with --resume)\n`,
    );
  const result: ComparedResult = {
    experiment,
    path,
    sampling: manifest.sequential === undefined ? 'fixed' : 'sequential',
    ...(flags.baseline !== undefined && { baseline: flags.baseline }),
  };
  const shown = {
    compared: await compareResult(result),
    seeds: experiment.seeds.length,
    sampling: result.sampling,
    ...(flags.metric !== undefined && { metrics: [flags.metric] }),
  };
  return { result, shown };
}

/** Prints the comparison, behind an empty line if something stands before it. */
export function printCompared(context: CliContext, { shown }: MadeComparison, isBelow: boolean): void {
  if (isBelow) context.stdout('\n');
  printComparison(context, shown);
}

/** What `rqe compare` does. */
export async function compareAndReport(
  place: string,
  flags: CompareFlags,
  model: Model,
  context: CliContext,
): Promise<void> {
  const made = await comparisonOf(place, flags, model, context);
  if (flags.out !== undefined) prepare(flags.out);
  if (flags.json) context.stdout(`${JSON.stringify(comparisonData(made.shown), null, 2)}\n`);
  else printCompared(context, made, false);
  if (flags.out !== undefined) await writeInto(flags.out, made.result, model, context);
}

/** Reads result folders. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { type RunSummary, StatisticAccumulator } from '../experiment/summary.js';
import { FileError, withFile } from './file-error.js';
import { MANIFEST_FILE, type TableName, tableFile } from './layout.js';
import type { Manifest } from './manifest.js';

/** The manifest of a result folder, or of the path of the manifest itself. */
export function readManifest(path: string): Manifest {
  const file = path.endsWith('.json') ? path : join(path, MANIFEST_FILE);
  if (!existsSync(file)) throw new FileError(file, 'there is no such result');
  const text = withFile(file, () => readFileSync(file, 'utf8'));
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === 1 && typeof manifest.configuration === 'object') return manifest;
  } catch {
    // Said below.
  }
  throw new FileError(file, 'is no manifest of this program');
}

/** The rows of a table, one after the other, as texts. */
export async function* readRows(folder: string, table: TableName): AsyncGenerator<Record<string, string>> {
  const file = join(folder, tableFile(table));
  if (!existsSync(file)) throw new FileError(file, 'there is no such file');
  for await (const row of createReadStream(file).pipe(parse({ columns: true }))) yield row;
}

/** The statistics that the experiment's summary asks for, of every completed run. */
export async function summariseRuns(
  folder: string,
  manifest: Manifest,
  summary: ResolvedExperiment['summary'],
): Promise<RunSummary[]> {
  const completed = new Map(
    manifest.runs
      .filter(({ status }) => status === 'completed')
      .map((run) => [String(run.run), { ...run, statistics: summary.map(() => new StatisticAccumulator()) }]),
  );
  if (summary.length === 0) return [];
  for await (const row of readRows(folder, 'series')) {
    const run = completed.get(row.run);
    if (run !== undefined)
      for (const [index, { series }] of summary.entries()) run.statistics[index].add(Number(row[series]));
  }
  return [...completed.values()].map(({ arm, seed, statistics }) => ({
    arm,
    seed,
    values: statistics.map((statistic, index) => statistic.get(summary[index].statistic)),
  }));
}

/** Reads result folders. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import { metricEvaluator, neededSeries } from '../experiment/metrics.js';
import type { ResolvedMetric } from '../experiment/resolved.js';
import type { RunSummary } from '../experiment/summary.js';
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

/** The metrics of every completed run, as far as they are made of recorded series. */
export async function summariseRuns(
  folder: string,
  manifest: Manifest,
  metrics: readonly ResolvedMetric[],
): Promise<RunSummary[]> {
  if (metrics.length === 0) return [];
  const needed = neededSeries(metrics);
  const completed = new Map(
    manifest.runs
      .filter(({ status }) => status === 'completed')
      .map((run) => [
        String(run.run),
        { ...run, columns: new Map<string, number[]>(needed.map((name) => [name, []])) },
      ]),
  );
  for await (const row of readRows(folder, 'series'))
    for (const [name, values] of completed.get(row.run)?.columns ?? [])
      if (row[name] !== undefined) values.push(Number(row[name]));
  const evaluate = await metricEvaluator(metrics);
  return [...completed.values()].map(({ arm, seed, columns }) => ({ arm, seed, values: evaluate(columns) }));
}

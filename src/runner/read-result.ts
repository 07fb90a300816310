/** Reads result folders. */
import { createReadStream, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse';
import type { ResolvedMetric } from '../experiment/resolved.js';
import type { RunSummary } from '../experiment/summary.js';
import { FileError, withFile } from './file-error.js';
import { MANIFEST_FILE, METRICS_FILE, type TableName, tableFile } from './layout.js';
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

async function* readCsv(file: string): AsyncGenerator<Record<string, string>> {
  if (!existsSync(file)) throw new FileError(file, 'there is no such file');
  for await (const row of createReadStream(file).pipe(parse({ columns: true }))) yield row;
}

/** The rows of a table, one after the other, as texts. */
export function readRows(folder: string, table: TableName): AsyncGenerator<Record<string, string>> {
  return readCsv(join(folder, tableFile(table)));
}

/** The metrics of every completed run, in the order of the runs. */
export async function readMetrics(folder: string, metrics: readonly ResolvedMetric[]): Promise<RunSummary[]> {
  if (metrics.length === 0) return [];
  const runs: RunSummary[] = [];
  for await (const row of readCsv(join(folder, METRICS_FILE)))
    if (row.status === 'completed')
      runs.push({ arm: row.arm, seed: row.seed, values: metrics.map(({ name }) => Number(row[name])) });
  return runs;
}

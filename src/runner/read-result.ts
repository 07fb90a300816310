/** Reads result folders. */
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parse } from 'csv-parse';
import { COLUMNS_BEFORE_METRICS } from '../experiment/metrics.js';
import type { ResolvedMetric } from '../experiment/resolved.js';
import type { RunSummary } from '../experiment/summary.js';
import { FileError, reasonOf, withFile } from './file-error.js';
import { IDENTITY, MANIFEST_FILE, METRICS_FILE, TABLES, type TableName, tableFile } from './layout.js';
import type { Manifest } from './manifest.js';
import { madeInWords } from './planned-runs.js';

/** Why there is no manifest. */
function lackOf(folder: string): string {
  const made = madeInWords(folder);
  if (made === undefined) return 'there is no such result';
  return `there is no result yet: ${made}; the command that began them goes on (rqe batch with --resume)`;
}

/** The folder of a result that is named by its path or by that of its manifest. */
export function folderOf(path: string): string {
  return path.endsWith('.json') ? dirname(path) : path;
}

/** The manifest of a result folder, or of the path of the manifest itself. */
export function readManifest(path: string): Manifest {
  const file = path.endsWith('.json') ? path : join(path, MANIFEST_FILE);
  if (!existsSync(file)) throw new FileError(file, lackOf(dirname(file)));
  const text = withFile(file, () => readFileSync(file, 'utf8'));
  try {
    const manifest = JSON.parse(text) as Manifest;
    if (manifest.format === 1 && typeof manifest.configuration === 'object') return manifest;
  } catch {
    // Said below.
  }
  throw new FileError(file, 'is no manifest of this program');
}

/**
 * The rows of a CSV file of this program.
 * @param columns those it begins with
 * @throws FileError that names the line if it is not whole, or something else
 */
async function* readCsv(file: string, columns: readonly string[]): AsyncGenerator<Record<string, string>> {
  if (!existsSync(file)) throw new FileError(file, 'there is no such file');
  if (statSync(file).size === 0) throw new FileError(file, 'is damaged: it is empty');
  const named = (found: string[]) => {
    if (columns.some((name, index) => found[index] !== name))
      throw new FileError(file, `line 1: is damaged: it does not begin with ${columns.join(',')}`);
    return found;
  };
  const source = createReadStream(file);
  const rows = parse({ columns: named });
  source.on('error', (error) => rows.destroy(error));
  try {
    for await (const row of source.pipe(rows)) yield row;
  } catch (error) {
    throw damage(file, error as Error);
  } finally {
    source.destroy();
  }
}

/** What csv-parse and the system say, with the name of the file. */
function damage(file: string, error: Error & { readonly lines?: number; readonly code?: string }): Error {
  if (error instanceof FileError) return error;
  if (!error.code?.startsWith('CSV_')) return new FileError(file, reasonOf(error), { cause: error });
  const line = error.lines === undefined ? '' : `line ${error.lines}: `;
  return new FileError(file, `${line}is damaged: ${error.message.replace(/ (at|on) line .*$/, '')}`, {
    cause: error,
  });
}

/** The rows of a table, one after the other, as texts. */
export function readRows(folder: string, table: TableName): AsyncGenerator<Record<string, string>> {
  return readCsv(join(folder, tableFile(table)), [...IDENTITY, ...TABLES[table]]);
}

/** The metrics of every completed run, in the order of the runs; NaN where there is no value. */
export async function readMetrics(folder: string, metrics: readonly ResolvedMetric[]): Promise<RunSummary[]> {
  if (metrics.length === 0) return [];
  const runs: RunSummary[] = [];
  for await (const row of readCsv(join(folder, METRICS_FILE), COLUMNS_BEFORE_METRICS))
    if (row.status === 'completed')
      runs.push({
        arm: row.arm,
        seed: row.seed,
        values: metrics.map(({ name }) => Number(row[name] || 'NaN')),
      });
  return runs;
}

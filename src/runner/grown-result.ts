/**
 * A finished result that is given more seeds: its runs are taken out of its tables again, so that only those of the new
 * seeds are made.
 */
import { closeSync, openSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { COLUMNS_BEFORE_METRICS } from '../experiment/metrics.js';
import { configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import { partsToMake, plannedRuns } from '../experiment/runs.js';
import { eachRow } from './arm-series.js';
import { csvField } from './csv.js';
import { RecordReader } from './csv-records.js';
import { FileError, withFile } from './file-error.js';
import {
  IDENTITY,
  METRICS_FILE,
  PART_METRICS_FILE,
  partFolder,
  SERIES_NAMES_FILE,
  TABLE_NAMES,
  type TableName,
  tableFile,
} from './layout.js';
import { makeFolder } from './make-folder.js';
import type { Manifest, ManifestRun } from './manifest.js';
import { writePartEnding } from './part-files.js';

const COMMA = 44;
export function seedsOf({ runs }: Pick<Manifest, 'runs'>): string[] {
  return [...new Set(runs.map(({ seed }) => seed))];
}

/** Whether an experiment is that of a finished result but for its seeds, among which are all of the result. */
export function isGrown(experiment: ResolvedExperiment, manifest: Manifest): boolean {
  const seeds = seedsOf(manifest);
  if (manifest.status === 'interrupted' || manifest.sequential !== undefined) return false;
  return (
    manifest.snapshots === undefined &&
    seeds.every((seed) => experiment.seeds.includes(seed)) &&
    configurationHash({ ...experiment, seeds }) === manifest.configurationHash
  );
}

/** The runs of a result that are parts of the grown experiment, with their folders. */
function heldParts(
  out: string,
  { runs }: Manifest,
  experiment: ResolvedExperiment,
): Map<number, { readonly run: ManifestRun; readonly folder: string }> {
  const key = (arm: string, seed: string) => JSON.stringify([arm, seed]);
  const held = new Map(runs.map((run) => [key(run.arm, run.seed), run]));
  const parts = partsToMake(plannedRuns(experiment)).flatMap(({ arm, seed, part }) => {
    const run = held.get(key(arm, seed));
    return run === undefined ? [] : [[run.run, { run, folder: partFolder(out, part) }] as const];
  });
  return new Map(parts);
}

type HeldParts = ReturnType<typeof heldParts>;

/** Gives each part its rows of a table, without the run, arm and seed in front. Rows are in the order of the runs. */
function splitTable(out: string, table: TableName, parts: HeldParts): void {
  const source = openSync(join(out, tableFile(table)), 'r');
  let target: { readonly run: number; readonly descriptor: number; readonly skip: number } | undefined;
  let isHeader = true;
  const close = () => target !== undefined && closeSync(target.descriptor);
  const open = (run: number) => {
    close();
    const part = parts.get(run);
    target = part && {
      run,
      descriptor: openSync(join(part.folder, tableFile(table)), 'a'),
      skip: Buffer.byteLength(`${run},${csvField(part.run.arm)},${csvField(part.run.seed)},`),
    };
  };
  try {
    eachRow(source, 0, statSync(join(out, tableFile(table))).size, (row) => {
      if (isHeader) {
        isHeader = false;
        return;
      }
      const run = Number(row.toString('latin1', 0, row.indexOf(COMMA)));
      if (target?.run !== run) open(run);
      if (target !== undefined) writeSync(target.descriptor, row, target.skip);
    });
  } finally {
    close();
    closeSync(source);
  }
}

/** Names of the recorded series: the header of series.csv. */
function seriesNames(out: string): string[] {
  const records = new RecordReader(join(out, tableFile('series')));
  const names: string[] = [];
  records.next((column, text, from, to) => {
    names[column] = text.slice(from, to);
  });
  records.close();
  return names.slice(IDENTITY.length);
}

/** Gives each part of a completed run its metrics, as the texts that they are in the file; an empty one is no value. */
function splitMetrics(out: string, parts: HeldParts): void {
  const records = new RecordReader(join(out, METRICS_FILE));
  let cells: string[] = [];
  while (
    records.next((column, text, from, to) => {
      if (column === 0) cells = [];
      cells[column] = text.slice(from, to);
    })
  ) {
    const part = parts.get(Number(cells[0]));
    if (part?.run.status === 'completed')
      writeFileSync(
        join(part.folder, PART_METRICS_FILE),
        JSON.stringify(cells.slice(COLUMNS_BEFORE_METRICS.length).map((cell) => cell || 'NaN')),
      );
  }
  records.close();
}

/**
 * Writes the parts of a result that the grown experiment can go on with, beside its tables.
 * @throws FileError if a table cannot be read or a part not be written
 */
export function restoreParts(out: string, manifest: Manifest, experiment: ResolvedExperiment): void {
  const parts = heldParts(out, manifest, experiment);
  withFile(out, () => {
    const names = JSON.stringify(seriesNames(out));
    for (const { folder } of parts.values()) {
      rmSync(folder, { recursive: true, force: true });
      makeFolder(folder);
      writeFileSync(join(folder, SERIES_NAMES_FILE), names);
    }
    for (const table of TABLE_NAMES)
      if (manifest.files[tableFile(table)] !== undefined) splitTable(out, table, parts);
    if (manifest.files[METRICS_FILE] !== undefined) splitMetrics(out, parts);
    for (const { run, folder } of parts.values()) {
      const { status, ticks, reason = '' } = run;
      writePartEnding(folder, { status, ticks, reason });
    }
  });
}

/** What to say of a result that is the same but for its seeds. */
export function seedsRefusal(path: string, manifest: Manifest): FileError {
  const seeds = seedsOf(manifest);
  const list = seeds.length === 1 ? `seed ${seeds[0]}` : `${seeds.length} seeds`;
  return new FileError(
    path,
    `holds these runs with ${list}; rqe batch with --resume keeps them and adds the others, --force starts again`,
  );
}

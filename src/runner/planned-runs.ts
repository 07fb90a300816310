/** The list of all runs of a batch, written before the first of them begins: what is to be made, and how much of it is there. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { PlannedRun } from '../experiment/runs.js';
import { csvRow } from './csv.js';
import { RecordReader } from './csv-records.js';
import { withFile } from './file-error.js';
import { PARTS_FOLDER, PLANNED_RUNS_FILE, partFolder, UNFINISHED } from './layout.js';
import { readPartEnding } from './part-files.js';
import { TextFile } from './text-file.js';

const COLUMNS = ['run', 'arm', 'seed', 'part'] as const;
const PART = COLUMNS.indexOf('part');

/** Writes the list into the parts of a result, as a whole or not at all, in the place of an earlier one. */
export function writePlannedRuns(result: string, runs: readonly PlannedRun[]): void {
  const path = join(result, PARTS_FOLDER, PLANNED_RUNS_FILE);
  const unfinished = path + UNFINISHED;
  withFile(path, () => rmSync(unfinished, { force: true }));
  const file = new TextFile(unfinished);
  file.write(csvRow(COLUMNS));
  for (const { run, arm, seed, part } of runs) file.write(csvRow([run, arm, seed, part]));
  file.close();
  withFile(path, () => renameSync(unfinished, path));
}

/** Runs of a batch, copies of equal ones among them. */
interface MadeRuns {
  readonly made: number;
  readonly planned: number;
}

/** The part of each planned run. */
function* plannedParts(path: string): Generator<number> {
  const records = new RecordReader(path);
  let cell = '';
  const next = () =>
    records.next((column, text, from, to) => {
      if (column === PART) cell = text.slice(from, to);
    });
  try {
    for (next(); next(); ) yield Number(cell);
  } finally {
    records.close();
  }
}

/** How many of the planned runs have ended; undefined if nothing is planned there, or nothing any more. */
function madeRuns(result: string): MadeRuns | undefined {
  const path = join(result, PARTS_FOLDER, PLANNED_RUNS_FILE);
  if (!existsSync(path)) return undefined;
  const ended = new Map<number, boolean>();
  const hasEnded = (part: number) => {
    const status = readPartEnding(partFolder(result, part))?.status;
    return status !== undefined && status !== 'interrupted';
  };
  let [planned, made] = [0, 0];
  for (const part of plannedParts(path)) {
    planned++;
    if (!ended.has(part)) ended.set(part, hasEnded(part));
    if (ended.get(part)) made++;
  }
  return { made, planned };
}

/** `3 of 12 runs are made`, where that is known. */
export function madeInWords(result: string): string | undefined {
  const runs = madeRuns(result);
  return runs && `${runs.made} of ${runs.planned} runs are made`;
}

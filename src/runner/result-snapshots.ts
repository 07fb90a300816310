/** Snapshots of a result: the one its runs go on from, and those that they leave. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFile } from './file-error.js';
import { partFolder, SNAPSHOT_FILE, SNAPSHOTS_FOLDER, START_SNAPSHOT_FILE } from './layout.js';
import type { Manifest } from './manifest.js';
import type { Job } from './messages.js';
import { folderOf } from './read-result.js';
import type { ResultFolder } from './result-folder.js';
import type { FinishedRun } from './result-tables.js';

export interface SnapshotOptions {
  /** File of the snapshot from which all runs go on: their rows begin after it. */
  readonly from?: string;
  /** Tick after which every run leaves a snapshot. */
  readonly snapshotAt?: number;
}

/** What a manifest says about snapshots. */
export interface SnapshotLabel {
  /** SHA-256 of the snapshot from which all runs went on. */
  readonly from?: string;
  readonly at?: number;
}

/** The options that make a result again: its folder, or the path of its manifest, holds the snapshot. */
export function snapshotsOf({ snapshots }: Pick<Manifest, 'snapshots'>, path: string): SnapshotOptions {
  const folder = folderOf(path);
  return {
    ...(snapshots?.from !== undefined && { from: join(folder, START_SNAPSHOT_FILE) }),
    ...(snapshots?.at !== undefined && { snapshotAt: snapshots.at }),
  };
}

export class ResultSnapshots {
  readonly label: SnapshotLabel | undefined;
  private readonly start: Buffer | undefined;

  /** Reads the snapshot at once: it may stand in the folder that is cleared next. */
  constructor({ from, snapshotAt }: SnapshotOptions) {
    this.start = from === undefined ? undefined : withFile(from, () => readFileSync(from));
    if (this.start !== undefined || snapshotAt !== undefined)
      this.label = {
        ...(this.start !== undefined && { from: createHash('sha256').update(this.start).digest('hex') }),
        ...(snapshotAt !== undefined && { at: snapshotAt }),
      };
  }

  /** What the jobs of the runs say. @param history series whose past a snapshot keeps */
  job(out: string, history: readonly string[]): Pick<Job, 'from' | 'snapshot'> {
    const at = this.label?.at;
    return {
      ...(this.start !== undefined && { from: { snapshot: join(out, START_SNAPSHOT_FILE) } }),
      ...(at !== undefined && { snapshot: { after: at, end: false, history } }),
    };
  }

  /** Puts the snapshot into the result, so that it can be made again. Returns SHA-256 by file. */
  writeStart(folder: ResultFolder): Record<string, string> {
    const { start } = this;
    if (start === undefined) return {};
    return { [START_SNAPSHOT_FILE]: folder.write(START_SNAPSHOT_FILE, (append) => append(start)) };
  }

  /** Puts what the runs have left into the result. Returns SHA-256 by file. */
  write(folder: ResultFolder, runs: readonly FinishedRun[]): Record<string, string> {
    const files: Record<string, string> = {};
    for (const { planned } of runs) {
      const path = join(partFolder(folder.path, planned.part), SNAPSHOT_FILE);
      if (this.label?.at === undefined || !existsSync(path)) continue;
      const bytes = withFile(path, () => readFileSync(path));
      const name = `${SNAPSHOTS_FOLDER}/${String(planned.run).padStart(6, '0')}.snapshot`;
      files[name] = folder.write(name, (append) => append(bytes));
    }
    return files;
  }
}

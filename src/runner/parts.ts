/** The folder `.parts` of a result: what finished runs have left while others go on. */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFile } from './file-error.js';
import type { ResultIdentity } from './identity.js';
import { PARTS_FOLDER, PLANNED_RUNS_FILE, UNFINISHED } from './layout.js';
import { lock } from './lock.js';
import { makeFolder } from './make-folder.js';
import type { Ending } from './messages.js';
import { readJson, readPartEnding } from './part-files.js';

const IDENTITY_FILE = 'identity.json';
const LOCK_FILE = 'lock';
/** What is no run. */
const COMMON: readonly string[] = [IDENTITY_FILE, LOCK_FILE, PLANNED_RUNS_FILE];
/** Name of a folder that is being removed. */
const REMOVED = `${PARTS_FOLDER}.removed`;

export class Parts {
  readonly path: string;

  constructor(private readonly result: string) {
    this.path = join(result, PARTS_FOLDER);
  }

  /** What an unfinished result is one of; undefined if there is none. */
  identity(): ResultIdentity | undefined {
    return readJson<ResultIdentity>(join(this.path, IDENTITY_FILE));
  }

  lock(): void {
    makeFolder(this.path);
    lock(join(this.path, LOCK_FILE), this.result);
  }

  unlock(): void {
    rmSync(join(this.path, LOCK_FILE), { force: true });
  }

  /** Removes what was left by one that never said what it began. */
  clear(): void {
    for (const name of readdirSync(this.path))
      if (name !== LOCK_FILE) rmSync(join(this.path, name), { recursive: true, force: true });
  }

  begin(identity: ResultIdentity): void {
    const path = join(this.path, IDENTITY_FILE);
    writeFileSync(path + UNFINISHED, JSON.stringify(identity));
    renameSync(path + UNFINISHED, path);
  }

  /** How finished runs ended, by the number of their part; what is not whole is removed and made again. */
  finished(): Map<number, Ending> {
    const finished = new Map<number, Ending>();
    for (const name of readdirSync(this.path)) {
      if (COMMON.includes(name)) continue;
      const folder = join(this.path, name);
      const ending = /^\d+$/.test(name) ? readPartEnding(folder) : undefined;
      if (ending !== undefined && ending.status !== 'interrupted') finished.set(Number(name), ending);
      else rmSync(folder, { recursive: true, force: true });
    }
    return finished;
  }

  /** Goes as a whole: a folder that is removed half would be taken for an unfinished result. */
  remove(): void {
    const removed = join(this.result, REMOVED);
    withFile(this.path, () => {
      rmSync(removed, { recursive: true, force: true });
      if (existsSync(this.path)) renameSync(this.path, removed);
      rmSync(removed, { recursive: true, force: true });
    });
  }

  /** Removes what a program left that was killed while it removed the parts. */
  removeLeftOver(): void {
    rmSync(join(this.result, REMOVED), { recursive: true, force: true });
  }
}

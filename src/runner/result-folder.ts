/** A result folder: whether it may be written, what it already holds, and how it is put together. */
import { createHash } from 'node:crypto';
import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  rmSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { csvRow } from './csv.js';
import { FileError, withFile } from './file-error.js';
import {
  IDENTITY,
  MANIFEST_FILE,
  OUTCOME_FILE,
  OWN_FILES,
  PARTS_FOLDER,
  partFolder,
  RUNS_FILE,
  TABLES,
  type TableName,
  tableFile,
} from './layout.js';
import type { Manifest } from './manifest.js';
import type { Outcome } from './messages.js';

/** What the rows of a folder are a function of. */
export interface ResultIdentity {
  readonly configurationHash: string;
  readonly engineVersion: string;
}

export type FolderState =
  | { readonly state: 'open'; readonly finished: ReadonlyMap<number, Outcome> }
  | { readonly state: 'done'; readonly manifest: Manifest };

const IDENTITY_FILE = 'identity.json';
const LOCK_FILE = 'lock';

function readJson<T>(path: string): T | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  } catch {
    return undefined;
  }
}

function same(a: ResultIdentity | undefined, b: ResultIdentity): boolean {
  return a?.configurationHash === b.configurationHash && a.engineVersion === b.engineVersion;
}

function isAlive(processId: number): boolean {
  try {
    process.kill(processId, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

export class ResultFolder {
  private readonly parts: string;

  constructor(readonly path: string) {
    this.parts = join(path, PARTS_FOLDER);
  }

  /**
   * Makes the folder ready to be written, or finds that all is there. Throws a `FileError` if it holds
   * something else and `force` is not given; `force` removes what this program wrote there, nothing more.
   */
  open(identity: ResultIdentity, force: boolean): FolderState {
    const path = this.path;
    return withFile(path, () => {
      mkdirSync(path, { recursive: true });
      if (force) this.clear();
      const started = readJson<ResultIdentity>(join(this.parts, IDENTITY_FILE));
      const manifest = readJson<Manifest>(join(path, MANIFEST_FILE));
      if (same(started, identity)) return { state: 'open', finished: this.resume() };
      if (started === undefined && same(manifest, identity)) return this.done(manifest as Manifest);
      const held = readdirSync(path);
      if (held.length > 0 && !force) throw new FileError(path, this.refusal(started ?? manifest, identity));
      mkdirSync(this.parts, { recursive: true });
      this.lock();
      writeFileSync(join(this.parts, IDENTITY_FILE), JSON.stringify(identity));
      return { state: 'open', finished: new Map() };
    });
  }

  /** The rows of a table over all runs, in the order of the runs. */
  mergeTable(table: TableName, outcomes: readonly Outcome[]): string {
    const series = outcomes.find((outcome) => outcome.series.length > 0)?.series ?? [];
    const columns = table === 'series' ? series : TABLES[table];
    return this.write(tableFile(table), (append) => {
      append(Buffer.from(csvRow([...IDENTITY, ...columns])));
      for (const { run } of outcomes) appendFile(join(partFolder(this.path, run), tableFile(table)), append);
    });
  }

  writeRuns(outcomes: readonly Outcome[]): string {
    const rows = outcomes.map(({ run, arm, seed, status, ticks, reason }) =>
      csvRow([run, arm, seed, status, ticks, reason]),
    );
    return this.writeText(
      RUNS_FILE,
      csvRow(['run', 'arm', 'seed', 'status', 'ticks', 'reason']) + rows.join(''),
    );
  }

  /** Writes a file as a whole or not at all; returns its SHA-256. */
  writeText(name: string, text: string): string {
    return this.write(name, (append) => append(Buffer.from(text)));
  }

  remove(name: string): void {
    withFile(join(this.path, name), () => rmSync(join(this.path, name), { force: true }));
  }

  removeParts(): void {
    withFile(this.parts, () => rmSync(this.parts, { recursive: true, force: true }));
  }

  unlock(): void {
    rmSync(join(this.parts, LOCK_FILE), { force: true });
  }

  private clear(): void {
    if (existsSync(this.parts)) this.lock();
    for (const name of OWN_FILES) rmSync(join(this.path, name), { force: true });
    rmSync(this.parts, { recursive: true, force: true });
  }

  private done(manifest: Manifest): FolderState {
    const missing = Object.keys(manifest.files).find((name) => !existsSync(join(this.path, name)));
    if (missing !== undefined)
      throw new FileError(join(this.path, missing), 'is gone from a finished result; --force runs it again');
    return { state: 'done', manifest };
  }

  private refusal(held: ResultIdentity | undefined, identity: ResultIdentity): string {
    const hint = '; choose another folder with --out, or --force to replace it';
    if (held === undefined) return `is not empty and holds no result of this program${hint}`;
    if (held.configurationHash === identity.configurationHash)
      return `holds a result of engine ${held.engineVersion}, this is ${identity.engineVersion}${hint}`;
    return `holds the result of another configuration (${String(held.configurationHash).slice(0, 12)}…)${hint}`;
  }

  /** What finished runs have left; the rest is removed and runs again. */
  private resume(): Map<number, Outcome> {
    this.lock();
    const finished = new Map<number, Outcome>();
    for (const name of readdirSync(this.parts)) {
      if (name === IDENTITY_FILE || name === LOCK_FILE) continue;
      const folder = join(this.parts, name);
      const outcome = readJson<Outcome>(join(folder, OUTCOME_FILE));
      const isWhole = /^\d+$/.test(name) && outcome !== undefined && outcome.status !== 'interrupted';
      if (isWhole) finished.set(outcome.run, outcome);
      else rmSync(folder, { recursive: true, force: true });
    }
    return finished;
  }

  /** Two programs in one folder would mix their rows. */
  private lock(): void {
    const path = join(this.parts, LOCK_FILE);
    const holder = Number(existsSync(path) ? readFileSync(path, 'utf8') : 0);
    if (holder > 0 && holder !== process.pid && isAlive(holder))
      throw new FileError(
        this.path,
        `is being written by process ${holder}; if that is none of rqe, remove ${path}`,
      );
    writeFileSync(path, String(process.pid));
  }

  private write(name: string, fill: (append: (bytes: Buffer) => void) => void): string {
    const path = join(this.path, name);
    const hash = createHash('sha256');
    withFile(path, () => {
      const unfinished = `${path}.unfinished`;
      const descriptor = openSync(unfinished, 'w');
      try {
        fill((bytes) => {
          hash.update(bytes);
          for (let done = 0; done < bytes.length; ) done += writeSync(descriptor, bytes, done);
        });
      } catch (error) {
        closeSync(descriptor);
        rmSync(unfinished, { force: true });
        throw error;
      }
      closeSync(descriptor);
      renameSync(unfinished, path);
    });
    return hash.digest('hex');
  }
}

const PIECE = Buffer.alloc(1 << 20);

function appendFile(path: string, append: (bytes: Buffer) => void): void {
  if (!existsSync(path)) return;
  const descriptor = openSync(path, 'r');
  try {
    for (let read = readSync(descriptor, PIECE); read > 0; read = readSync(descriptor, PIECE))
      append(PIECE.subarray(0, read));
  } finally {
    closeSync(descriptor);
  }
}

/** A result folder: whether it may be written, what it already holds, and its files, each whole or not there. */
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { FileError, withFile } from './file-error.js';
import { requireWhole } from './fingerprints.js';
import { isGrown, restoreParts, seedsRefusal } from './grown-result.js';
import { writeHashed } from './hashed-file.js';
import { identityOf, madeByAnother, type ResultIdentity, sameIdentity } from './identity.js';
import { MANIFEST_FILE, OWN_FILES, PARTS_FOLDER, SNAPSHOTS_FOLDER, UNFINISHED } from './layout.js';
import { makeFolder } from './make-folder.js';
import type { Manifest } from './manifest.js';
import type { Ending } from './messages.js';
import { readJson } from './part-files.js';
import { Parts } from './parts.js';
import { madeInWords } from './planned-runs.js';
import { REPORT_FOLDER, removeReport } from './report-folder.js';
import { settle } from './settle.js';

/** A snapshot of a run, perhaps cut off. */
const SNAPSHOT_NAME = /^\d{6,}\.snapshot(\.unfinished)?$/;

export type FolderState =
  | { readonly state: 'open'; readonly finished: ReadonlyMap<number, Ending> }
  | { readonly state: 'done'; readonly manifest: Manifest };

/** What to do with a folder that holds something: `force` replaces a result; without `resume` an unfinished one stays. */
export interface OpenFlags {
  readonly force: boolean;
  readonly resume: boolean;
  /** The experiment, a finished result of which, with fewer seeds, is not another. */
  readonly grow?: ResolvedExperiment;
  /** Goes on with such a one; else it stays, with a word on how. */
  readonly addSeeds?: boolean;
}

export class ResultFolder {
  private readonly parts: Parts;

  constructor(readonly path: string) {
    this.parts = new Parts(path);
  }

  /**
   * Makes the folder ready to be written, or finds that all is there. Throws a `FileError` if it holds
   * something else and `force` is not given; `force` removes what this program wrote there, nothing more.
   */
  open(identity: ResultIdentity, { force, resume, grow, addSeeds = false }: OpenFlags): FolderState {
    const { path, parts } = this;
    return withFile(path, () => {
      makeFolder(path);
      parts.removeLeftOver();
      if (force) this.removeAllParts();
      const begun = parts.identity();
      const manifest = readJson<Manifest>(join(path, MANIFEST_FILE));
      if (sameIdentity(begun, identity)) return this.goOn(resume);
      if (!force && begun === undefined && manifest?.status === 'interrupted')
        throw new FileError(
          path,
          `holds an interrupted result without its finished runs (${PARTS_FOLDER}), and cannot go on; --force starts again, --out takes another folder`,
        );
      if (
        !force &&
        begun === undefined &&
        manifest !== undefined &&
        sameIdentity(identityOf(manifest), identity)
      )
        return this.done(manifest);
      if (!force && begun === undefined && manifest !== undefined && grow !== undefined) {
        const isSame = manifest.engineVersion === identity.engineVersion;
        if (isSame && identity.snapshots === undefined && isGrown(grow, manifest))
          return this.grown(manifest, identity, grow, addSeeds);
      }
      if (this.isInUse() && !force)
        throw new FileError(path, this.refusal(begun ?? (manifest && identityOf(manifest)), identity));
      parts.lock();
      parts.clear();
      parts.begin(identity);
      this.removeFiles();
      return { state: 'open', finished: new Map() };
    });
  }

  /** Writes a file as a whole or not at all; returns its SHA-256. */
  write(name: string, fill: (append: (bytes: Uint8Array) => void) => void): string {
    return writeHashed(join(this.path, name), fill);
  }

  writeText(name: string, text: string): string {
    return this.write(name, (append) => append(Buffer.from(text)));
  }

  /** Waits until files, and their names, are on the disk itself. */
  settle(names: readonly string[]): void {
    const paths = names.map((name) => join(this.path, name));
    for (const path of [...paths, ...new Set(paths.map((path) => dirname(path)))]) settle(path);
  }

  removeParts(): void {
    this.parts.remove();
  }

  unlock(): void {
    this.parts.unlock();
  }

  /** Not while another process writes them. */
  private removeAllParts(): void {
    if (existsSync(this.parts.path)) this.parts.lock();
    this.parts.remove();
  }

  /** What an earlier result, or an interrupted one, has left beside the parts. */
  private removeFiles(): void {
    for (const name of OWN_FILES)
      for (const own of [name, name + UNFINISHED]) rmSync(join(this.path, own), { force: true });
    this.removeSnapshots();
    removeReport(join(this.path, REPORT_FOLDER));
  }

  private removeSnapshots(): void {
    const folder = join(this.path, SNAPSHOTS_FOLDER);
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder)) if (SNAPSHOT_NAME.test(name)) rmSync(join(folder, name));
    if (readdirSync(folder).length === 0) rmdirSync(folder);
  }

  /** How far an unfinished result is, in brackets. */
  private made(): string {
    const words = madeInWords(this.path);
    return words === undefined ? '' : ` (${words})`;
  }

  private goOn(resume: boolean): FolderState {
    if (!resume)
      throw new FileError(
        this.path,
        `holds an unfinished result of this configuration${this.made()}; --resume goes on with it, --force starts again`,
      );
    this.parts.lock();
    this.removeFiles();
    return { state: 'open', finished: this.parts.finished() };
  }

  /** Goes on with a finished result that has fewer seeds. Until the parts are whole, it stays what it was. */
  private grown(
    manifest: Manifest,
    identity: ResultIdentity,
    experiment: ResolvedExperiment,
    addSeeds: boolean,
  ): FolderState {
    if (!addSeeds) throw seedsRefusal(this.path, manifest);
    requireWhole(this.path, manifest);
    this.parts.lock();
    this.parts.clear();
    restoreParts(this.path, manifest, experiment);
    this.parts.begin(identity);
    this.removeFiles();
    return { state: 'open', finished: this.parts.finished() };
  }

  private done(manifest: Manifest): FolderState {
    requireWhole(this.path, manifest);
    return { state: 'done', manifest };
  }

  /** A program that was killed before it could say what it begins leaves an empty folder of parts. */
  private isInUse(): boolean {
    const isBegun = this.parts.identity() !== undefined;
    return readdirSync(this.path).some((name) => name !== PARTS_FOLDER || isBegun);
  }

  private refusal(held: ResultIdentity | undefined, identity: ResultIdentity): string {
    const hint = '; choose another folder with --out, or --force to replace it';
    if (held === undefined) return `is not empty and holds no result of this program${hint}`;
    if (held.engineVersion !== identity.engineVersion)
      return `${madeByAnother(held.engineVersion, identity.engineVersion)}: the same command with --force replaces it; --out takes another folder`;
    if (held.configurationHash !== identity.configurationHash)
      return `holds the result of another configuration (${held.configurationHash.slice(0, 12)}…)${hint}`;
    return JSON.stringify(held.snapshots) === JSON.stringify(identity.snapshots)
      ? `holds a result of this configuration with another rule for its seeds${hint}`
      : `holds a result of this configuration that began at, or left, other snapshots${hint}`;
  }
}

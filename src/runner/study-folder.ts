/**
 * The folder of a sensitivity study, a calibration or a test of claims: `study.json` says of what, `evaluations` holds one file for
 * each block of points that was run, and the tables come last. A block is there whole or not at all, so that a study
 * that was interrupted, however, goes on with the block it was in.
 */
import { existsSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Catalogue } from '../experiment/catalogue.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import type { PointRuns } from '../experiment/responses.js';
import type { Table } from '../experiment/study-tables.js';
import { sha256 } from '../maths/sha256.js';
import { csvRow } from './csv.js';
import { studyPackage, tableOfFile } from './data-package.js';
import { FileError, withFile } from './file-error.js';
import { madeByAnother } from './identity.js';
import { DATA_PACKAGE_FILE, PROVENANCE_FILE, STUDY_FILE, UNFINISHED } from './layout.js';
import { lock } from './lock.js';
import { makeFolder } from './make-folder.js';
import { readJson } from './part-files.js';

const EVALUATIONS_FOLDER = 'evaluations';
/** Holds the result folder of the block in hand. */
const RUNS_FOLDER = '.runs';
const LOCK_FILE = '.lock';

export interface StudyIdentity {
  readonly study: 'sensitivity' | 'calibration' | 'claims';
  readonly engineVersion: string;
  /** Of the experiment and of all that decides which points are run. */
  readonly configurationHash: string;
}

/** What was run at some points. A number that is not finite is null in the file. */
interface Block {
  readonly rows: readonly (readonly unknown[])[];
  /** [point][arm][seed][metric] */
  readonly runs: readonly (readonly (readonly (readonly (number | null)[] | null)[])[])[];
  /** How long the runs of each arm took; absent where that is not known. */
  readonly seconds?: readonly number[];
}

function fromFile({ runs }: Block): PointRuns[] {
  return runs.map((arms) =>
    arms.map((seeds) => seeds.map((values) => values?.map((value) => value ?? Number.NaN))),
  );
}

export class StudyFolder {
  /** Tables written so far, with their SHA-256. */
  private readonly files: Record<string, string> = {};
  private readonly headers = new Map<string, readonly string[]>();
  private readonly seconds = new Map<string, readonly number[]>();
  private readonly times: object = {};
  private isFinished = false;

  constructor(
    readonly path: string,
    private readonly identity: StudyIdentity,
  ) {}

  /**
   * Makes the folder ready; `force` removes another study, and nothing else. Throws a `FileError` if it holds
   * something else or another process writes it.
   */
  open(force: boolean): void {
    const { path, identity } = this;
    withFile(path, () => {
      makeFolder(path);
      const begun = readJson<StudyIdentity & { readonly files?: object }>(join(path, STUDY_FILE));
      if (begun === undefined && readdirSync(path).some((name) => !this.isOwn(name)))
        throw new FileError(path, 'holds something else; choose another folder with --out');
      lock(join(path, LOCK_FILE), path);
      if (begun !== undefined && (force || !this.isThis(begun))) {
        if (!force) {
          this.close();
          throw new FileError(path, this.refusal(begun));
        }
        for (const name of [
          STUDY_FILE,
          EVALUATIONS_FOLDER,
          RUNS_FOLDER,
          PROVENANCE_FILE,
          ...Object.keys(begun.files ?? {}),
        ])
          rmSync(join(path, name), { recursive: true, force: true });
      }
      makeFolder(join(path, EVALUATIONS_FOLDER));
      if (!existsSync(join(path, STUDY_FILE))) this.writeJson(STUDY_FILE, identity);
    });
  }

  close(): void {
    rmSync(join(this.path, LOCK_FILE), { force: true });
  }

  /** What {@link finish} said of the study when it was last complete; undefined if it never was. */
  get finished(): Readonly<Record<string, unknown>> | undefined {
    const found = readJson<Readonly<Record<string, unknown>>>(join(this.path, STUDY_FILE));
    return found?.files === undefined ? undefined : found;
  }

  /** Folder for the runs of a block; {@link keep} removes it, and {@link finish} what a stop in the midst of that left. */
  runsFolder(block: string): string {
    return join(this.path, RUNS_FOLDER, block);
  }

  /** What was run at these points, if it is there. Throws if the file speaks of other points. */
  find(block: string, rows: readonly (readonly unknown[])[]): PointRuns[] | undefined {
    const name = this.blockFile(block);
    const found = readJson<Block>(join(this.path, name));
    if (found === undefined) return undefined;
    if (JSON.stringify(found.rows) !== JSON.stringify(rows))
      throw new FileError(
        join(this.path, name),
        'speaks of other points than this study; --force starts again',
      );
    if (found.seconds !== undefined) this.seconds.set(block, found.seconds);
    return fromFile(found);
  }

  /** How long the runs of each arm took, of a block that was found or kept; undefined where that is not known. */
  secondsOf(block: string): readonly number[] | undefined {
    return this.seconds.get(block);
  }

  /** Keeps what was run, and lets the runs go. Returns it as it will be read again. */
  keep(
    block: string,
    rows: readonly (readonly unknown[])[],
    runs: readonly PointRuns[],
    seconds?: readonly number[],
  ): PointRuns[] {
    if (seconds !== undefined) this.seconds.set(block, seconds);
    const kept: Block = {
      rows,
      ...(seconds !== undefined && { seconds }),
      runs: runs.map((arms) =>
        arms.map((seeds) =>
          seeds.map((values) => values?.map((value) => (Number.isFinite(value) ? value : null)) ?? null),
        ),
      ),
    };
    this.writeJson(this.blockFile(block), kept);
    rmSync(this.runsFolder(block), { recursive: true, force: true });
    return fromFile(kept);
  }

  /** Removes a table that an earlier turn of this study wrote and that would now say something else than the others. */
  discard(name: string): void {
    withFile(this.path, () => rmSync(join(this.path, name), { force: true }));
  }

  writeTable(name: string, table: Table): void {
    this.write(name, table.map(csvRow).join(''));
    this.headers.set(name, table[0].map(String));
  }

  /** Writes what the columns of the tables written so far are. */
  describe(experiment: ResolvedExperiment, catalogue: Catalogue): void {
    const tables = [...this.headers].map(([file, columns]) => ({
      table: tableOfFile(file) as string,
      columns,
      hash: this.files[file],
    }));
    this.write(DATA_PACKAGE_FILE, studyPackage(experiment, catalogue, this.identity, tables));
  }

  /** Writes a text as a whole. */
  write(name: string, text: string): void {
    this.files[name] = sha256(text);
    this.writeWhole(name, text);
  }

  /** Something else that varies by machine. */
  addTimes(times: object): void {
    Object.assign(this.times, times);
  }

  /** Writes what varies by machine, which no fingerprint covers; nothing for a study that was interrupted. */
  writeTimes(times: object): void {
    if (this.isFinished)
      this.writeWhole(PROVENANCE_FILE, `${JSON.stringify({ ...times, ...this.times }, null, 2)}\n`);
  }

  /** Writes `study.json` with the fingerprints of the tables: the study is complete. */
  finish(more: Readonly<Record<string, unknown>>): void {
    rmSync(join(this.path, RUNS_FOLDER), { recursive: true, force: true });
    this.writeJson(STUDY_FILE, { ...this.identity, ...more, files: this.files });
    this.isFinished = true;
  }

  /** A name that stands in the folder of a study that was stopped before it had said of what it is. */
  private isOwn(name: string): boolean {
    return [LOCK_FILE, EVALUATIONS_FOLDER, STUDY_FILE + UNFINISHED].includes(name);
  }

  private isThis(begun: StudyIdentity): boolean {
    const { study, engineVersion, configurationHash } = this.identity;
    return (
      begun.study === study &&
      begun.engineVersion === engineVersion &&
      begun.configurationHash === configurationHash
    );
  }

  private refusal({ engineVersion }: StudyIdentity): string {
    const own = this.identity.engineVersion;
    return engineVersion === own
      ? 'holds a study of another configuration; --force replaces it'
      : `${madeByAnother(engineVersion, own)}: the same command with --force replaces it`;
  }

  private blockFile(block: string): string {
    return join(EVALUATIONS_FOLDER, `${block}.json`);
  }

  private writeJson(name: string, value: unknown): void {
    this.writeWhole(name, `${JSON.stringify(value)}\n`);
  }

  private writeWhole(name: string, text: string): void {
    const path = join(this.path, name);
    withFile(path, () => {
      writeFileSync(path + UNFINISHED, text);
      renameSync(path + UNFINISHED, path);
    });
  }
}

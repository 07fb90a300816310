/**
 * The tables of a result, which grow while its runs are made: the rows of a run are added as soon as it and all before it have
 * ended, so that little is left to do at the end, and the disk has long begun.
 */
import { join } from 'node:path';
import { csvField, csvRow } from './csv.js';
import { FileError, reasonOf } from './file-error.js';
import { HashedFile } from './hashed-file.js';
import { IDENTITY, partFolder, SERIES_NAMES_FILE, TABLES, type TableName, tableFile } from './layout.js';
import { RowMerger } from './merge.js';
import { readJson } from './part-files.js';
import type { FinishedRun } from './result-tables.js';
import { settleOpen } from './settle.js';

/** So much is given to the disk at a time, while rows go on being added. */
const BYTES_A_SETTLING = 1 << 26;

class GrowingTable {
  private readonly file: HashedFile;
  private readonly merger: RowMerger;
  private unsettled = 0;
  private settling: Promise<void> | undefined;
  private failure: unknown;

  /** @param isSettled while it grows */
  constructor(
    private readonly path: string,
    private readonly isSettled: boolean,
  ) {
    this.file = new HashedFile(path);
    this.merger = new RowMerger((bytes) => this.append(bytes));
  }

  /** Adds the rows of a part, if it has any. */
  add(part: string, identity: string): void {
    this.merger.addFile(part, identity);
  }

  /** Gives the table its name, if asked for when it is on the disk itself; returns its SHA-256. */
  async finish(isSettled: boolean): Promise<string> {
    this.merger.flush();
    await this.settling;
    if (isSettled) await this.settle();
    if (this.failure !== undefined)
      throw new FileError(this.path, reasonOf(this.failure), { cause: this.failure });
    return this.file.finish();
  }

  async abandon(): Promise<void> {
    await this.settling;
    this.file.abandon();
  }

  append(bytes: Uint8Array): void {
    this.file.append(bytes);
    this.unsettled += bytes.length;
    if (!this.isSettled || this.unsettled < BYTES_A_SETTLING || this.settling !== undefined) return;
    this.unsettled = 0;
    this.settling = this.settle().then(() => {
      this.settling = undefined;
    });
  }

  private async settle(): Promise<void> {
    const error = await settleOpen(this.file.descriptor);
    this.failure ??= error;
  }
}

export class GrowingTables {
  private readonly tables = new Map<TableName, GrowingTable>();
  private count = 0;

  /**
   * @param folder of the result
   * @param names of the tables
   * @param isSettled the disk is asked for them while they grow, so that the wait at the end is short
   */
  constructor(
    private readonly folder: string,
    private readonly names: readonly TableName[],
    private readonly isSettled: boolean,
  ) {}

  /** How many runs have been added. */
  get runs(): number {
    return this.count;
  }

  /** Adds the rows of a run; it must be the next in the order of the runs. Throws a `FileError` if they cannot be written. */
  add({ planned }: FinishedRun): void {
    const { run, arm, seed, part } = planned;
    const folder = partFolder(this.folder, part);
    const identity = `${run},${csvField(arm)},${csvField(seed)},`;
    if (!this.tables.has('series')) {
      const series = readJson<string[]>(join(folder, SERIES_NAMES_FILE));
      if (series !== undefined) this.begin('series', series);
    }
    for (const table of this.names) {
      // A run that ended before its first tick has no series.
      if (table !== 'series' && !this.tables.has(table)) this.begin(table, TABLES[table]);
      this.tables.get(table)?.add(join(folder, tableFile(table)), identity);
    }
    this.count++;
  }

  /**
   * Gives the tables their names; their SHA-256 by file. No run can be added any more.
   *
   * @param isSettled they are on the disk itself then
   */
  async finish(isSettled: boolean): Promise<Record<string, string>> {
    for (const table of this.names) if (!this.tables.has(table)) this.begin(table, TABLES[table]);
    const entries = this.names.map(async (table) => {
      const hash = await (this.tables.get(table) as GrowingTable).finish(isSettled);
      this.tables.delete(table);
      return [tableFile(table), hash] as const;
    });
    return Object.fromEntries(await allOf(entries));
  }

  /** What has not got its name goes. */
  async abandon(): Promise<void> {
    for (const table of this.tables.values()) await table.abandon();
    this.tables.clear();
  }

  private begin(table: TableName, columns: readonly string[]): void {
    const grown = new GrowingTable(join(this.folder, tableFile(table)), this.isSettled);
    this.tables.set(table, grown);
    grown.append(Buffer.from(csvRow([...IDENTITY, ...columns])));
  }
}

/** All of them, or the first failure in their order when none is under way any more. */
async function allOf<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  const settled = await Promise.allSettled(promises);
  return settled.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}

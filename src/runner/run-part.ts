/**
 * Writes what one run records into a folder of its own. The folder gets its name when the run has ended, so
 * that a folder that has its name is always whole, even after `kill -9`.
 */
import { closeSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributionRow, BalanceRow, FlowRow, RecordSink } from '../engine/recording.js';
import type { ModelEvent } from '../ledger/events.js';
import { dateOfTick } from '../maths/calendar.js';
import { csvField, csvRow } from './csv.js';
import { withFile } from './file-error.js';
import { OUTCOME_FILE, TABLE_NAMES, type TableName, tableFile } from './layout.js';
import type { Job, Outcome } from './messages.js';

const BUFFER_CHARACTERS = 1 << 20;

/** A text file that is written in large pieces. */
class TextFile {
  private readonly descriptor: number;
  private pending = '';

  constructor(private readonly path: string) {
    this.descriptor = withFile(path, () => openSync(path, 'w'));
  }

  write(text: string): void {
    this.pending += text;
    if (this.pending.length >= BUFFER_CHARACTERS) this.flush();
  }

  close(): void {
    this.flush();
    closeSync(this.descriptor);
  }

  /** A full disk may take a part of what is written: the rest is tried again and then fails in clear words. */
  private flush(): void {
    const bytes = Buffer.from(this.pending);
    this.pending = '';
    withFile(this.path, () => {
      for (let done = 0; done < bytes.length; ) done += writeSync(this.descriptor, bytes, done);
    });
  }
}

export class RunPart implements RecordSink {
  private readonly unfinished: string;
  private readonly files = new Map<TableName, TextFile>();
  /** `run,arm,seed,` of every row. */
  private readonly identity: string;
  private datedTick = -1;
  private datedAs = '';
  seriesNames: readonly string[] = [];

  constructor(private readonly job: Job) {
    this.unfinished = `${job.folder}.unfinished`;
    this.identity = `${job.run},${csvField(job.arm)},${csvField(job.seed)},`;
    withFile(this.unfinished, () => {
      rmSync(this.unfinished, { recursive: true, force: true });
      mkdirSync(this.unfinished, { recursive: true });
    });
    for (const table of TABLE_NAMES)
      this.files.set(table, new TextFile(join(this.unfinished, tableFile(table))));
  }

  header(series: readonly string[]): void {
    this.seriesNames = [...series];
  }

  series(tick: number, date: string, values: Float64Array): void {
    this.add('series', `${tick},${date},${values.join(',')}\n`);
  }

  balance({ tick, kind, instrument, opening, postings, revaluation, closing }: BalanceRow): void {
    this.dated('balance', tick, [kind, instrument, opening, postings, revaluation, closing]);
  }

  flow({ tick, flow, kind, instrument, amount }: FlowRow): void {
    this.dated('flows', tick, [flow, kind, instrument, amount]);
  }

  attribution({ tick, asset, kind, cause, lnPrice }: AttributionRow): void {
    if (lnPrice !== 0) this.dated('attribution', tick, [asset, kind, cause, lnPrice]);
  }

  event({ tick, type, kind, row, subject, amount }: ModelEvent, date: string): void {
    this.add('events', `${tick},${date},${csvRow([type, kind, row, subject, amount])}`);
  }

  /** Closes the files and gives the folder its name. */
  finish(outcome: Outcome): void {
    for (const file of this.files.values()) file.close();
    const path = join(this.unfinished, OUTCOME_FILE);
    withFile(path, () => {
      writeFileSync(path, `${JSON.stringify(outcome)}\n`);
      rmSync(this.job.folder, { recursive: true, force: true });
      renameSync(this.unfinished, this.job.folder);
    });
  }

  private dated(table: TableName, tick: number, values: readonly (string | number)[]): void {
    if (tick !== this.datedTick) {
      const { start, ticksPerYear } = this.job.configuration;
      this.datedTick = tick;
      this.datedAs = dateOfTick(tick, start, ticksPerYear);
    }
    this.add(table, `${tick},${this.datedAs},${csvRow(values)}`);
  }

  private add(table: TableName, rest: string): void {
    (this.files.get(table) as TextFile).write(this.identity + rest);
  }
}

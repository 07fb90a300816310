/**
 * Writes what one run records into a folder of its own. The folder gets its name when the run has ended, so
 * that a folder that has its name is always whole, even after `kill -9`. Rows lack run, arm and seed: they are put in
 * front when the parts are merged, since equal runs share one part.
 */
import { copyFileSync, existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AttributionRow, BalanceRow, ContractRow, FlowRow, RecordSink } from '../engine/recording.js';
import type { WorldSnapshot } from '../engine/snapshot.js';
import { type ModelEvent, WHOLE_KIND } from '../ledger/events.js';
import { dateOfTick } from '../maths/calendar.js';
import { csvNumbers, csvRow } from './csv.js';
import { withFile } from './file-error.js';
import { SERIES_NAMES_FILE, SNAPSHOT_FILE, TABLE_NAMES, type TableName, tableFile } from './layout.js';
import { makeFolder } from './make-folder.js';
import type { Ending, Job } from './messages.js';
import { MetricSeries } from './metric-series.js';
import { writePartEnding } from './part-files.js';
import { type SavedRun, writeSnapshot } from './snapshot-file.js';
import { TextFile } from './text-file.js';

export class RunPart implements RecordSink {
  private readonly unfinished: string;
  private readonly files = new Map<TableName, TextFile>();
  private readonly metricSeries: MetricSeries;
  /** Series for the snapshot, if one is asked for. */
  private readonly history: MetricSeries;
  readonly watched: readonly string[];
  private datedTick = -1;
  private datedAs = '';

  /** @param origin what `job.from` holds */
  constructor(
    private readonly job: Job,
    origin?: SavedRun,
  ) {
    const { watched, snapshot, configuration } = job;
    this.unfinished = `${job.folder}.unfinished`;
    this.metricSeries = new MetricSeries(watched, configuration.ticks, origin?.history);
    this.history = new MetricSeries(snapshot?.history ?? [], snapshot?.after ?? 0, origin?.history);
    this.watched = [...watched, ...(snapshot?.history ?? [])];
    withFile(this.unfinished, () => {
      rmSync(this.unfinished, { recursive: true, force: true });
      makeFolder(this.unfinished);
    });
    for (const table of TABLE_NAMES)
      this.files.set(table, new TextFile(join(this.unfinished, tableFile(table))));
    if (job.from?.rows !== undefined) this.copyRows(job.from.rows);
  }

  watch(tick: number, values: Float64Array): void {
    const { watched, snapshot } = this.job;
    this.metricSeries.set(tick, values.subarray(0, watched.length));
    if (snapshot !== undefined && tick <= snapshot.after)
      this.history.set(tick, values.subarray(watched.length));
  }

  /** Writes the snapshot that the job asks for. */
  keep(world: WorldSnapshot): void {
    const { configuration } = this.job;
    writeSnapshot(join(this.unfinished, SNAPSHOT_FILE), {
      configuration,
      world,
      history: this.history.history,
    });
  }

  header(series: readonly string[]): void {
    const path = join(this.unfinished, SERIES_NAMES_FILE);
    withFile(path, () => writeFileSync(path, JSON.stringify(series)));
  }

  series(tick: number, date: string, values: Float64Array): void {
    this.add('series', `${tick},${date},${csvNumbers(values)}\n`);
  }

  balance({ tick, kind, instrument, opening, postings, revaluation, closing }: BalanceRow): void {
    this.dated('balance', tick, [kind, instrument, opening, postings, revaluation, closing]);
  }

  flow({ tick, flow, kind, instrument, amount }: FlowRow): void {
    this.dated('flows', tick, [flow, kind, instrument, amount]);
  }

  contract({ tick, debtor, creditor, owes, outstanding, perYear, years }: ContractRow): void {
    this.dated('contracts', tick, [debtor, creditor, owes, outstanding, perYear, years]);
  }

  attribution({ tick, asset, kind, cause, lnPrice }: AttributionRow): void {
    if (lnPrice !== 0) this.dated('attribution', tick, [asset, kind, cause, lnPrice]);
  }

  event(event: ModelEvent, date: string): void {
    const { tick, type, kind, subject, amount, name = '', counterparty = '' } = event;
    const row = event.row === WHOLE_KIND ? '' : event.row;
    this.add('events', `${tick},${date},${csvRow([type, kind, row, subject, amount, name, counterparty])}`);
  }

  /** Closes the files and gives the folder its name. */
  finish(ending: Ending): void {
    for (const file of this.files.values()) file.close();
    if (ending.status === 'completed') this.metricSeries.write(this.unfinished);
    writePartEnding(this.unfinished, ending);
    withFile(this.job.folder, () => {
      rmSync(this.job.folder, { recursive: true, force: true });
      renameSync(this.unfinished, this.job.folder);
    });
  }

  private copyRows(folder: string): void {
    for (const table of TABLE_NAMES) {
      const path = join(folder, tableFile(table));
      withFile(path, () => {
        if (existsSync(path)) copyFileSync(path, join(this.unfinished, tableFile(table)));
      });
    }
  }

  private dated(table: TableName, tick: number, values: readonly (string | number)[]): void {
    if (tick !== this.datedTick) {
      const { start, ticksPerYear } = this.job.configuration;
      this.datedTick = tick;
      this.datedAs = dateOfTick(tick, start, ticksPerYear);
    }
    this.add(table, `${tick},${this.datedAs},${csvRow(values)}`);
  }

  private add(table: TableName, row: string): void {
    (this.files.get(table) as TextFile).write(row);
  }
}

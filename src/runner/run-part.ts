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
import { withFile } from './file-error.js';
import { SERIES_NAMES_FILE, SNAPSHOT_FILE, TABLE_NAMES, type TableName, tableFile } from './layout.js';
import { makeFolder } from './make-folder.js';
import type { Ending, Job } from './messages.js';
import { MetricSeries } from './metric-series.js';
import { writePartEnding } from './part-files.js';
import { RowFile } from './row-file.js';
import { giveBackRowMemory, type RowMemory, takeRowMemory } from './row-memory.js';
import { type SavedRun, writeSnapshot } from './snapshot-file.js';

export class RunPart implements RecordSink {
  private readonly unfinished: string;
  private readonly memory: RowMemory;
  private readonly files: Readonly<Record<TableName, RowFile>>;
  private readonly metricSeries: MetricSeries;
  /** Series for the snapshot, if one is asked for. */
  private readonly history: MetricSeries;
  readonly watched: readonly string[];
  private datedTick = -1;
  private dated = '';

  /**
   * @param origin what `job.from` holds
   * @param kernel writes numbers; absent: JavaScript does
   */
  constructor(
    private readonly job: Job,
    origin?: SavedRun,
    kernel?: WebAssembly.Module,
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
    this.memory = takeRowMemory(TABLE_NAMES.length, kernel);
    this.files = rowFiles(this.unfinished, this.memory);
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
    const file = this.files.series.begin(`${tick},${date}`);
    for (let i = 0; i < values.length; i++) file.number(values[i]);
    file.endRow();
  }

  balance({ tick, kind, instrument, opening, postings, revaluation, closing }: BalanceRow): void {
    const file = this.begin(this.files.balance, tick).text(kind).text(instrument);
    file.number(opening).number(postings).number(revaluation).number(closing).endRow();
  }

  flow({ tick, flow, kind, instrument, amount }: FlowRow): void {
    const file = this.begin(this.files.flows, tick).text(flow).text(kind).text(instrument);
    file.number(amount).endRow();
  }

  contract({ tick, debtor, creditor, owes, outstanding, perYear, years }: ContractRow): void {
    const file = this.begin(this.files.contracts, tick).text(debtor).text(creditor).text(owes);
    file.number(outstanding).number(perYear).number(years).endRow();
  }

  attribution({ tick, asset, kind, cause, lnPrice }: AttributionRow): void {
    if (lnPrice === 0) return;
    const file = this.begin(this.files.attribution, tick).text(asset).text(kind).text(cause);
    file.number(lnPrice).endRow();
  }

  event(event: ModelEvent, date: string): void {
    const { tick, type, kind, row, subject, amount, name = '', counterparty = '' } = event;
    const file = this.files.events.begin(`${tick},${date}`).text(type).text(kind);
    if (row === WHOLE_KIND) file.text('');
    else file.number(row);
    file.text(subject).number(amount).text(name).text(counterparty).endRow();
  }

  /** Closes the files and gives the folder its name. */
  finish(ending: Ending): void {
    for (const file of Object.values(this.files)) file.close();
    giveBackRowMemory(this.memory);
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

  /** Begins a row with tick and date. */
  private begin(file: RowFile, tick: number): RowFile {
    if (tick !== this.datedTick) {
      const { start, ticksPerYear } = this.job.configuration;
      this.datedTick = tick;
      this.dated = `${tick},${dateOfTick(tick, start, ticksPerYear)}`;
    }
    return file.begin(this.dated);
  }
}

function rowFiles(folder: string, memory: RowMemory): Readonly<Record<TableName, RowFile>> {
  const files = TABLE_NAMES.map(
    (table, room) => [table, new RowFile(join(folder, tableFile(table)), memory, room)] as const,
  );
  return Object.fromEntries(files) as Record<TableName, RowFile>;
}

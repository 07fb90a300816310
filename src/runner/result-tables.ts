/** The tables of a result, made from the parts in the order of the runs, one run after the other. */
import { join } from 'node:path';
import type { PlannedRun } from '../experiment/runs.js';
import { csvField, csvRow } from './csv.js';
import {
  IDENTITY,
  METRICS_FILE,
  partFolder,
  RUNS_FILE,
  SERIES_NAMES_FILE,
  TABLES,
  type TableName,
  tableFile,
} from './layout.js';
import type { TableToMerge } from './merge.js';
import type { Ending } from './messages.js';
import { readJson } from './part-files.js';
import { readPartMetrics } from './part-metrics.js';
import type { ResultFolder } from './result-folder.js';

export interface FinishedRun {
  readonly planned: PlannedRun;
  readonly ending: Ending;
}

export class ResultTables {
  constructor(
    private readonly folder: ResultFolder,
    private readonly runs: readonly FinishedRun[],
  ) {}

  /** The rows of a table over all runs: what is to be put together for it. */
  toMerge(table: TableName, settle: boolean): TableToMerge {
    const columns = table === 'series' ? this.seriesNames() : TABLES[table];
    const file = tableFile(table);
    const parts = this.runs.map(({ planned }) => ({
      path: join(this.part(planned), file),
      identity: `${planned.run},${csvField(planned.arm)},${csvField(planned.seed)},`,
    }));
    return { path: join(this.folder.path, file), header: csvRow([...IDENTITY, ...columns]), parts, settle };
  }

  /** Returns the SHA-256 of the file, as all here do. */
  writeRuns(): string {
    return this.writeRows(
      RUNS_FILE,
      ['run', 'arm', 'seed', 'status', 'ticks', 'reason'],
      ({ planned: { run, arm, seed }, ending: { status, ticks, reason } }) => [
        run,
        arm,
        seed,
        status,
        ticks,
        reason,
      ],
    );
  }

  /** One column a metric; the cells of runs that were not completed are empty. */
  writeMetrics(names: readonly string[]): string {
    return this.writeRows(METRICS_FILE, ['run', 'arm', 'seed', 'status', ...names], ({ planned, ending }) => {
      const values = ending.status === 'completed' ? readPartMetrics(this.part(planned)) : undefined;
      return [planned.run, planned.arm, planned.seed, ending.status, ...(values ?? names.map(() => ''))];
    });
  }

  private part({ part }: PlannedRun): string {
    return partFolder(this.folder.path, part);
  }

  /** Names of the series: those of any run that came as far as its first tick. */
  private seriesNames(): string[] {
    for (const { planned } of this.runs) {
      const names = readJson<string[]>(join(this.part(planned), SERIES_NAMES_FILE));
      if (names !== undefined) return names;
    }
    return [];
  }

  private writeRows(
    file: string,
    columns: readonly string[],
    rowOf: (run: FinishedRun) => readonly (string | number)[],
  ): string {
    return this.folder.write(file, (append) => {
      append(Buffer.from(csvRow(columns)));
      for (const run of this.runs) append(Buffer.from(csvRow(rowOf(run))));
    });
  }
}

/** The tables of a result that have a row a run. */
import { COLUMNS_BEFORE_METRICS } from '../experiment/metrics.js';
import type { PlannedRun } from '../experiment/runs.js';
import { csvRow } from './csv.js';
import { METRICS_FILE, partFolder, RUNS_FILE } from './layout.js';
import type { Ending } from './messages.js';
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

  /** One column a metric; empty cells where there is no value and in runs that were not completed. */
  writeMetrics(names: readonly string[]): string {
    const columns = [...COLUMNS_BEFORE_METRICS, ...names];
    return this.writeRows(METRICS_FILE, columns, ({ planned, ending }) => {
      const values = ending.status === 'completed' ? readPartMetrics(this.part(planned)) : undefined;
      const cells = values?.map((value) => (Number.isFinite(value) ? value : '')) ?? names.map(() => '');
      return [planned.run, planned.arm, planned.seed, ending.status, ...cells];
    });
  }

  private part({ part }: PlannedRun): string {
    return partFolder(this.folder.path, part);
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

/** The metrics of one run: made from the series it kept, which then go. */
import { existsSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withFile } from './file-error.js';
import { METRIC_SERIES_FILE, PART_METRICS_FILE, UNFINISHED } from './layout.js';
import { readMetricSeries } from './metric-series.js';
import { readJson } from './part-files.js';

export interface MetricEvaluation {
  readonly names: readonly string[];
  /** Series that the values are made of. */
  readonly needs: readonly string[];
  /** One value a name, from vectors over all ticks. */
  evaluate(series: ReadonlyMap<string, Float64Array>): readonly number[];
}

/** Values of the metrics of a part; undefined if they are not known yet. JSON has no infinity, so they are texts. */
export function readPartMetrics(folder: string): number[] | undefined {
  return readJson<string[]>(join(folder, PART_METRICS_FILE))?.map(Number);
}

/** Whether the metrics of a completed run are known or can be made. */
export function hasMetrics(folder: string, { names, needs }: MetricEvaluation): boolean {
  if (names.length === 0 || needs.length === 0) return true;
  return readPartMetrics(folder)?.length === names.length || existsSync(join(folder, METRIC_SERIES_FILE));
}

/** Evaluates the metrics of a completed run, unless they are known. */
export function evaluatePart(folder: string, { names, needs, evaluate }: MetricEvaluation): void {
  if (names.length === 0 || readPartMetrics(folder)?.length === names.length) return;
  const path = join(folder, PART_METRICS_FILE);
  const values = evaluate(readMetricSeries(folder, needs));
  withFile(path, () => {
    writeFileSync(path + UNFINISHED, JSON.stringify(values.map(String)));
    renameSync(path + UNFINISHED, path);
    rmSync(join(folder, METRIC_SERIES_FILE), { force: true });
  });
}

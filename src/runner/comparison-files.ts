/** `comparison.csv` and `comparison-bands.csv`: what arms differ by, seed by seed, metric by metric and tick by tick. */
import { join } from 'node:path';
import type { Catalogue } from '../experiment/catalogue.js';
import { compareMetrics, type MetricComparison } from '../experiment/comparison/compare-metrics.js';
import { armPairs, unitOfDifference } from '../experiment/comparison/difference.js';
import { Resampling } from '../experiment/comparison/resampling.js';
import { configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import { plannedRuns } from '../experiment/runs.js';
import { ArmSeries, type RunName } from './arm-series.js';
import { BAND_COLUMNS, BandRows, cell } from './comparison-bands.js';
import { csvRow } from './csv.js';
import { COMPARISON_BANDS_FILE, COMPARISON_FILE, tableFile } from './layout.js';
import { readMetrics } from './read-result.js';
import type { ResultFolder } from './result-folder.js';

export const COMPARISON_COLUMNS = [
  'arm',
  'against',
  'metric',
  'final',
  'compare',
  'unit',
  'pairs',
  'missing',
  'armMean',
  'againstMean',
  'difference',
  'standardError',
  'low',
  'high',
  'pValue',
  'test',
  'adjustedPValue',
  'effectSize',
  'correlation',
  'varianceReduction',
  'sampling',
  'verdict',
] as const;

/** How many seeds there are was decided before the runs, or while looking at them. */
export type Sampling = 'fixed' | 'sequential';

/** A finished result and how it is to be compared. */
export interface ComparedResult {
  readonly experiment: ResolvedExperiment;
  /** Folder of the result. */
  readonly path: string;
  readonly sampling: Sampling;
  /** Every other arm is compared with this one, instead of with its `against`. */
  readonly baseline?: string;
}

/** Compares the metrics of a result: arms in their order, in each the metrics in theirs. */
export async function compareResult({
  experiment,
  path,
  baseline,
}: ComparedResult): Promise<MetricComparison[]> {
  const { arms, seeds, metrics } = experiment;
  return compareMetrics({
    armPairs: armPairs(arms, baseline),
    seeds,
    metrics,
    runs: await readMetrics(path, metrics),
    resampling: new Resampling(configurationHash(experiment)),
  });
}

function comparisonRow(one: MetricComparison, sampling: Sampling): string {
  const { metric } = one;
  return csvRow([
    one.arm,
    one.against,
    metric.name,
    String(metric.final),
    metric.compare,
    unitOfDifference(metric.compare, metric.unit),
    one.pairs,
    one.missing,
    ...[one.armMean, one.againstMean, one.difference, one.standardError, one.low, one.high].map(cell),
    cell(one.pValue),
    one.exact ? 'exact' : 'Monte Carlo',
    ...[one.adjustedPValue, one.effectSize, one.correlation, one.varianceReduction].map(cell),
    sampling,
    one.verdict,
  ]);
}

async function completedRuns(experiment: ResolvedExperiment, path: string): Promise<Map<string, RunName>> {
  const completed = new Set(
    (await readMetrics(path, experiment.metrics)).map(({ arm, seed }) => `${arm}/${seed}`),
  );
  const runs = plannedRuns(experiment).map((run) => [`${run.arm}/${run.seed}`, run] as const);
  return new Map(runs.filter(([name]) => completed.has(name)));
}

/**
 * Writes both files into a folder, one pair of arms in memory at a time; returns their SHA-256 by name. Writes nothing
 * if there is no metric, or no arm is compared with another.
 */
export async function writeComparison(
  result: ComparedResult,
  catalogue: Catalogue,
  folder: Pick<ResultFolder, 'write' | 'writeText'>,
): Promise<Record<string, string>> {
  const { experiment, path, sampling, baseline } = result;
  const pairs = armPairs(experiment.arms, baseline);
  if (pairs.length === 0 || experiment.metrics.length === 0) return {};
  const rows = (await compareResult(result)).map((one) => comparisonRow(one, sampling));
  const files: Record<string, string> = {};
  files[COMPARISON_FILE] = folder.writeText(COMPARISON_FILE, csvRow(COMPARISON_COLUMNS) + rows.join(''));
  const runs = await completedRuns(experiment, path);
  const series = new ArmSeries(join(path, tableFile('series')));
  try {
    const bands = new BandRows(series, experiment, catalogue, runs);
    files[COMPARISON_BANDS_FILE] = folder.write(COMPARISON_BANDS_FILE, (append) => {
      append(Buffer.from(csvRow(BAND_COLUMNS)));
      for (const pair of pairs) for (const text of bands.of(pair)) append(Buffer.from(text));
    });
  } finally {
    series.close();
  }
  return files;
}

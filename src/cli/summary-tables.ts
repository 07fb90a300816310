/** The tables that `rqe run` ends with. */
import type { ResolvedExperiment, ResolvedMetric } from '../experiment/resolved.js';
import { armSummaries, type RunSummary } from '../experiment/summary.js';
import type { Manifest } from '../runner/manifest.js';
import type { CliContext } from './context.js';
import { type Column, formatTable } from './table.js';

export interface FinishedExperiment {
  readonly experiment: ResolvedExperiment;
  readonly manifest: Manifest;
  readonly out: string;
  readonly summaries: readonly RunSummary[];
}

function heading({ label, name }: ResolvedMetric): string {
  return label ?? name;
}

function formatMetric(value: number, { unit, statistic }: ResolvedMetric): string {
  if (Number.isNaN(value)) return '–';
  if (statistic === 'max drawdown') return `${(100 * value).toFixed(1)} %`;
  if (unit === 'per year') return `${(100 * value).toFixed(2)} %`;
  if (unit.startsWith('$bn')) return `${value.toFixed(0)} ${unit}`;
  return value.toFixed(unit === 'count' ? 0 : 4);
}

/** A table of texts; whichever there are more of, arms or metrics, goes down the page. */
function crossTable(
  corner: string,
  arms: readonly string[],
  items: readonly string[],
  cells: string[][],
): string {
  const isTurned = items.length > arms.length;
  const [down, across] = isTurned ? [items, arms] : [arms, items];
  const columns: Column<number>[] = [
    { heading: isTurned ? '' : corner, text: (row) => down[row] },
    ...across.map((heading, column) => ({
      heading,
      right: true,
      text: (row: number) => (isTurned ? cells[column][row] : cells[row][column]),
    })),
  ];
  return formatTable(
    columns,
    down.map((_, index) => index),
  );
}

function armTable({ experiment, manifest, summaries }: FinishedExperiment): string {
  const planned = experiment.seeds.length;
  const cells = armSummaries(experiment, summaries).map(({ arm, means }) => {
    const done = manifest.runs.filter((run) => run.arm === arm && run.status === 'completed').length;
    const values = experiment.metrics.map((metric, index) => formatMetric(means[index], metric));
    return [done === planned ? String(done) : `${done} of ${planned}`, ...values];
  });
  const arms = experiment.arms.map(({ name }) => name);
  return crossTable('arm', arms, ['runs', ...experiment.metrics.map(heading)], cells);
}

/** What `rqe run` and `rqe batch` print as JSON; the comparison, if arms are compared, is added by the caller. */
export function summaryData({ experiment, manifest, out, summaries }: FinishedExperiment) {
  const { status, configurationHash } = manifest;
  const arms = armSummaries(experiment, summaries);
  return { out, status, configurationHash, metrics: experiment.metrics, arms };
}

/** Whether the seeds that are completed differ from arm to arm. */
function haveOtherSeeds({ experiment, manifest }: FinishedExperiment): boolean {
  const completed = manifest.runs.filter(({ status }) => status === 'completed');
  const seedsOf = (name: string) => completed.filter(({ arm }) => arm === name).map(({ seed }) => seed);
  return new Set(experiment.arms.map(({ name }) => seedsOf(name).sort().join('\n'))).size > 1;
}

/** Prints the metrics by arm, if any run was completed. */
export function printSummary(context: CliContext, finished: FinishedExperiment): void {
  const { experiment } = finished;
  if (finished.summaries.length === 0) return;
  context.stdout(`${experiment.title ?? experiment.name}\n\n${armTable(finished)}`);
  if (haveOtherSeeds(finished))
    context.stdout(
      '\nArms have lost different seeds: their means cannot be compared, paired differences can.\n',
    );
}

/** How many runs there are and where, on standard error. */
export function printWhere(context: CliContext, { manifest, out }: FinishedExperiment): void {
  const done = manifest.runs.filter(({ status }) => status === 'completed').length;
  context.stderr(`${done} of ${manifest.runs.length} runs completed; ${manifest.status}. Results: ${out}\n`);
}

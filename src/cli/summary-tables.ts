/** The tables that `rqe run` ends with. */
import type { Comparison, ResolvedExperiment, ResolvedMetric } from '../experiment/resolved.js';
import {
  armSummaries,
  type PairedEffect,
  pairedEffects,
  type RunSummary,
  reading,
} from '../experiment/summary.js';
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

const COMPARISON_UNITS: Readonly<Record<Comparison, string>> = {
  percent: '%',
  'basis points': 'bp',
  'percentage points': 'pp',
  difference: '',
};

function formatEffect(effect: PairedEffect | undefined): string {
  if (effect === undefined || effect.seeds === 0) return '–';
  const { metric, mean, standardError, seeds } = effect;
  const isDifference = metric.compare === 'difference';
  const digits = isDifference && Math.abs(mean) >= 10 ? 0 : 2;
  const unit = isDifference ? metric.unit : COMPARISON_UNITS[metric.compare];
  const error = seeds > 1 ? ` ± ${standardError.toFixed(digits)}` : '';
  return `${mean > 0 ? '+' : ''}${mean.toFixed(digits)}${error} ${unit}`;
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

function effectTable({ experiment }: FinishedExperiment, effects: readonly PairedEffect[]): string {
  const compared = experiment.arms.filter(({ against }) => against !== undefined);
  const cells = compared.map(({ name }) =>
    experiment.metrics.map((metric) =>
      formatEffect(effects.find((effect) => effect.arm === name && effect.metric === metric)),
    ),
  );
  const arms = compared.map(({ name, against }) => `${name} against ${against}`);
  return crossTable('arm', arms, experiment.metrics.map(heading), cells);
}

/** Prints the metrics by arm, the paired effects and a sentence; or all of it as JSON. */
export function printSummary(
  context: CliContext,
  finished: FinishedExperiment,
  json: boolean | undefined,
): void {
  const { experiment, manifest, out, summaries } = finished;
  const effects = pairedEffects(experiment, summaries);
  if (json) {
    const { status, configurationHash } = manifest;
    const arms = armSummaries(experiment, summaries);
    const { metrics } = experiment;
    context.stdout(
      `${JSON.stringify({ out, status, configurationHash, metrics, arms, effects, reading: reading(effects) }, null, 2)}\n`,
    );
    return;
  }
  context.stdout(`${experiment.title ?? experiment.name}\n\n${armTable(finished)}`);
  if (manifest.runs.some(({ status }) => status !== 'completed') && experiment.arms.length > 1)
    context.stdout(
      '\nArms have lost different seeds: their means cannot be compared, the paired effects can.\n',
    );
  if (effects.length > 0) {
    context.stdout(
      `\nPaired effects, seed by seed (mean ± standard error):\n\n${effectTable(finished, effects)}`,
    );
    context.stdout(`\nReading: ${reading(effects) ?? 'no seed was completed in both arms.'}\n`);
  }
  const done = manifest.runs.filter(({ status }) => status === 'completed').length;
  context.stderr(`${done} of ${manifest.runs.length} runs completed; ${manifest.status}. Results: ${out}\n`);
}

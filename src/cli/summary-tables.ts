/** The tables that `rqe run` ends with. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { ResolvedExperiment, SummaryItem } from '../experiment/resolved.js';
import {
  armSummaries,
  type Comparison,
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
  seriesOf(name: string): SeriesDeclaration;
}

function heading({ label, series, statistic }: SummaryItem): string {
  return label ?? `${series}, ${statistic}`;
}

function formatStatistic(value: number, item: SummaryItem, series: SeriesDeclaration): string {
  if (Number.isNaN(value)) return '–';
  if (item.statistic === 'max drawdown') return `${(100 * value).toFixed(1)} %`;
  if (series.unit === 'per year') return `${(100 * value).toFixed(2)} %`;
  if (series.unit.startsWith('$bn')) return `${value.toFixed(0)} ${series.unit}`;
  return value.toFixed(series.type === 'count' ? 0 : 4);
}

const COMPARISON_UNITS: Readonly<Record<Comparison, string>> = {
  percent: '%',
  'basis points': 'bp',
  'percentage points': 'pp',
  difference: '',
};

function formatEffect(effect: PairedEffect | undefined, series: SeriesDeclaration): string {
  if (effect === undefined || effect.seeds === 0) return '–';
  const { comparison, mean, standardError, seeds } = effect;
  const digits = comparison === 'difference' && Math.abs(mean) >= 10 ? 0 : 2;
  const unit = comparison === 'difference' ? series.unit : COMPARISON_UNITS[comparison];
  const error = seeds > 1 ? ` ± ${standardError.toFixed(digits)}` : '';
  return `${mean > 0 ? '+' : ''}${mean.toFixed(digits)}${error} ${unit}`;
}

/** A table of texts; whichever there are more of, arms or statistics, goes down the page. */
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

function armTable({ experiment, manifest, summaries, seriesOf }: FinishedExperiment): string {
  const planned = experiment.seeds.length;
  const cells = armSummaries(experiment, summaries).map(({ arm, means }) => {
    const done = manifest.runs.filter((run) => run.arm === arm && run.status === 'completed').length;
    const values = experiment.summary.map((item, index) =>
      formatStatistic(means[index], item, seriesOf(item.series)),
    );
    return [done === planned ? String(done) : `${done} of ${planned}`, ...values];
  });
  const arms = experiment.arms.map(({ name }) => name);
  return crossTable('arm', arms, ['runs', ...experiment.summary.map(heading)], cells);
}

function effectTable({ experiment, seriesOf }: FinishedExperiment, effects: readonly PairedEffect[]): string {
  const compared = experiment.arms.filter(({ against }) => against !== undefined);
  const cells = compared.map(({ name }) =>
    experiment.summary.map((item) =>
      formatEffect(
        effects.find((effect) => effect.arm === name && effect.item === item),
        seriesOf(item.series),
      ),
    ),
  );
  const arms = compared.map(({ name, against }) => `${name} against ${against}`);
  return crossTable('arm', arms, experiment.summary.map(heading), cells);
}

/** Prints the statistics by arm, the paired effects and a sentence; or all of it as JSON. */
export function printSummary(
  context: CliContext,
  finished: FinishedExperiment,
  json: boolean | undefined,
): void {
  const { experiment, manifest, out, summaries, seriesOf } = finished;
  const effects = pairedEffects(experiment, summaries, seriesOf);
  if (json) {
    const { status, configurationHash } = manifest;
    const arms = armSummaries(experiment, summaries);
    const summary = experiment.summary;
    context.stdout(
      `${JSON.stringify({ out, status, configurationHash, summary, arms, effects, reading: reading(effects) }, null, 2)}\n`,
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

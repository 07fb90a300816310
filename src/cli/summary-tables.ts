/** The tables that `rqe run` ends with. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { ResolvedArm, ResolvedExperiment, SummaryItem } from '../experiment/resolved.js';
import {
  type ArmSummary,
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
  percent: ' %',
  'basis points': ' bp',
  'percentage points': ' pp',
  difference: '',
};

function signed(value: number, comparison: Comparison): string {
  const digits = comparison === 'difference' ? value.toFixed(1) : value.toFixed(2);
  return `${value > 0 ? '+' : ''}${digits}${COMPARISON_UNITS[comparison]}`;
}

function formatEffect(effect: PairedEffect | undefined): string {
  if (effect === undefined || effect.seeds === 0) return '–';
  const error = effect.seeds > 1 ? ` ± ${effect.standardError.toFixed(2)}` : '';
  return signed(effect.mean, effect.comparison) + error;
}

function armTable(finished: FinishedExperiment): string {
  const { experiment, manifest, summaries, seriesOf } = finished;
  const planned = experiment.seeds.length;
  const columns: Column<ArmSummary>[] = [
    { heading: 'arm', text: (row) => row.arm },
    {
      heading: 'runs',
      right: true,
      text: (row) => {
        const done = manifest.runs.filter(
          ({ arm, status }) => arm === row.arm && status === 'completed',
        ).length;
        return done === planned ? String(done) : `${done} of ${planned}`;
      },
    },
    ...experiment.summary.map((item, index) => ({
      heading: heading(item),
      right: true,
      text: (row: ArmSummary) => formatStatistic(row.means[index], item, seriesOf(item.series)),
    })),
  ];
  return formatTable(columns, armSummaries(experiment, summaries));
}

function effectTable(experiment: ResolvedExperiment, effects: readonly PairedEffect[]): string {
  const rows = experiment.arms.filter(({ against }) => against !== undefined);
  const columns: Column<ResolvedArm>[] = [
    { heading: 'arm', text: (row) => row.name },
    { heading: 'against', text: (row) => row.against ?? '' },
    ...experiment.summary.map((item) => ({
      heading: heading(item),
      right: true,
      text: (row: ResolvedArm) =>
        formatEffect(effects.find((effect) => effect.arm === row.name && effect.item === item)),
    })),
  ];
  return formatTable(columns, rows);
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
  if (effects.length > 0) {
    context.stdout(
      `\nPaired effects, seed by seed (mean ± standard error):\n\n${effectTable(experiment, effects)}`,
    );
    context.stdout(`\nReading: ${reading(effects) ?? 'no seed was completed in both arms.'}\n`);
  }
  const done = manifest.runs.filter(({ status }) => status === 'completed').length;
  context.stderr(`${done} of ${manifest.runs.length} runs completed; ${manifest.status}. Results: ${out}\n`);
}

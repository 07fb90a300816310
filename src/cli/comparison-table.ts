/** The paired comparison of arms as a table, with what its columns mean, or as JSON. */
import type { MetricComparison } from '../experiment/comparison/compare-metrics.js';
import { unitOfDifference } from '../experiment/comparison/difference.js';
import { SIGNIFICANCE } from '../experiment/comparison/verdict.js';
import type { Sampling } from '../runner/comparison-files.js';
import { colors } from './colors.js';
import type { CliContext } from './context.js';
import { type Column, formatTable } from './table.js';

const SHORT_UNITS: Readonly<Record<string, string>> = {
  'basis points': 'bp',
  'percentage points': 'pp',
  index: '',
  ratio: '',
  count: '',
};
const NONE = '–';
const LARGEST_FACTOR = 1000;

/** Decimals that show an interval of this width to two digits. */
function decimalsFor(width: number): number {
  if (!(width > 0)) return 2;
  return Math.max(0, Math.min(6, 1 - Math.floor(Math.log10(width / 2))));
}

function signed(value: number, decimals: number): string {
  const text = value.toFixed(decimals);
  const rounded = Number(text);
  if (rounded === 0) return text.replace('-', '');
  return rounded > 0 ? `+${text}` : text;
}

function pText(value: number): string {
  if (Number.isNaN(value)) return NONE;
  if (value < 0.0001) return '<0.0001';
  return value.toFixed(value < 0.001 ? 4 : 3);
}

function fixed(value: number, decimals: number): string {
  return Number.isFinite(value) ? value.toFixed(decimals) : NONE;
}

function factor(value: number): string {
  if (value > LARGEST_FACTOR) return `>${LARGEST_FACTOR}`;
  return fixed(value, value < 10 ? 1 : 0);
}

function differenceText({ difference, low, high, metric }: MetricComparison): string {
  if (Number.isNaN(difference)) return NONE;
  const unit = unitOfDifference(metric.compare, metric.unit);
  return `${signed(difference, decimalsFor(high - low))} ${SHORT_UNITS[unit] ?? unit}`.trim();
}

function intervalText({ low, high }: MetricComparison): string {
  if (Number.isNaN(low)) return NONE;
  const decimals = decimalsFor(high - low);
  return `${signed(low, decimals)} … ${signed(high, decimals)}`;
}

function verdictText({ verdict }: MetricComparison): string {
  if (verdict === 'raised' || verdict === 'lowered') return colors.bold(verdict);
  return verdict === 'too many missing' ? colors.yellow(verdict) : verdict;
}

function columnsFor(compared: readonly MetricComparison[]): Column<MetricComparison>[] {
  const references = new Set(compared.map(({ against }) => against));
  const isFirst = (one: MetricComparison) =>
    compared.findIndex(({ metric }) => metric.name === one.metric.name) === compared.indexOf(one);
  const hasMissing = compared.some(({ missing }) => missing > 0);
  const missing: Column<MetricComparison>[] = [
    { heading: 'pairs', right: true, text: (one) => `${one.pairs} of ${one.pairs + one.missing}` },
  ];
  return [
    { heading: 'metric', text: (one) => (isFirst(one) ? (one.metric.label ?? one.metric.name) : '') },
    {
      heading: 'arm',
      text: ({ arm, against }) => (references.size === 1 ? arm : `${arm} against ${against}`),
    },
    ...(hasMissing ? missing : []),
    { heading: 'difference', right: true, text: differenceText },
    { heading: '95 % interval', right: true, text: intervalText },
    { heading: 'p', right: true, text: ({ pValue }) => pText(pValue) },
    { heading: 'Holm p', right: true, text: ({ adjustedPValue }) => pText(adjustedPValue) },
    { heading: 'effect', right: true, text: ({ effectSize }) => fixed(effectSize, 2) },
    { heading: 'corr.', right: true, text: ({ correlation }) => fixed(correlation, 2) },
    { heading: 'gain', right: true, text: ({ varianceReduction }) => factor(varianceReduction) },
    { heading: 'verdict', text: verdictText },
  ];
}

/** Comparisons metric by metric, the arms of each one below the other. */
function byMetric(compared: readonly MetricComparison[]): MetricComparison[] {
  const names = [...new Set(compared.map(({ metric }) => metric.name))];
  return names.flatMap((name) => compared.filter(({ metric }) => metric.name === name));
}

function headingOf(compared: readonly MetricComparison[], seeds: number): string {
  const references = [...new Set(compared.map(({ against }) => against))];
  const against = references.length === 1 ? ` against ${references[0]}` : '';
  return `Arms${against}, ${seeds === 1 ? 'one seed' : `${seeds} seeds, seed by seed`}:`;
}

function legend(compared: readonly MetricComparison[], sampling: Sampling): string[] {
  const family = compared.filter(({ metric }) => metric.final).length;
  const lines = [
    `difference: mean over seeds, with its BCa bootstrap interval; p: sign-flip test; Holm p: corrected for ${family === 1 ? 'one comparison' : `${family} comparisons`} of`,
    `final metrics, read at ${SIGNIFICANCE}; effect: difference in standard deviations of the paired differences; corr.: of the two`,
    'arms over seeds; gain: so many times as many unpaired seeds would be as precise.',
  ];
  if (compared.some(({ verdict }) => verdict === 'too many missing'))
    lines.push(
      'More than 5 % of the pairs are missing in some rows, and with them the verdict: runs failed or were interrupted (see runs.csv), or have no value.',
    );
  if (compared.some(({ verdict }) => verdict === 'too few pairs'))
    lines.push(
      'With so few seeds and so many comparisons no difference of any size could be shown: run more seeds.',
    );
  if (compared.some(({ verdict }) => verdict === 'too many comparisons'))
    lines.push(
      'With so many comparisons no difference could be shown by any number of seeds: say `final: false` where no verdict is needed.',
    );
  if (sampling === 'sequential')
    lines.push(
      'Sequential: seeds were added while looking at the intervals, which are therefore somewhat too narrow.',
    );
  return lines;
}

export interface ComparisonReport {
  /** All comparisons; Holm's correction is over these. */
  readonly compared: readonly MetricComparison[];
  readonly seeds: number;
  readonly sampling: Sampling;
  /** Show these metrics alone. */
  readonly metrics?: readonly string[];
}

/** Numbers that are none are null in JSON. */
function comparisonAsJson({ metric, ...rest }: MetricComparison) {
  const { name, label, unit, final, compare } = metric;
  return { metric: name, label, final, compare, unit: unitOfDifference(compare, unit), ...rest };
}

/** The comparison as plain data for `--json`. */
export function comparisonData({ compared, seeds, sampling, metrics }: ComparisonReport) {
  const shown = compared.filter(({ metric }) => metrics?.includes(metric.name) ?? true);
  return { seeds, sampling, comparisons: shown.map(comparisonAsJson) };
}

/** Prints the table with what its columns mean; nothing if nothing is compared. */
export function printComparison(context: CliContext, report: ComparisonReport): void {
  const { compared, seeds, sampling, metrics } = report;
  const shown = byMetric(compared.filter(({ metric }) => metrics?.includes(metric.name) ?? true));
  if (shown.length === 0) return;
  context.stdout(`${headingOf(shown, seeds)}\n\n${formatTable(columnsFor(shown), shown)}\n`);
  context.stdout(`${legend(compared, sampling).join('\n')}\n`);
}

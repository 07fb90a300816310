/** Runs published models in this engine and prints what was published against what is obtained. */
import type { Replication } from '../experiment/replications/replication.js';
import type { ReplicationRow, RowVerdict } from '../experiment/replications/row.js';
import { replicationRows } from '../experiment/replications/standard-errors.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { colors } from './colors.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';
import type { CompletedRuns } from './validation-runs.js';

export interface ReplicationReport {
  readonly name: string;
  readonly title: string;
  readonly seeds: readonly string[];
  readonly ticks: number;
  readonly changed: readonly string[];
  readonly failedRuns: boolean;
  readonly rows: readonly ReplicationRow[];
}

/** Every tick of what the rows need, and books as rarely as may be. */
export function recorded(experiment: ResolvedExperiment, replication: Replication): ResolvedExperiment {
  const record = {
    ...experiment.record,
    seriesEvery: 1,
    balanceEvery: experiment.ticks,
    attributionEvery: experiment.ticks,
    series: replication.needs,
    events: false,
  };
  return { ...experiment, record };
}

export function reportOf(
  replication: Replication,
  experiment: ResolvedExperiment,
  { status, runs }: CompletedRuns,
  changed: readonly string[],
): ReplicationReport {
  const { name } = replication;
  return {
    name,
    title: experiment.title ?? name,
    seeds: experiment.seeds,
    ticks: experiment.ticks,
    changed,
    failedRuns: status === 'failed',
    rows: replicationRows(replication, experiment, runs, changed.length === 0),
  };
}

export function isReplicated({ failedRuns, rows }: ReplicationReport): boolean {
  return !failedRuns && rows.every(({ verdict }) => verdict === 'pass' || verdict === 'shown');
}

/** Digits enough to see the tolerance, without those that say nothing. */
function number(value: number | null): string {
  if (value === null) return '–';
  const size = Math.abs(value);
  if (size === 0) return '0';
  if (size < 1e-4 || size >= 1e7) return value.toExponential(1);
  return String(Number(value.toPrecision(7)));
}

function obtainedText({ obtained, standardError }: ReplicationRow): string {
  if (standardError === null || obtained === null) return number(obtained);
  return `${Number(obtained.toPrecision(4))} ± ${Number(standardError.toPrecision(2))}`;
}

function bandText({ published, band }: ReplicationRow): string {
  if (band === null) return '–';
  const [low, high] = band;
  if (
    published !== null &&
    Math.abs(published - (low + high) / 2) <= 1e-12 * Math.max(1, Math.abs(published))
  )
    return `± ${number(Number(((high - low) / 2).toPrecision(3)))}`;
  if (high === Number.POSITIVE_INFINITY) return low === Number.MIN_VALUE ? 'above 0' : `from ${number(low)}`;
  if (low === Number.NEGATIVE_INFINITY) return `to ${number(high)}`;
  return `${number(low)} to ${number(high)}`;
}

function verdictText(verdict: RowVerdict): string {
  if (verdict === 'pass') return colors.green('pass');
  return verdict === 'shown' ? '' : colors.red(verdict);
}

export function printReport(context: CliContext, report: ReplicationReport): void {
  const table = formatTable<ReplicationRow>(
    [
      { heading: 'quantity', width: 44, text: ({ quantity }) => quantity },
      { heading: 'arm', width: 16, text: ({ arm }) => arm },
      { heading: 'published', right: true, width: 12, text: ({ published }) => number(published) },
      { heading: 'obtained', right: true, width: 16, text: obtainedText },
      { heading: 'unit', width: 6, text: ({ unit }) => unit },
      { heading: 'tolerance', right: true, width: 16, text: bandText },
      { heading: 'distance', right: true, width: 9, text: ({ distance }) => number(distance) },
      { heading: 'verdict', width: 8, text: ({ verdict }) => verdictText(verdict) },
      { heading: 'from', width: 44, text: ({ source }) => source },
    ],
    report.rows,
  );
  const other = report.changed.length === 0 ? '' : `, with ${report.changed.join(', ')}`;
  context.stdout(
    `${colors.bold(report.title)} (${report.name}; ${report.ticks} ticks, ${report.seeds.length} ${report.seeds.length === 1 ? 'seed' : 'seeds'}${other})\n${table}\n`,
  );
}

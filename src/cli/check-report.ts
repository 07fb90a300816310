/** What `rqe check` says of an experiment. */
import type { Estimate } from '../experiment/estimate.js';
import type { ResolvedArm, ResolvedExperiment, ResolvedMetric } from '../experiment/resolved.js';
import { formatTable } from './table.js';

/** Arms that are listed; a design may make thousands. */
const LISTED = 24;

function duration(seconds: number): string {
  if (seconds < 90) return `${Math.max(1, Math.round(seconds))} s`;
  return seconds < 5400 ? `${Math.round(seconds / 60)} min` : `${(seconds / 3600).toFixed(1)} h`;
}

function size(bytes: number): string {
  return bytes < 1e9 ? `${Math.max(1, Math.round(bytes / 1e6))} MB` : `${(bytes / 1e9).toFixed(1)} GB`;
}

function armTable({ arms, seeds, schedule }: ResolvedExperiment): string {
  const table = formatTable<ResolvedArm>(
    [
      { heading: 'arm', text: ({ name }) => name },
      { heading: 'against', text: ({ against }) => against ?? '' },
      { heading: 'runs', right: true, text: () => String(seeds.length) },
      {
        heading: 'differs in',
        width: 60,
        text: ({ parameters }) =>
          Object.entries(parameters)
            .map(([parameter, value]) => `${parameter} = ${value}`)
            .join('\n'),
      },
      { heading: 'changes', right: true, text: (arm) => String(schedule.length + arm.schedule.length) },
    ],
    arms.slice(0, LISTED),
  );
  return arms.length > LISTED ? `${table}… and ${arms.length - LISTED} more arms\n` : table;
}

function metricTable(metrics: readonly ResolvedMetric[]): string {
  return formatTable<ResolvedMetric>(
    [
      { heading: 'metric', text: ({ name }) => name },
      {
        heading: 'is',
        width: 60,
        text: ({ formula, series, statistic }) => formula ?? `${statistic} of ${series}`,
      },
      { heading: 'unit', text: ({ unit }) => unit },
      { heading: 'compared in', text: ({ compare }) => compare },
      { heading: '', text: ({ final }) => (final ? '' : 'exploratory') },
    ],
    metrics,
  );
}

function sharing({ design, forkAt }: ResolvedExperiment): string {
  const points = design === undefined ? '' : `${design.rows.length} points of ${design.names.join(', ')}.\n`;
  return forkAt === undefined
    ? points
    : `${points}Arms go on from what a seed has come to by tick ${forkAt - 1}.\n`;
}

export function checkReport(
  experiment: ResolvedExperiment,
  expected: Estimate,
  workers: number,
  hash: string,
): string {
  const { title, name, question, expectation, metrics, ticks, start } = experiment;
  const texts = [
    title ?? name,
    ...(question === undefined ? [] : [question]),
    ...(expectation === undefined ? [] : [`Expected: ${expectation}`]),
  ];
  const tables = [armTable(experiment), ...(metrics.length > 0 ? [metricTable(metrics)] : [])];
  return (
    `${texts.join('\n')}\n\n${tables.join('\n')}\n${sharing(experiment)}` +
    `${expected.runs} runs of ${ticks} ticks from ${start}; ` +
    `about ${duration(expected.seconds)} with ${Math.min(workers, expected.runs)} workers, ` +
    `about ${size(expected.bytes)} on disk.\nConfiguration ${hash}\n`
  );
}

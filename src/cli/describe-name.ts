/** What is known of a name. */
import type { ParameterDeclaration } from '../agent-kind.js';
import type { Catalogue } from '../experiment/catalogue.js';
import { didYouMean } from '../experiment/nearest.js';
import type { ResolvedExperiment } from '../experiment/resolved.js';
import { formatValue } from '../experiment/units.js';
import { type ListedMetric, listMetrics } from './metric-list.js';
import { STATISTICS_OF_SERIES } from './statistics.js';
import { UsageError } from './usage-error.js';

export type Description = Readonly<Record<string, string>>;

function parameter(declaration: ParameterDeclaration, base: ResolvedExperiment): Description {
  const { name, unit, meaning, range, choices, schedulable } = declaration;
  const { value, source, range: plausible } = base.parameters[name];
  const interval = (ends: readonly [number, number]) =>
    ends.map((end) => formatValue(end, unit)).join(' to ');
  return {
    parameter: name,
    meaning,
    unit,
    'value in base': formatValue(value, unit),
    ...(range !== undefined && { allowed: interval(range) }),
    ...(plausible !== undefined && { 'range of the source': interval(plausible) }),
    ...(choices !== undefined && { choices: choices.join(', ') }),
    'may change in a run': schedulable ? 'yes, in a schedule' : 'no',
    ...(source !== undefined && { source }),
  };
}

function metric({ name, is, unit, label, experiments }: ListedMetric): Description {
  return {
    metric: name,
    ...(label !== undefined && { label }),
    is,
    unit,
    experiments: experiments.join(', '),
    file: 'metrics.csv',
  };
}

/** Descriptions of a parameter, of all parameters of a group, of a series, a metric or a statistic. */
export function describeName(
  name: string,
  catalogue: Catalogue,
  base: ResolvedExperiment,
  library: string,
): Description[] {
  const found: Description[] = [];
  const members = catalogue.parameter(name) === undefined ? (catalogue.group(name) ?? []) : [name];
  for (const member of members)
    found.push(parameter(catalogue.parameter(member) as ParameterDeclaration, base));
  const series = catalogue.seriesOf(name);
  if (series !== undefined)
    found.push({
      series: name,
      meaning: series.meaning,
      unit: series.unit,
      type: series.type,
      file: 'series.csv',
    });
  const metrics = listMetrics(library, catalogue);
  found.push(...metrics.filter((candidate) => candidate.name === name).map(metric));
  const statistic = STATISTICS_OF_SERIES.find((candidate) => candidate.name === name);
  if (statistic !== undefined)
    found.push({ statistic: name, meaning: statistic.meaning, unit: statistic.unit });
  if (found.length > 0) return found;
  const names = [
    ...catalogue.parameterNames(),
    ...catalogue.groupNames(),
    ...catalogue.seriesNames(),
    ...metrics.map((candidate) => candidate.name),
    ...STATISTICS_OF_SERIES.map((candidate) => candidate.name),
  ];
  throw new UsageError(
    `no parameter, series, metric or statistic is named '${name}'${didYouMean(name, names)}`,
  );
}

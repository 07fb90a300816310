/** The metrics of the experiments that come with the program. */
import type { Catalogue } from '../experiment/catalogue.js';
import { experimentData, experimentNames } from './experiment-list.js';

export interface ListedMetric {
  readonly name: string;
  /** A statistic of a series, or a formula. */
  readonly is: string;
  readonly unit: string;
  readonly label?: string;
  /** Names of the experiments whose runs have it. */
  readonly experiments: readonly string[];
}

type Data = Readonly<Record<string, unknown>>;

/** As it stands in a file. */
interface WrittenMetric {
  readonly series?: string;
  readonly statistic?: string;
  readonly formula?: string;
  readonly unit?: string;
  readonly label?: string;
}

function unitOf({ unit, series = '', statistic }: WrittenMetric, catalogue: Catalogue): string {
  if (statistic === 'max drawdown') return 'ratio';
  return unit ?? catalogue.seriesOf(series)?.unit ?? '';
}

/** Metrics of an experiment, or of what it extends: a file that has some replaces those. */
function metricsOf(name: string, files: ReadonlyMap<string, Data>): Readonly<Record<string, WrittenMetric>> {
  const data = files.get(name);
  if (data === undefined) return {};
  if (data.metrics !== undefined) return data.metrics as Record<string, WrittenMetric>;
  const folder = name.slice(0, name.lastIndexOf('/') + 1);
  const parent = String(data.extends ?? '');
  return metricsOf(
    [`${folder}${parent}`, parent].find((place) => place !== name && files.has(place)) ?? '',
    files,
  );
}

/** Metrics by name, those of one name and different meaning apart. */
export function listMetrics(library: string, catalogue: Catalogue): ListedMetric[] {
  const names = experimentNames(library);
  const files = new Map(names.map((name) => [name, (experimentData(library, name) ?? {}) as Data]));
  const found = new Map<string, ListedMetric & { readonly experiments: string[] }>();
  for (const experiment of names)
    for (const [name, metric] of Object.entries(metricsOf(experiment, files))) {
      const is = metric.formula ?? `${metric.statistic} of ${metric.series}`;
      const known = found.get(`${name}\n${is}`);
      const { label } = metric;
      if (known !== undefined) known.experiments.push(experiment);
      else
        found.set(`${name}\n${is}`, {
          name,
          is,
          unit: unitOf(metric, catalogue),
          ...(label !== undefined && { label }),
          experiments: [experiment],
        });
    }
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
}

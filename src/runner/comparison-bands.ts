/** Rows of `comparison-bands.csv`: how far arms are apart at every recorded tick. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { Catalogue } from '../experiment/catalogue.js';
import { differenceBands } from '../experiment/comparison/bands.js';
import { type ArmPair, pairedDifferences, unitOfDifference } from '../experiment/comparison/difference.js';
import { Resampling } from '../experiment/comparison/resampling.js';
import { comparisonOf } from '../experiment/metric-reader.js';
import { neededSeries } from '../experiment/metrics.js';
import { type Comparison, configurationHash, type ResolvedExperiment } from '../experiment/resolved.js';
import { mean } from '../maths/moments.js';
import type { ArmSeries, RunName, RunSeries } from './arm-series.js';
import { csvRow } from './csv.js';

export const BAND_COLUMNS = [
  'arm',
  'against',
  'series',
  'tick',
  'date',
  'compare',
  'unit',
  'pairs',
  'missing',
  'armMean',
  'againstMean',
  'difference',
  'pointwiseLow',
  'pointwiseHigh',
  'simultaneousLow',
  'simultaneousHigh',
] as const;

/** Not a number is an empty cell. */
export function cell(value: number): number | string {
  return Number.isFinite(value) ? value : '';
}

/** A series of the bands, and how its values are compared. */
interface BandSeries {
  readonly name: string;
  readonly compare: Comparison;
  readonly unit: string;
}

/**
 * The recorded series that metrics are made of. A series is compared as a metric that is
 * its last value, so that the two agree there, or else as the kind of series it is.
 */
function bandSeries(
  { metrics }: ResolvedExperiment,
  catalogue: Catalogue,
  recorded: readonly string[],
): BandSeries[] {
  return neededSeries(metrics)
    .filter((name) => recorded.includes(name))
    .map((name) => {
      const declared = catalogue.seriesOf(name) as SeriesDeclaration;
      const metric = metrics.find(({ series, statistic }) => series === name && statistic === 'last');
      return { name, compare: metric?.compare ?? comparisonOf('last', declared), unit: declared.unit };
    });
}

/** Rows of the bands of one pair of arms, series by series. */
export class BandRows {
  private readonly resampling: Resampling;
  private readonly series: readonly BandSeries[];
  /** The arm that was read last as a reference: many arms in a row have the same. */
  private held: { readonly arm: string; readonly runs: ReadonlyMap<string, RunSeries> } | undefined;

  constructor(
    private readonly file: ArmSeries,
    private readonly experiment: ResolvedExperiment,
    catalogue: Catalogue,
    /** `arm/seed` of the completed runs. */
    private readonly runs: ReadonlyMap<string, RunName>,
  ) {
    this.resampling = new Resampling(configurationHash(experiment));
    this.series = bandSeries(experiment, catalogue, file.names);
  }

  *of({ arm, against }: ArmPair): Generator<string> {
    if (this.held?.arm !== against) this.held = { arm: against, runs: this.read(against) };
    const [own, references] = [this.read(arm), this.held.runs];
    const seeds = this.experiment.seeds.filter((seed) => own.has(seed) && references.has(seed));
    const pick = (runs: ReadonlyMap<string, RunSeries>) => seeds.map((seed) => runs.get(seed) as RunSeries);
    for (const [index, series] of this.series.entries())
      yield this.rows({ arm, against }, series, index, pick(own), pick(references));
  }

  private read(arm: string): ReadonlyMap<string, RunSeries> {
    const names = this.series.map(({ name }) => name);
    const found = this.experiment.seeds.flatMap((seed) => {
      const run = this.runs.get(`${arm}/${seed}`);
      const read = run && this.file.read(run, names);
      return read === undefined ? [] : ([[seed, read]] as const);
    });
    return new Map(found);
  }

  private rows(
    { arm, against }: ArmPair,
    { name, compare, unit }: BandSeries,
    index: number,
    own: readonly RunSeries[],
    references: readonly RunSeries[],
  ): string {
    const pairs = own.length;
    if (pairs === 0) return '';
    const { ticks, dates } = own[0];
    const paths = new Float64Array(pairs * ticks.length);
    const means: (readonly [number, number])[] = [];
    for (let t = 0; t < ticks.length; t++) {
      const values = own.map(({ columns }) => columns[index][t]);
      const others = references.map(({ columns }) => columns[index][t]);
      for (const [pair, difference] of pairedDifferences(values, others, compare).entries())
        paths[pair * ticks.length + t] = difference;
      means.push([mean(values), mean(others)]);
    }
    const bands = differenceBands(
      { pairs, ticks: ticks.length, differences: paths },
      this.resampling.resamples(pairs),
    );
    const { low, high, simultaneousLow, simultaneousHigh } = bands;
    const missing = this.experiment.seeds.length - pairs;
    const what = [compare, unitOfDifference(compare, unit), pairs, missing];
    return ticks
      .map((tick, t) => {
        const numbers = [bands.mean, low, high, simultaneousLow, simultaneousHigh].map((values) => values[t]);
        return csvRow([arm, against, name, tick, dates[t], ...what, ...[...means[t], ...numbers].map(cell)]);
      })
      .join('');
  }
}

/** Reads `metrics`: every name and unit is checked, and everything that was left out is said. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import type { Path } from './document.js';
import { didYouMean } from './nearest.js';
import type { Position, Problems } from './problem.js';
import type { Comparison, ResolvedMetric, Statistic } from './resolved.js';
import type { FileStructure } from './structure.js';

type GivenMetrics = NonNullable<FileStructure['metrics']>;
type GivenMetric = GivenMetrics[string];

/** How values of a statistic are compared unless the file says otherwise. */
export function comparisonOf(statistic: Statistic, series: SeriesDeclaration): Comparison {
  if (statistic === 'max drawdown') return 'percentage points';
  if (series.type === 'rate') return 'basis points';
  if (series.unit === 'ratio') return 'percentage points';
  return series.unit === 'index' ? 'percent' : 'difference';
}

export class MetricReader {
  constructor(
    private readonly catalogue: Catalogue,
    private readonly problems: Problems,
    private readonly positionOf: (...path: Path) => Position,
  ) {}

  read(given: GivenMetrics): ResolvedMetric[] {
    return Object.entries(given)
      .map(([name, metric]) => this.metric(name, metric))
      .filter((metric) => metric !== undefined);
  }

  private metric(name: string, given: GivenMetric): ResolvedMetric | undefined {
    const { label, final, compare, series, statistic } = given;
    if (!this.hasOneForm(name, given) || series === undefined || statistic === undefined) return undefined;
    const declaration = this.catalogue.seriesOf(series);
    if (declaration === undefined) {
      const hint = didYouMean(series, this.catalogue.seriesNames());
      this.problems.add(
        this.positionOf(name, 'series'),
        `metrics.${name}: unknown series '${series}'${hint}`,
      );
      return undefined;
    }
    return {
      name,
      series,
      statistic,
      unit: statistic === 'max drawdown' ? 'ratio' : declaration.unit,
      ...(label !== undefined && { label }),
      final: final ?? true,
      compare: compare ?? comparisonOf(statistic, declaration),
      needs: [series],
    };
  }

  /** Either a statistic of a series, or a formula with its unit. */
  private hasOneForm(name: string, given: GivenMetric): boolean {
    const { series, statistic, formula, unit } = given;
    const isStatistic =
      series !== undefined && statistic !== undefined && formula === undefined && unit === undefined;
    const isFormula =
      formula !== undefined && unit !== undefined && series === undefined && statistic === undefined;
    if (isStatistic || isFormula) return true;
    this.problems.add(
      this.positionOf(name),
      `metrics.${name}: expected either 'series' and 'statistic', or 'formula' and 'unit'`,
    );
    return false;
  }
}

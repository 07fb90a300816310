/** Reads `metrics`: every name and unit is checked, and everything that was left out is said. */
import type { SeriesDeclaration } from '../agent-kind.js';
import type { Catalogue } from './catalogue.js';
import type { Path, SourceDocument } from './document.js';
import type { ReadFormula, Variables } from './formula.js';
import { FormulaError } from './formula-functions.js';
import { readFormula, withTicks } from './formula-source.js';
import { RESERVED_NAMES } from './metrics.js';
import { didYouMean } from './nearest.js';
import type { Position, Problems } from './problem.js';
import type { Comparison, ResolvedMetric, Statistic } from './resolved.js';
import type { FileStructure } from './structure.js';
import type { Time } from './time.js';

type GivenMetrics = NonNullable<FileStructure['metrics']>;
type GivenMetric = GivenMetrics[string];

/** How values of a statistic are compared unless the file says otherwise. */
export function comparisonOf(statistic: Statistic, series: SeriesDeclaration): Comparison {
  if (statistic === 'max drawdown') return 'percentage points';
  if (series.type === 'rate' && series.unit === 'per year') return 'basis points';
  if (series.unit === 'ratio') return 'percentage points';
  return series.unit === 'index' ? 'percent' : 'difference';
}

/** A statistic with its series, or a formula. */
type What = Omit<ResolvedMetric, 'name' | 'label' | 'final'>;

export class MetricReader {
  private readonly variables: Variables;
  /** Names of parameters without regard to case. */
  private readonly parameters: ReadonlySet<string>;
  /** Names so far, by how they read without regard to case. */
  private readonly names = new Map<string, string>();

  constructor(
    private readonly document: SourceDocument,
    private readonly catalogue: Catalogue,
    private readonly time: Time,
    private readonly problems: Problems,
    private readonly formulas: ReadFormula | undefined,
  ) {
    this.parameters = new Set(catalogue.parameterNames().map((name) => name.toLowerCase()));
    this.variables = new Map(catalogue.seriesNames().map((name) => [name, 'series']));
  }

  read(given: GivenMetrics): ResolvedMetric[] {
    return Object.entries(given)
      .map(([name, metric]) => this.metric(name, metric))
      .filter((metric) => metric !== undefined);
  }

  private metric(name: string, given: GivenMetric): ResolvedMetric | undefined {
    const { label, series, statistic, formula, unit } = given;
    if (!this.hasOwnName(name) || !this.hasOneForm(name, given)) return undefined;
    const own =
      formula === undefined
        ? this.statistic(name, series as string, statistic as Statistic)
        : this.formula(name, formula, unit as string);
    if (own === undefined) return undefined;
    const { compare, ...what } = own;
    return {
      name,
      ...what,
      ...(label !== undefined && { label }),
      final: given.final ?? true,
      compare: given.compare ?? compare,
    };
  }

  private statistic(name: string, series: string, statistic: Statistic): What | undefined {
    const declaration = this.catalogue.seriesOf(series);
    if (declaration === undefined) {
      const hint = didYouMean(series, this.catalogue.seriesNames());
      this.problems.add(
        this.positionOf(name, 'series'),
        `metrics.${name}: unknown series '${series}'${hint}`,
      );
      return undefined;
    }
    const unit = statistic === 'max drawdown' ? 'ratio' : declaration.unit;
    return { series, statistic, unit, compare: comparisonOf(statistic, declaration), needs: [series] };
  }

  /** Reads a formula and tries it on series that are 1 throughout, which finds ticks that a run has not. */
  private formula(name: string, text: string, unit: string): What | undefined {
    try {
      const ticked = withTicks(text, this.time);
      const { uses, evaluate } = readFormula(ticked, this.variables, this.formulas);
      if (uses.length === 0) throw new FormulaError('is the same in every run; it uses no series');
      const ones = new Float64Array(this.time.ticks).fill(1);
      evaluate(new Map(uses.map((series) => [series, ones])));
      return { formula: ticked, unit, compare: 'difference', needs: uses };
    } catch (error) {
      if (!(error instanceof FormulaError)) throw error;
      const at = this.document.positionWithin(this.document.node(['metrics', name, 'formula']), error.part);
      this.problems.add(at, `metrics.${name}: ${error.message}`);
      return undefined;
    }
  }

  private positionOf(...path: Path): Position {
    return this.document.positionOf(['metrics', ...path]);
  }

  /** A metric is a column of tables, which other columns and programs that do not tell case apart must not confuse. */
  private hasOwnName(name: string): boolean {
    const folded = name.toLowerCase();
    const other = this.names.get(folded);
    this.names.set(folded, name);
    const fault =
      other !== undefined
        ? `differs from '${other}' in case alone; columns of tables are not told apart by case`
        : RESERVED_NAMES.includes(folded)
          ? `a column of the tables of results has this name; others taken: ${RESERVED_NAMES.filter((one) => one !== folded).join(', ')}`
          : this.parameters.has(folded)
            ? 'a parameter has this name; tables of studies have columns of both'
            : undefined;
    if (fault === undefined) return true;
    this.problems.add(this.document.keyPosition(['metrics', name]), `metrics.${name}: ${fault}`);
    return false;
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

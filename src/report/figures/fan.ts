/** Fan charts: the paths of a group of series by arm, median and bands over the runs, or each run if they are few. */
import { quantile } from '../../maths/quantile.js';
import type { Figure, FigureMaker, Row } from '../figure.js';
import { leftOut } from '../figure.js';
import { wrapped } from '../fonts.js';
import { ASSETS, seriesLabel } from '../names.js';
import type { Result, RunRows } from '../result.js';
import { COLORS, dateAxis, EDGE, heading, LETTERS } from '../theme.js';
import { shownUnit } from '../units.js';
import { batches, columnsOf, datesIn, GAP, nameExpression, panelWidth } from './panels.js';

/** With fewer runs a band says less than the runs themselves. */
const FEWEST_FOR_BANDS = 10;
const LEFT = 114;
/** Room of the numbers along y. */
const EXTENT = 44;
const HEIGHT = 86;
/** Series below one another that fit on a page. */
const MOST_SERIES = 8;
/** Relative range below which a series counts as flat. */
const FLAT = 1e-3;
const TINY = 2e-4;

/** Series that stand below one another in one figure. */
interface Group {
  readonly name: string;
  readonly title: string;
  readonly series: readonly string[];
}

/** A group in parts of about the same length that fit on a page; none if it is empty. */
function inParts(group: Group): Group[] {
  const { name, series } = group;
  if (series.length <= MOST_SERIES) return series.length > 0 ? [group] : [];
  const size = Math.ceil(series.length / Math.ceil(series.length / MOST_SERIES));
  return batches(series, size).map((part, index) => ({
    ...group,
    name: `${name}-${index + 1}`,
    series: part,
  }));
}

function groupsOf(result: Result): Group[] {
  const recorded = new Set(result.recorded);
  const kinds = { bonds: /(Bonds|Debt)$/, equities: /Equity$/ };
  const prices = (test: (asset: string) => boolean) =>
    ASSETS.filter(test)
      .map((asset) => `price.${asset}`)
      .filter((name) => recorded.has(name));
  const indices = ['index.broad', 'index.equity'].filter((name) => recorded.has(name));
  const sources = result.description.metrics.flatMap(({ source }) => source.match(/[A-Za-z][\w.]*/g) ?? []);
  const other = result.recorded.filter((name) => sources.includes(name) && !/^(price|index)\./.test(name));
  return [
    {
      name: 'equities',
      title: 'Prices of equities',
      series: [...indices, ...prices((a) => kinds.equities.test(a))],
    },
    { name: 'bonds', title: 'Prices of bonds', series: prices((a) => kinds.bonds.test(a)) },
    {
      name: 'crypto-and-gold',
      title: 'Prices of crypto and gold',
      series: prices((a) => !kinds.bonds.test(a) && !kinds.equities.test(a)),
    },
    { name: 'metrics', title: 'What the metrics are made of', series: other },
  ].flatMap(inParts);
}

function medians(runs: readonly RunRows[], series: string, index: number): number {
  return quantile(valuesAt(runs, series, index), 0.5);
}

function valuesAt(runs: readonly RunRows[], series: string, index: number): number[] {
  return runs.flatMap(({ values }) => values.get(series)?.[index] ?? []);
}

function shown(result: Result, series: string) {
  return shownUnit(series, result.unitOf('series', series));
}

function rowsOf(result: Result, series: string, arm: string, asBands: boolean): Row[] {
  const runs = result.rowsOf(arm);
  const against = result.againstOf(arm);
  const others = against === undefined ? [] : result.rowsOf(against);
  const dates = runs[0]?.dates ?? [];
  const { factor, unit } = shown(result, series);
  return dates.flatMap((date, index): Row[] => {
    const values = valuesAt(runs, series, index).map((value) => factor * value);
    const reference = others.length > 0 ? factor * medians(others, series, index) : null;
    const common = { series, unit, arm, date, median: quantile(values, 0.5), reference };
    if (!asBands)
      return runs.map(({ seed, values: own }) => ({
        ...common,
        seed,
        value: factor * (own.get(series)?.[index] ?? Number.NaN),
      }));
    const at = (probability: number) => quantile(values, probability);
    return [
      {
        ...common,
        low90: at(0.05),
        low50: at(0.25),
        high50: at(0.75),
        high90: at(0.95),
        runs: values.length,
      },
    ];
  });
}

interface Scale {
  readonly domain?: readonly number[];
  readonly format: string;
}

/** The scale of a series: one that hardly moves is not drawn to its last digit, and tiny numbers have exponents. */
function scaleOf(result: Result, series: string, arms: readonly string[]): Scale {
  const { factor } = shown(result, series);
  const values = arms.flatMap((arm) =>
    result.rowsOf(arm).flatMap(({ values: own }) => own.get(series) ?? []),
  );
  const low = factor * values.reduce((a, b) => Math.min(a, b), Infinity);
  const high = factor * values.reduce((a, b) => Math.max(a, b), -Infinity);
  const largest = Math.max(Math.abs(low), Math.abs(high));
  const format = largest > 0 && largest < TINY ? '.0e' : ',~r';
  const least = largest === 0 ? 1 : FLAT * largest;
  if (high - low >= least) return { format };
  return { domain: [low - least, high + least], format };
}

const BANDS = [
  {
    mark: { type: 'area', color: COLORS.sky, opacity: 0.3 },
    encoding: { y: { field: 'low90' }, y2: { field: 'high90' } },
  },
  {
    mark: { type: 'area', color: COLORS.sky, opacity: 0.65 },
    encoding: { y: { field: 'low50' }, y2: { field: 'high50' } },
  },
];
const RUNS = [
  {
    mark: { type: 'line', color: COLORS.sky, strokeWidth: 0.8, opacity: 0.8 },
    encoding: { y: { field: 'value' }, detail: { field: 'seed' } },
  },
];

function layersOf(unit: string, asBands: boolean, label: string, { domain, format }: Scale) {
  const y = {
    type: 'quantitative',
    scale: domain ? { zero: false, domain } : { zero: false, padding: EDGE },
    title: wrapped(unit === '' ? label : `${label}, ${unit}`, HEIGHT + 8, LETTERS),
    axis: { tickCount: 4, format, minExtent: EXTENT, maxExtent: EXTENT },
  };
  const shared = (layer: { mark: object; encoding: Record<string, object> }) => ({
    ...layer,
    encoding: { ...layer.encoding, y: { ...y, ...layer.encoding.y } },
  });
  return [
    ...(asBands ? BANDS : RUNS).map(shared),
    shared({
      mark: { type: 'line', color: COLORS.black, strokeWidth: 1, strokeDash: [3, 2] },
      encoding: { y: { field: 'reference' } },
    }),
    shared({
      mark: { type: 'line', color: COLORS.blue, strokeWidth: 1.8 },
      encoding: { y: { field: 'median' } },
    }),
  ];
}

function specificationOf(
  result: Result,
  group: Group,
  arms: readonly string[],
  asBands: boolean,
  title: object,
) {
  const width = panelWidth(arms.length, LEFT);
  const { dates } = result.rowsOf(arms[0])[0];
  return {
    title,
    spacing: 10,
    vconcat: group.series.map((series, index) => {
      const isLast = index === group.series.length - 1;
      const { unit } = shown(result, series);
      return {
        transform: [{ filter: `datum.series == '${series}'` }],
        facet: {
          column: {
            field: 'arm',
            sort: arms,
            title: null,
            header: { labels: index === 0, labelExpr: nameExpression(arms, width) },
          },
        },
        spacing: GAP,
        bounds: 'flush',
        spec: {
          width,
          height: HEIGHT,
          encoding: { x: dateAxis(dates, datesIn(width), isLast) },
          layer: layersOf(unit, asBands, seriesLabel(series), scaleOf(result, series, arms)),
        },
      };
    }),
  };
}

export const fan: FigureMaker = {
  name: 'fan',
  shows: 'paths by arm and asset: median and bands over the runs',
  series: (result) => groupsOf(result).flatMap(({ series }) => series),
  async make(result) {
    const groups = groupsOf(result);
    if (groups.length === 0) return leftOut('no price, index or series of a metric is recorded');
    const arms = result.shown.filter((arm) => result.rowsOf(arm).some(({ dates }) => dates.length > 1));
    if (arms.length === 0) return leftOut('the series have fewer than two recorded rows');
    return groups.flatMap((group) =>
      batches(arms, columnsOf(arms.length)).map((some, index, all) =>
        figureOf(result, group, some, all.length > 1 ? index + 1 : 0),
      ),
    );
  },
};

function figureOf(result: Result, group: Group, arms: readonly string[], part: number): Figure {
  const most = Math.max(...arms.map((arm) => result.rowsOf(arm).length));
  const asBands = most >= FEWEST_FOR_BANDS;
  const compared = arms.some((arm) => result.againstOf(arm) !== undefined);
  const what = asBands
    ? `Line: median of ${most} runs; dark and light bands: the middle 50 % and 90 % of them`
    : `Thick line: median; thin lines: ${most === 1 ? 'the run' : `each of the ${most} runs`}`;
  const dashed = compared ? '; dashed: median of the arm that it is compared with' : '';
  return {
    name: `fan-${group.name}${part === 0 ? '' : `-${part}`}`,
    title: group.title,
    caption: `${group.title} by arm. ${what}${dashed}. Rows have scales of their own, arms of a row share one.`,
    specification: specificationOf(result, group, arms, asBands, heading(group.title, `${what}${dashed}`)),
    rows: group.series.flatMap((series) => arms.flatMap((arm) => rowsOf(result, series, arm, asBands))),
    panels: group.series.length * arms.length,
  };
}

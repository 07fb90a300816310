/** Yields and spreads of bonds, with the policy rate, by arm. */
import { quantile } from '../../maths/quantile.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { ASSETS, instrumentLabel, words } from '../names.js';
import type { Result } from '../result.js';
import { CATEGORIES, DASHES, dateAxis, EDGE, heading } from '../theme.js';
import { shownUnit } from '../units.js';
import { armRow, batches, columnsOf, datesIn, lineLegend, panelWidth, stacked } from './panels.js';

const HEIGHT = 120;
const LEFT = 100;
const PANELS = [
  { panel: 'yields', title: 'yield, %' },
  { panel: 'spreads', title: 'spread, basis points' },
];

interface Line {
  readonly panel: string;
  readonly series: string;
  readonly label: string;
}

/** What is recorded of them, bonds in the order of the model. */
function linesOf(result: Result): Line[] {
  const bonds = (group: string, panel: string) =>
    ASSETS.map((asset) => ({ panel, series: `${group}.${asset}`, label: instrumentLabel(asset) }));
  return [
    { panel: 'yields', series: 'policyRate', label: words('policyRate') },
    ...bonds('yield', 'yields'),
    ...bonds('spread', 'spreads'),
    { panel: 'spreads', series: 'fundingSpread', label: words('fundingSpread') },
  ].filter(({ series }) => result.recorded.includes(series));
}

function rowsOf(result: Result, arm: string, { panel, series, label }: Line): Row[] {
  const runs = result.rowsOf(arm);
  const { factor, unit } = shownUnit(series, result.unitOf('series', series));
  return (runs[0]?.dates ?? []).map((date, index) => {
    const values = runs.flatMap(({ values: own }) => own.get(series)?.[index] ?? []);
    return { panel, arm, series, name: label, unit, date, median: factor * quantile(values, 0.5) };
  });
}

function specificationOf(result: Result, lines: readonly Line[], arms: readonly string[], title: object) {
  const { dates } = result.rowsOf(arms[0])[0];
  const width = panelWidth(arms.length, LEFT);
  /** A bond has one colour in both panels. */
  const all = [...new Set(lines.map(({ label }) => label))];
  const panels = PANELS.filter(({ panel }) => lines.some((line) => line.panel === panel));
  const rows = panels.map(({ panel, title: unit }, index) => {
    const names = lines.filter((line) => line.panel === panel).map(({ label }) => label);
    const style = (list: readonly unknown[]) => names.map((name) => list[all.indexOf(name) % list.length]);
    const scale = { domain: names, range: style(CATEGORIES) };
    const dashes = { domain: names, range: style(DASHES) };
    const legend = lineLegend(names);
    const y = {
      field: 'median',
      type: 'quantitative',
      title: unit,
      scale: { zero: false, padding: EDGE },
      axis: { tickCount: 5, minExtent: 28, maxExtent: 28 },
    };
    return armRow({
      panel,
      arms,
      width,
      height: HEIGHT,
      isFirst: index === 0,
      encoding: { x: dateAxis(dates, datesIn(width)) },
      layer: [
        {
          mark: { type: 'line', strokeWidth: 1.8 },
          encoding: {
            y,
            color: { field: 'name', type: 'nominal', scale, legend },
            strokeDash: { field: 'name', type: 'nominal', scale: dashes, legend },
          },
        },
      ],
    });
  });
  return { title, ...stacked(rows) };
}

export const yields: FigureMaker = {
  name: 'yields',
  shows: 'yields and spreads of bonds by arm',
  series: (result) => linesOf(result).map(({ series }) => series),
  async make(result) {
    const lines = linesOf(result);
    const arms = result.shown.filter((arm) => result.rowsOf(arm).some(({ dates }) => dates.length > 1));
    if (lines.length === 0 || arms.length === 0) return leftOut('no yield or spread is recorded');
    const all = batches(arms, columnsOf(arms.length));
    return all.map((some, index) => figureOf(result, lines, some, all.length > 1 ? `-${index + 1}` : ''));
  },
};

function figureOf(result: Result, lines: readonly Line[], arms: readonly string[], suffix: string): Figure {
  const subtitle = 'Medians over runs; spreads are over Treasury bonds, that of funding over the policy rate';
  return {
    name: `yields${suffix}`,
    title: 'Yields and spreads',
    caption: `${subtitle}.`,
    specification: specificationOf(result, lines, arms, heading('Yields and spreads', subtitle)),
    rows: arms.flatMap((arm) => lines.flatMap((line) => rowsOf(result, arm, line))),
    panels: new Set(lines.map(({ panel }) => panel)).size * arms.length,
  };
}

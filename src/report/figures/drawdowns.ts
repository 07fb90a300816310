/** The drawdown ladder: how far each asset fell below its peak, by arm. */
import { quantile } from '../../maths/quantile.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { ASSETS, instrumentLabel } from '../names.js';
import type { Result } from '../result.js';
import { COLORS, heading, LETTERS } from '../theme.js';
import { armRow, batches, columnsOf, numbersIn, panelWidth } from './panels.js';

const ROW = 17;

/** Deepest fall below the highest price so far, in percent; prices start at 1. */
export function deepestFall(prices: readonly number[]): number {
  let [peak, deepest] = [1, 0];
  for (const price of prices) {
    peak = Math.max(peak, price);
    deepest = Math.max(deepest, 1 - price / peak);
  }
  return 100 * deepest;
}

function fallsOf(result: Result, arm: string, asset: string): number[] {
  return result.rowsOf(arm).flatMap(({ values }) => {
    const prices = values.get(`price.${asset}`);
    return prices === undefined ? [] : [deepestFall(prices)];
  });
}

function medianOf(falls: readonly number[]): number | null {
  return falls.length === 0 ? null : quantile(falls, 0.5);
}

function rowsOf(result: Result, arms: readonly string[], assets: readonly string[]): Row[] {
  return arms.flatMap((arm) =>
    assets.map((asset) => {
      const falls = fallsOf(result, arm, asset);
      const at = (probability: number) => quantile(falls, probability);
      const reference = medianOf(fallsOf(result, result.againstOf(arm) ?? '', asset));
      const quantiles = {
        low90: at(0.05),
        low50: at(0.25),
        median: at(0.5),
        high50: at(0.75),
        high90: at(0.95),
      };
      return {
        panel: 'falls',
        arm,
        asset,
        name: instrumentLabel(asset),
        ...quantiles,
        reference,
        runs: falls.length,
      };
    }),
  );
}

function layersOf(width: number) {
  const x = {
    type: 'quantitative',
    title: 'fall below the peak, %',
    axis: { tickCount: numbersIn(width) },
    scale: { zero: true },
  };
  const bar = (low: string, high: string, height: number, color: string) => ({
    mark: { type: 'bar', height, color },
    encoding: { x: { field: low, ...x, stack: null }, x2: { field: high } },
  });
  return [
    bar('low90', 'high90', 5, '#a9d3ee'),
    bar('low50', 'high50', 9, COLORS.sky),
    {
      mark: { type: 'tick', thickness: 2.4, size: 13, color: COLORS.blue, opacity: 1 },
      encoding: { x: { field: 'median', ...x } },
    },
    {
      mark: {
        type: 'point',
        shape: 'circle',
        size: 22,
        fill: '#ffffff',
        stroke: COLORS.black,
        strokeWidth: 1.1,
        opacity: 1,
      },
      encoding: { x: { field: 'reference', ...x } },
      transform: [{ filter: 'isValid(datum.reference)' }],
    },
  ];
}

function figureOf(
  result: Result,
  assets: readonly string[],
  arms: readonly string[],
  suffix: string,
): Figure {
  const names = assets.map(instrumentLabel);
  const left = Math.max(...names.map((name) => textWidth(name, LETTERS))) + 22;
  const compared = arms.some((arm) => result.againstOf(arm) !== undefined);
  const subtitle = `Largest fall below an earlier price. Tick: median over runs; bars: the middle 50 % and 90 %${
    compared ? '; circle: median of the arm that it is compared with' : ''
  }`;
  const y = { field: 'name', type: 'nominal', sort: names, title: null, axis: { grid: true, ticks: false } };
  const width = panelWidth(arms.length, left);
  const row = {
    panel: 'falls',
    arms,
    width,
    height: names.length * ROW,
    isFirst: true,
    encoding: { y },
    layer: layersOf(width),
  };
  return {
    name: `drawdowns${suffix}`,
    title: 'How far prices fell',
    caption: `${subtitle}. On recorded rows; assets in the order of their falls in ${result.reference}.`,
    specification: { title: heading('How far prices fell', subtitle), ...armRow(row) },
    rows: rowsOf(result, arms, assets),
    panels: arms.length,
  };
}

export const drawdowns: FigureMaker = {
  name: 'drawdowns',
  shows: 'drawdown ladder: how far each asset fell below its peak',
  series: () => ['price.'],
  async make(result) {
    const arms = result.shown.filter((arm) => result.rowsOf(arm).length > 0);
    const assets = ASSETS.filter((asset) => result.recorded.includes(`price.${asset}`));
    if (assets.length === 0 || arms.length === 0) return leftOut('no price is recorded');
    const reference = arms.includes(result.reference) ? result.reference : arms[0];
    const depth = new Map(assets.map((asset) => [asset, medianOf(fallsOf(result, reference, asset)) ?? 0]));
    const ladder = [...assets].sort((a, b) => (depth.get(b) ?? 0) - (depth.get(a) ?? 0));
    const all = batches(arms, columnsOf(arms.length));
    return all.map((some, index) => figureOf(result, ladder, some, all.length > 1 ? `-${index + 1}` : ''));
  },
};

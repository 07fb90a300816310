/** Correlations of returns in calm and in stress. */
import { correlation, standardDeviation } from '../../maths/moments.js';
import { quantile } from '../../maths/quantile.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { ASSETS, instrumentLabel } from '../names.js';
import type { Result, RunRows } from '../result.js';
import { COLORS, heading, LETTERS, WIDTH } from '../theme.js';

/** Rows whose volatility sorts the next one into calm or stress. */
const WINDOW = 5;
const CALM = 0.5;
const STRESS = 0.8;
/** Returns that each regime must have. */
const FEWEST = 20;
const ROW = 26;
const MINUS = '−';

/** Log returns from row to row. */
export function logReturns(prices: readonly number[]): number[] {
  return prices.slice(1).map((price, index) => Math.log(price / prices[index]));
}

/** Volatility of the returns before each one; undefined for the first. */
export function pastVolatility(returns: readonly number[], window: number): (number | undefined)[] {
  return returns.map((_, index) =>
    index < window ? undefined : standardDeviation(returns.slice(index - window, index)),
  );
}

type Regime = 'calm' | 'stress';

interface Observation {
  readonly volatility: number;
  readonly returns: readonly number[];
}

function observationsOf({ values }: RunRows, assets: readonly string[]): Observation[] {
  const market = logReturns(values.get('index.equity') ?? []);
  const returns = assets.map((asset) => logReturns(values.get(`price.${asset}`) ?? []));
  return pastVolatility(market, WINDOW).flatMap((volatility, index) =>
    volatility === undefined ? [] : [{ volatility, returns: returns.map((own) => own[index]) }],
  );
}

/** Returns of the calm half and of the stormy fifth of all rows, by what is known before them. */
function regimes(observations: readonly Observation[]): Record<Regime, Observation[]> {
  const volatilities = observations.map(({ volatility }) => volatility);
  const [low, high] = [quantile(volatilities, CALM), quantile(volatilities, STRESS)];
  return {
    calm: observations.filter(({ volatility }) => volatility <= low),
    stress: observations.filter(({ volatility }) => volatility > high),
  };
}

function numberText(value: number): string {
  return Math.abs(value) < 0.005 ? '0.00' : `${value < 0 ? MINUS : ''}${Math.abs(value).toFixed(2)}`;
}

function rowsOf(parts: Record<Regime, Observation[]>, assets: readonly string[]): Row[] {
  return assets.flatMap((a, i) =>
    assets.flatMap((b, j) => {
      if (i === j) return [];
      const regime: Regime = i > j ? 'calm' : 'stress';
      const pick = (place: number) => parts[regime].map(({ returns }) => returns[place]);
      const value = correlation(pick(i), pick(j));
      if (!Number.isFinite(value)) return [];
      return [
        {
          row: instrumentLabel(a),
          column: instrumentLabel(b),
          regime,
          correlation: value,
          text: numberText(value),
          returns: parts[regime].length,
        },
      ];
    }),
  );
}

function specificationOf(assets: readonly string[], title: object) {
  const names = assets.map(instrumentLabel);
  const left = Math.max(...names.map((name) => textWidth(name, LETTERS))) + 24;
  const axis = { ticks: false, domain: false, title: null };
  return {
    title,
    width: Math.min(WIDTH - left, 46 * names.length),
    height: ROW * names.length,
    encoding: {
      x: {
        field: 'column',
        type: 'nominal',
        scale: { domain: names },
        title: null,
        axis: { ...axis, orient: 'top', labelAngle: -90 },
      },
      y: { field: 'row', type: 'nominal', scale: { domain: names }, title: null, axis },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: '#eeeeee' },
        encoding: {
          color: {
            field: 'correlation',
            type: 'quantitative',
            legend: null,
            scale: { domain: [-1, 0, 1], range: [COLORS.orange, '#ffffff', COLORS.blue], interpolate: 'rgb' },
          },
        },
      },
      {
        mark: { type: 'text' },
        encoding: {
          text: { field: 'text', type: 'nominal' },
          color: { condition: { test: 'datum.correlation > 0.6', value: '#ffffff' }, value: '#222222' },
        },
      },
    ],
  };
}

export const correlations: FigureMaker = {
  name: 'correlations',
  shows: 'correlations of returns, calm against stress',
  series: () => ['price.', 'index.equity'],
  async make(result) {
    const assets = ASSETS.filter((asset) => result.recorded.includes(`price.${asset}`));
    if (assets.length < 2 || !result.recorded.includes('index.equity'))
      return leftOut('two prices and index.equity are not all recorded');
    const arm = result.reference;
    const observations = result.rowsOf(arm).flatMap((run) => observationsOf(run, assets));
    if (observations.length === 0) return leftOut('there are too few recorded rows');
    const parts = regimes(observations);
    if (Math.min(parts.calm.length, parts.stress.length) < FEWEST)
      return leftOut(`calm and stress have fewer than ${FEWEST} recorded returns`);
    const rows = rowsOf(parts, assets);
    if (rows.length === 0) return leftOut('prices do not move');
    return [figureOf(result, arm, assets, rows)];
  },
};

function figureOf(
  { description }: Result,
  arm: string,
  assets: readonly string[],
  rows: readonly Row[],
): Figure {
  const { series } = description.record;
  const every = series === 1 ? 'one tick' : `${series} ticks`;
  const subtitle = `Returns over ${every} in ${arm}, all runs together; below the diagonal calm, above it stress`;
  return {
    name: 'correlations',
    title: 'Correlations in calm and in stress',
    caption: `${subtitle}. Stress: the fifth of all rows before which equities moved most (over ${WINDOW} rows); calm: the half before which they moved least. Not corrected for volatility: a common factor alone raises correlations when it moves more.`,
    specification: specificationOf(assets, heading('Correlations in calm and in stress', subtitle)),
    rows,
    panels: 1,
  };
}

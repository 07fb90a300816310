/** Franke & Westerhoff: the path against the equations driven by the same noise, and the moments of returns. */
import { exp, ln } from '../../maths/elementary.js';
import { autocorrelation, hillIndex, mean } from '../../maths/moments.js';
import type { Replication } from './replication.js';
import type { ReplicationRuns } from './replication-runs.js';
import { exact, published, type ReplicationRow, shown } from './row.js';

const TAIL = 0.05;

/** Daily returns in percent, run by run. */
function returnsOf(runs: ReplicationRuns, arm: string): Float64Array[] {
  return runs
    .series(arm, 'price.asset')
    .map((price) =>
      Float64Array.from({ length: price.length - 1 }, (_, t) => 100 * ln(price[t + 1] / price[t])),
    );
}

/** ln p straight from the equations, given the noise of the run. */
function paperPath(
  runs: ReplicationRuns,
  arm: string,
  noise: { readonly f: Float64Array; readonly c: Float64Array },
): number[] {
  const of = (name: string) => runs.parameter(arm, `traders.${name}`);
  const [value, beta, alpha0, alphaN, alphaP] = [
    of('value'),
    of('intensityOfChoice'),
    of('predisposition'),
    of('herding'),
    of('misalignment'),
  ];
  const [phi, sigmaF, chi, sigmaC] = [
    of('reversion'),
    of('fundamentalNoise'),
    of('extrapolation'),
    of('chartistNoise'),
  ];
  const mu = runs.parameter(arm, 'marketMaker.priceImpact');
  let [before, price, a] = [value, value, 0];
  const path: number[] = [];
  for (let t = 0; t < noise.f.length; t++) {
    const n = 1 / (1 + exp(-beta * a));
    a = alpha0 + alphaN * (2 * n - 1) + alphaP * (price - value) * (price - value);
    const f = phi * (value - price) + sigmaF * noise.f[t];
    const c = chi * (price - before) + sigmaC * noise.c[t];
    const next = price + mu * (n * f + (1 - n) * c);
    [before, price] = [price, next];
    path.push(price);
  }
  return path;
}

/** Largest distance of the log price from the equations, over all runs of an arm. */
function distance(runs: ReplicationRuns, arm: string): number {
  const noise = { f: runs.series(arm, 'noise.fundamentalists'), c: runs.series(arm, 'noise.chartists') };
  const prices = runs.series(arm, 'price.asset');
  if (prices.length === 0) return Number.NaN;
  return prices.reduce((most, price, run) => {
    const paper = paperPath(runs, arm, { f: noise.f[run], c: noise.c[run] });
    return paper.reduce((far, x, t) => Math.max(far, Math.abs(x - ln(price[t]))), most);
  }, 0);
}

/** Autocorrelation; no number where the run is too short for the lag. */
function memory(values: Float64Array, lag: number): number {
  return lag < values.length ? autocorrelation(values, lag) : Number.NaN;
}

/** Autocorrelation of sizes, the mean of three neighbouring lags as in the paper. */
function sizeMemory(returns: Float64Array, lag: number): number {
  const sizes = returns.map(Math.abs);
  return mean([-1, 0, 1].map((shift) => memory(sizes, Math.max(lag + shift, 1))));
}

/** Mean over the runs of an arm. */
function meanOf(runs: ReplicationRuns, arm: string, statistic: (returns: Float64Array) => number): number {
  return mean(returnsOf(runs, arm).map(statistic));
}

function momentRows(runs: ReplicationRuns, arm: string): ReplicationRow[] {
  const row = (
    quantity: string,
    statistic: (returns: Float64Array) => number,
    value: number | null,
    band: readonly [number, number],
    source: string,
    unit = '',
  ) =>
    published(
      { quantity, arm, unit, source, obtained: meanOf(runs, arm, statistic) },
      value,
      band,
      runs.asPublished,
    );
  const facts = 'facts: section D, band of daily equity returns';
  return [
    row(
      'mean size of a return',
      (r) => mean(r.map(Math.abs)),
      0.713,
      [0.6, 0.83],
      'Franke & Westerhoff 2012, S&P 500; facts: E2; band of samples of 7,000',
      '%',
    ),
    row('tail exponent, Hill 5 %', (r) => hillIndex(r, TAIL), null, [2.5, 4], facts),
    row('autocorrelation of returns, lag 1', (r) => memory(r, 1), null, [-0.12, 0.12], facts),
    row('autocorrelation of sizes, lag 1', (r) => memory(r.map(Math.abs), 1), null, [0.15, 0.35], facts),
    row('autocorrelation of sizes, about lag 50', (r) => sizeMemory(r, 50), null, [0.04, 0.2], facts),
    ...[5, 10, 25, 100].map((lag) =>
      shown({
        quantity: `autocorrelation of sizes, about lag ${lag}`,
        arm,
        source: 'a moment of the paper; its value is not verified',
        obtained: meanOf(runs, arm, (r) => sizeMemory(r, lag)),
      }),
    ),
  ];
}

export const frankeWesterhoff: Replication = {
  name: 'franke-westerhoff',
  isRandom: true,
  needs: [
    'price.asset',
    'share.fundamentalists',
    'noise.fundamentalists',
    'noise.chartists',
    'books.imbalance',
  ],
  rows: (runs) => [
    ...runs.arms.map((arm) =>
      exact(
        {
          quantity: 'largest distance of the log price from the equations',
          arm,
          source: 'the equations of the paper, driven by the same noise',
          obtained: distance(runs, arm),
        },
        0,
        1e-8,
      ),
    ),
    ...momentRows(runs, 'paper'),
    published(
      {
        quantity: 'memory of sizes about lag 25 that herding adds',
        arm: 'paper, noHerding',
        source: 'Franke & Westerhoff 2012: herding is the source of volatility clusters',
        obtained:
          meanOf(runs, 'paper', (r) => sizeMemory(r, 25)) -
          meanOf(runs, 'noHerding', (r) => sizeMemory(r, 25)),
      },
      null,
      [0.02, 1],
      runs.asPublished,
    ),
  ],
};

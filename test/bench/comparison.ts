/**
 * What a comparison costs, and how often its intervals hold the truth.
 *
 *   npm run bench:comparison
 */
import { type DifferencePaths, differenceBands } from '../../src/experiment/comparison/bands.js';
import { Resampling } from '../../src/experiment/comparison/resampling.js';
import { signFlipTest } from '../../src/experiment/comparison/sign-flip-test.js';
import { exp } from '../../src/maths/elementary.js';
import { type RandomStream, randomStream } from '../../src/maths/random.js';

const RESAMPLING = new Resampling('comparison bench');
const NEIGHBOURS = 0.95;
const SHOCKED_SHARE = 0.04;

/** Deviations from the truth along one path: all have mean 0 at every tick. */
type Shape = (draws: RandomStream, path: number, ticks: number) => Float64Array;

function autoregressive(draws: RandomStream, path: number, ticks: number): Float64Array {
  const out = new Float64Array(ticks);
  draws.normals(path, 0, out, 0, ticks);
  for (let t = 1; t < ticks; t++)
    out[t] = NEIGHBOURS * out[t - 1] + Math.sqrt(1 - NEIGHBOURS * NEIGHBOURS) * out[t];
  return out;
}

const SHAPES: Readonly<Record<string, Shape>> = {
  Gaussian: autoregressive,
  'log-normal': (draws, path, ticks) =>
    autoregressive(draws, path, ticks).map((z) => exp(0.7 * z) - exp(0.245)),
  'rare shock': (draws, path, ticks) => {
    const isShocked = draws.uniform(path, 1) < SHOCKED_SHARE;
    return autoregressive(draws, path, ticks).map(
      (z, t) => 0.05 * z + (t / ticks) * ((isShocked ? 1 : 0) - SHOCKED_SHARE),
    );
  },
};

function pathsOf(shape: Shape, pairs: number, ticks: number, experiment: number): DifferencePaths {
  const draws = randomStream('philox', `bench ${experiment}`, 'paths');
  const differences = new Float64Array(pairs * ticks);
  for (let pair = 0; pair < pairs; pair++) differences.set(shape(draws, pair, ticks), pair * ticks);
  return { pairs, ticks, differences };
}

/** Shares of experiments in which the last tick's interval, the whole band, and the test at 5 % are right. */
function coverage(shape: Shape, pairs: number): number[] {
  const [experiments, ticks] = [400, 60];
  let [interval, band, test] = [0, 0, 0];
  for (let i = 0; i < experiments; i++) {
    const paths = pathsOf(shape, pairs, ticks, i);
    const { low, high, simultaneousLow, simultaneousHigh } = differenceBands(
      paths,
      RESAMPLING.resamples(pairs),
    );
    if (low[ticks - 1] <= 0 && high[ticks - 1] >= 0) interval++;
    if (simultaneousLow.every((one, t) => one <= 0 && simultaneousHigh[t] >= 0)) band++;
    const last = Array.from({ length: pairs }, (_, pair) => paths.differences[pair * ticks + ticks - 1]);
    if (signFlipTest(last, RESAMPLING).pValue >= 0.05) test++;
  }
  return [interval, band, test].map((count) => (100 * count) / experiments);
}

function speed(): void {
  const [pairs, ticks, series, arms] = [32, 252, 20, 7];
  const paths = pathsOf(SHAPES.Gaussian, pairs, ticks, 0);
  const start = performance.now();
  for (let i = 0; i < series * arms; i++) differenceBands(paths, RESAMPLING.resamples(pairs));
  const seconds = (performance.now() - start) / 1000;
  console.log(
    `bands: ${arms} arms x ${series} series x ${ticks} ticks x ${pairs} seeds, 2,000 resamples: ${seconds.toFixed(1)} s`,
  );
}

speed();
console.log('percent of experiments in which each is right (nominal 95):');
for (const [name, shape] of Object.entries(SHAPES))
  for (const pairs of [8, 16, 32, 64]) {
    const [interval, band, test] = coverage(shape, pairs);
    console.log(
      `${name.padEnd(12)} ${String(pairs).padStart(3)} pairs: interval ${interval.toFixed(1)}, band ${band.toFixed(1)}, test ${test.toFixed(1)}`,
    );
  }

/**
 * Heterogeneity within a kind: sizes, traits and portfolios, drawn by (purpose, place in the kind), so that
 * another kind's population changes nothing here. Totals and means are those of the parameters at any
 * population.
 */
import { biproportionalFit } from '../maths/biproportional-fit.js';
import { compensatedSum } from '../maths/compensated-sum.js';
import { exp } from '../maths/elementary.js';
import { paretoSize } from '../maths/heavy-tail.js';
import type { World } from './world.js';

/** Largest agent over the smallest; a quarter of the population if that is less, so that nobody is the kind. */
const LARGEST_SIZE = 500;
/** Standard normal draws of traits are cut here. */
const LARGEST_DEVIATION = 3;

/** Shares of the agents in the kind's wealth, Pareto distributed, summing to 1. */
export function drawSizes(world: World, kind: string): Float64Array {
  const { count } = world.rowsOf(kind);
  const exponent = world.parameters.number(`${kind}.sizeExponent`);
  const stream = world.random(`${kind} sizes`);
  const cap = Math.min(LARGEST_SIZE, Math.max(4, count / 4));
  const sizes = new Float64Array(count);
  for (let i = 0; i < count; i++) sizes[i] = Math.min(paretoSize(stream.uniform(i, 0), exponent), cap);
  const total = compensatedSum(sizes);
  for (let i = 0; i < count; i++) sizes[i] /= total;
  return sizes;
}

/** mean exp(sd z) / (weighted mean of exp(sd z)): traits whose mean weighted by `weights` is `mean`. */
export function drawTraits(
  world: World,
  purpose: string,
  mean: number,
  logDeviation: number,
  weights: Float64Array,
): Float64Array {
  const stream = world.random(purpose);
  const traits = new Float64Array(weights.length);
  let weighted = 0;
  let total = 0;
  for (let i = 0; i < traits.length; i++) {
    const z = Math.min(LARGEST_DEVIATION, Math.max(-LARGEST_DEVIATION, stream.normal(i, 0)));
    traits[i] = exp(logDeviation * z);
    weighted += traits[i] * weights[i];
    total += weights[i];
  }
  const scale = (mean * total) / weighted;
  for (let i = 0; i < traits.length; i++) traits[i] *= scale;
  return traits;
}

/**
 * Holdings, `[agent × asset]` in $bn: log-normal around size times the kind's portfolio, then fitted so that
 * each asset sums to `totals` exactly and each agent to its size.
 */
export function drawHoldings(
  world: World,
  kind: string,
  sizes: Float64Array,
  totals: Float64Array,
): Float64Array {
  const width = totals.length;
  const deviation = world.parameters.number(`${kind}.holdingsDispersion`);
  const stream = world.random(`${kind} holdings`);
  const normals = new Float64Array(width);
  const holdings = new Float64Array(sizes.length * width);
  for (let i = 0; i < sizes.length; i++) {
    stream.normals(i, 0, normals, 0, width);
    for (let a = 0; a < width; a++)
      holdings[i * width + a] = sizes[i] * totals[a] * exp(deviation * normals[a]);
  }
  const total = compensatedSum(totals);
  const shares = compensatedSum(sizes);
  biproportionalFit(
    holdings,
    sizes.map((size) => (size / shares) * total),
    totals,
  );
  return holdings;
}

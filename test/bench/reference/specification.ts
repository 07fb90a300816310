/**
 * The reference market: traders with ten assets whose demand is evaluated until the market clears, the same
 * mathematics as in the C++ programs beside it (test/bench/cpp). Nothing of the model is in it; it measures machinery.
 *
 *   trader i    b_a = .2 + u(a,i); cash target c* = .02 + .08 u(20); cap = (u(21) < .1 ? 1.5 : 1)(1 - c*)
 *               base_a = b_a / sum b * cap (.7 + .28 u(22)); k = .5 + 1.5 u(23); m = u(24) < .3 ? 10 u(25) : 0
 *               sig = .05 + .15 u(26); wealth w = 100 / (u(27) + .02); cash .15 w; units .85 w b_a / sum b / p0_a
 *   asset a     p0 = 10 (a + 1), F = q = ln p0, M = 0, load = .5 + a/9, supply = sum of units
 *   tick        F_a += r + .015 normal(900, 10 t + a); n_i = sig_i normal(1000 + t, i); find log prices q with
 *               |D_a / supply_a - 1| < tolerance, where W_i = max(0, cash + sum units p),
 *               raw_a = clamp(base_a exp(k (F_a - q_a) + m M_a + n load_a), .002, .6), s = raw min(1, cap / sum raw),
 *               D_a = sum_i s_a W / p_a; trade to it; cash earns r; M = .9 M + .1 (q - q of yesterday)
 *   draws       u(stream, i) and normal(stream, i) from a hash of (seed, stream, i)
 */
import { ln } from '../../../src/maths/elementary.js';
import { inverseNormal } from '../../../src/maths/inverse-normal.js';

export const ASSETS = 10;
export const LEAST_WEIGHT = 0.002;
export const LARGEST_WEIGHT = 0.6;
export const RATE = 0.0004;
export const NEWS = 0.015;
const NEWS_STREAM = 900;
export const TASTE_STREAM = 1000;

/** A 32-bit mixing function (lowbias32, C. Wellons 2018, public domain). */
export function mix(word: number): number {
  let x = word ^ (word >>> 16);
  x = Math.imul(x, 0x7feb352d);
  x ^= x >>> 15;
  x = Math.imul(x, 0x846ca68b);
  return (x ^ (x >>> 16)) >>> 0;
}

export function streamKey(seed: number, stream: number): number {
  return mix((Math.imul(seed, 0x9e3779b1) + Math.imul(stream, 0x85ebca6b) + 0x1234567) | 0);
}

/** One number in (0, 1) of the stream with this key. */
export function uniformOf(key: number, index: number): number {
  return (mix(Math.imul(index, 0x9e3779b9) ^ key) + 0.5) * 2.3283064365386963e-10;
}

export function newsOf(seed: number, tick: number, asset: number): number {
  return RATE + NEWS * inverseNormal(uniformOf(streamKey(seed, NEWS_STREAM), tick * ASSETS + asset));
}

export interface Trader {
  readonly base: readonly number[];
  readonly units: readonly number[];
  readonly cash: number;
  readonly reaction: number;
  readonly momentum: number;
  readonly noise: number;
  readonly cap: number;
}

export function startPrice(asset: number): number {
  return 10 * (asset + 1);
}

export function loading(asset: number): number {
  return 0.5 + asset / 9;
}

export function startLogPrice(asset: number): number {
  return ln(startPrice(asset));
}

export function traderOf(seed: number, i: number): Trader {
  const u = (stream: number): number => uniformOf(streamKey(seed, stream), i);
  const tastes = Array.from({ length: ASSETS }, (_, a) => 0.2 + u(a));
  const all = tastes.reduce((sum, taste) => sum + taste, 0);
  const cap = (u(21) < 0.1 ? 1.5 : 1) * (1 - (0.02 + 0.08 * u(20)));
  const invested = cap * (0.7 + 0.28 * u(22));
  const wealth = 100 / (u(27) + 0.02);
  return {
    base: tastes.map((taste) => (taste / all) * invested),
    units: tastes.map((taste, a) => (0.85 * wealth * (taste / all)) / startPrice(a)),
    cash: 0.15 * wealth,
    reaction: 0.5 + 1.5 * u(23),
    momentum: u(24) < 0.3 ? 10 * u(25) : 0,
    noise: 0.05 + 0.15 * u(26),
    cap,
  };
}

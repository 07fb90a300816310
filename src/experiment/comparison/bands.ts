/**
 * The mean of paired differences at many ticks with 95 % intervals: one for each tick by itself, and a band that holds
 * the whole path at once. All from one resampling of the pairs.
 */
import { quantileInPlace } from '../../maths/quantile-in-place.js';
import { bcaInterval, CONFIDENCE } from './bca-interval.js';
import { RESAMPLES, type Resamples } from './resampling.js';

/** Paths of paired differences: differences[pair * ticks + tick], both from 0. */
export interface DifferencePaths {
  readonly pairs: number;
  readonly ticks: number;
  readonly differences: Float64Array;
}

/** One value a tick; NaN where a difference is not finite, or intervals need more than one pair. */
export interface Bands {
  readonly mean: Float64Array;
  readonly standardError: Float64Array;
  /** BCa interval of this tick alone. */
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Band of all ticks at once; never narrower than the interval of a tick. */
  readonly simultaneousLow: Float64Array;
  readonly simultaneousHigh: Float64Array;
  /** Half width of the band in standard errors; NaN if no tick varies. */
  readonly criticalValue: number;
}

/** Ticks that are resampled together, so that a resample is read once for all of them. */
const WIDTH = 4;

/**
 * Resamples whose standard error is below this share of the estimated one are taken at it. Without a floor, one tick
 * at which a single pair differs from the rest would make the band endless at all ticks. Measured over Gaussian,
 * log-normal and Student-t paths of 120 ticks, the band then holds the whole truth in 93 % or more of all cases from
 * 16 pairs on; with shocks that only 4 % of all seeds see, in 73 % at 32 pairs and 90 % at 64.
 */
const STANDARD_ERROR_FLOOR = 0.25;

/** Deviations from the mean at WIDTH ticks, and what the resamples make of them. */
class Block {
  readonly deviations: Float64Array;
  private readonly squares: Float64Array;
  readonly means = Array.from({ length: WIDTH }, () => new Float64Array(0));
  readonly meanSquares = Array.from({ length: WIDTH }, () => new Float64Array(0));

  constructor(private readonly resamples: Resamples) {
    this.deviations = new Float64Array(WIDTH * resamples.count);
    this.squares = new Float64Array(WIDTH * resamples.count);
    for (let k = 0; k < WIDTH; k++) {
      this.means[k] = new Float64Array(RESAMPLES);
      this.meanSquares[k] = new Float64Array(RESAMPLES);
    }
  }

  /** Means of the deviations and of their squares in every resample: WIDTH columns at a time, written out for speed. */
  resample(): void {
    const { deviations: x, squares: y } = this;
    const { count, times } = this.resamples;
    const [mean0, mean1, mean2, mean3] = this.means;
    const [square0, square1, square2, square3] = this.meanSquares;
    for (let i = 0; i < x.length; i++) y[i] = x[i] * x[i];
    for (let b = 0, e = 0; b < RESAMPLES; b++) {
      let [m0, m1, m2, m3, s0, s1, s2, s3] = [0, 0, 0, 0, 0, 0, 0, 0];
      for (let at = 0; at < x.length; at += WIDTH, e++) {
        const weight = times[e];
        m0 += weight * x[at];
        m1 += weight * x[at + 1];
        m2 += weight * x[at + 2];
        m3 += weight * x[at + 3];
        s0 += weight * y[at];
        s1 += weight * y[at + 1];
        s2 += weight * y[at + 2];
        s3 += weight * y[at + 3];
      }
      mean0[b] = m0 / count;
      mean1[b] = m1 / count;
      mean2[b] = m2 / count;
      mean3[b] = m3 / count;
      square0[b] = s0 / count;
      square1[b] = s1 / count;
      square2[b] = s2 / count;
      square3[b] = s3 / count;
    }
  }
}

class BandMaker {
  readonly mean: Float64Array;
  readonly standardError: Float64Array;
  readonly low: Float64Array;
  readonly high: Float64Array;
  /** Largest squared t of each resample over the ticks so far. */
  private readonly largest: Float64Array;
  private readonly block: Block;
  private readonly influences: Float64Array;

  constructor(
    private readonly paths: DifferencePaths,
    resamples: Resamples,
  ) {
    this.mean = new Float64Array(paths.ticks).fill(Number.NaN);
    this.standardError = this.mean.slice();
    this.low = this.mean.slice();
    this.high = this.mean.slice();
    this.largest = new Float64Array(RESAMPLES);
    this.block = new Block(resamples);
    this.influences = new Float64Array(paths.pairs);
  }

  make(): Bands {
    const varying = this.varyingTicks();
    for (let start = 0; start < varying.length; start += WIDTH)
      this.resampleTicks(varying.slice(start, start + WIDTH));
    const criticalValue =
      varying.length === 0 ? Number.NaN : Math.sqrt(quantileInPlace(this.largest, CONFIDENCE));
    const { mean, standardError, low, high } = this;
    const simultaneousLow = low.slice();
    const simultaneousHigh = high.slice();
    for (const tick of varying) {
      const half = criticalValue * standardError[tick];
      simultaneousLow[tick] = Math.min(low[tick], mean[tick] - half);
      simultaneousHigh[tick] = Math.max(high[tick], mean[tick] + half);
    }
    return { mean, standardError, low, high, simultaneousLow, simultaneousHigh, criticalValue };
  }

  /** Ticks that need a resampling; the others are finished here. */
  private varyingTicks(): number[] {
    const { ticks, pairs, differences } = this.paths;
    const varying: number[] = [];
    for (let tick = 0; tick < ticks; tick++) {
      const first = differences[tick];
      let [sum, differs] = [0, false];
      for (let at = tick; at < differences.length; at += ticks) {
        sum += differences[at];
        if (differences[at] !== first) differs = true;
      }
      if (pairs === 0 || !Number.isFinite(sum)) continue;
      // Dividing the sum of equal values may not give them back.
      this.mean[tick] = differs ? sum / pairs : first;
      if (pairs === 1) continue;
      if (differs) varying.push(tick);
      else [this.low[tick], this.high[tick], this.standardError[tick]] = [first, first, 0];
    }
    return varying;
  }

  private resampleTicks(ticks: readonly number[]): void {
    const { block, paths } = this;
    for (const [k, tick] of ticks.entries())
      for (let pair = 0; pair < paths.pairs; pair++)
        block.deviations[WIDTH * pair + k] = paths.differences[pair * paths.ticks + tick] - this.mean[tick];
    block.resample();
    for (const [k, tick] of ticks.entries()) this.finishTick(tick, k);
  }

  private finishTick(tick: number, k: number): void {
    const { pairs } = this.paths;
    const { deviations, means, meanSquares } = this.block;
    let squares = 0;
    let scale = 0;
    for (let pair = 0; pair < pairs; pair++) {
      const deviation = deviations[WIDTH * pair + k];
      this.influences[pair] = deviation;
      squares += deviation * deviation;
      scale = Math.max(scale, Math.abs(deviation));
    }
    this.standardError[tick] = Math.sqrt(squares / (pairs - 1) / pairs);
    this.raiseLargest(means[k], meanSquares[k], squares / pairs);
    const interval = bcaInterval(means[k], 0, this.influences, scale);
    this.low[tick] = this.mean[tick] + interval.low;
    this.high[tick] = this.mean[tick] + interval.high;
  }

  /** Squared studentised deviations of the resamples, t^2 = m^2 (n - 1) / max(variance, floor). */
  private raiseLargest(means: Float64Array, meanSquares: Float64Array, variance: number): void {
    const { largest } = this;
    const floor = STANDARD_ERROR_FLOOR * STANDARD_ERROR_FLOOR * variance;
    const freedom = this.paths.pairs - 1;
    for (let b = 0; b < largest.length; b++) {
      const square = means[b] * means[b];
      const t = (square * freedom) / Math.max(meanSquares[b] - square, floor);
      if (t > largest[b]) largest[b] = t;
    }
  }
}

/**
 * Means of paired differences by tick with pointwise 95 % BCa intervals and a simultaneous 95 % max-t band: mean ± c se,
 * c the 95 % point over the resamples of max_t |m*_t - m_t| / se*_t, widened to the interval of the tick where that reaches
 * further.
 *
 * @param resamples of as many items as there are pairs
 *
 * Sources: B. Efron (1987) for the intervals; P. Hall, On bootstrap confidence bands in nonparametric regression, Ann.
 * Stat. 20 (1992), and J. P. Romano and M. Wolf, Exact and approximate stepdown methods, J. Am. Stat. Assoc. 100 (2005),
 * for the studentised maximum.
 */
export function differenceBands(paths: DifferencePaths, resamples: Resamples): Bands {
  return new BandMaker(paths, resamples).make();
}

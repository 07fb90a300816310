/** The reference market on a kernel: what happens in a tick, and the search for prices. */
import { quasiNewtonStep, updateInverse } from '../../../src/maths/broyden.js';
import { exp, ln } from '../../../src/maths/elementary.js';
import { COLD, DEGREES, type Field, HOT, powersAt, TERMS } from './kernel-text.js';
import type { ReferenceKernel } from './kernels.js';
import {
  ASSETS,
  loading,
  newsOf,
  startLogPrice,
  streamKey,
  TASTE_STREAM,
  type Trader,
  traderOf,
} from './specification.js';

/** A fall of excess demand by so much for a rise of the log price: where the search starts on the first day. */
const FIRST_SLOPE = 2.25;
/** Rise of the log price for a rise of the log fundamental, as guessed on the first day. */
const FIRST_PASS_THROUGH = 0.5;
const LONGEST_STEP = 0.25;
const MOST_EVALUATIONS = 100;
/** Largest k, m and |n|: a normal number is below 6.4. */
const LARGEST_REACTION = 2;
const LARGEST_MOMENTUM = 10;
const LARGEST_NOISE = 0.2 * 6.4;
/** e to this is a normal double, and one over it too. */
const LARGEST_OPINION = 700;

/** Largest relative error of a weight from the polynomial of a step, as a part of the tolerance. */
const WEIGHT_ERROR = 1e-4;
/** Larger arguments of the polynomials are not tried. */
const LONGEST_REACH = 0.15;
/** Fall of the residual from one evaluation to the next that is expected on the first day. */
const FIRST_FALL = 0.01;
/** What the expectation of that fall keeps of yesterday's. */
const FALL_MEMORY = 0.9;

/**
 * The largest |x| at which the series of e^x to this degree keeps a relative error: the rest is below
 * |x|^(degree + 1) e^|x| / (degree + 1)!.
 */
function reachOf(degree: number, error: number): number {
  let factorial = 1;
  for (let i = 2; i <= degree + 1; i++) factorial *= i;
  return Math.min(LONGEST_REACH, exp(ln((factorial * error) / exp(LONGEST_REACH)) / (degree + 1)));
}

export class ReferenceMarket {
  /** Which bank of the rows holds units. */
  private bank = 0;
  private readonly reaches: readonly (readonly [degree: number, largest: number])[];
  /** Whether weights stand at `anchor`; a trade that was not accepted has written over them. */
  private weighed = false;
  private fall = FIRST_FALL;
  readonly logPrice = Float64Array.from({ length: ASSETS }, (_, a) => startLogPrice(a));
  readonly fundamental = Float64Array.from(this.logPrice);
  readonly trend = new Float64Array(ASSETS);
  readonly supply = new Float64Array(ASSETS);
  evaluations = 0;
  /** Largest relative excess demand that the last tick left. */
  residual = 0;
  day = 0;
  private readonly inverse = new Float64Array(ASSETS * ASSETS);
  private readonly passThrough = new Float64Array(ASSETS * ASSETS);
  private readonly excess = new Float64Array(ASSETS);
  private readonly change = new Float64Array(ASSETS);
  private readonly step = new Float64Array(ASSETS);
  private readonly news = new Float64Array(ASSETS);
  private readonly scratch = new Float64Array(2 * ASSETS);
  /** Prices at which the weights of the kernel stand. */
  private readonly anchor = new Float64Array(ASSETS);
  private readonly opening = new Float64Array(ASSETS);

  constructor(
    private readonly kernel: ReferenceKernel,
    readonly traders: number,
    private readonly seed: number,
    private readonly tolerance: number,
  ) {
    const error = Math.max(WEIGHT_ERROR * tolerance, Number.EPSILON / 2);
    this.reaches = DEGREES.map((degree) => [degree, reachOf(degree, error)]);
    for (let i = 0; i < traders; i++) this.endow(i, traderOf(seed, i));
    for (let a = 0; a < ASSETS; a++) {
      this.inverse[a * ASSETS + a] = -1 / FIRST_SLOPE;
      this.passThrough[a * ASSETS + a] = FIRST_PASS_THROUGH;
    }
    this.term('load', loading);
  }

  private endow(i: number, trader: Trader): void {
    const { hot, cold } = this.kernel;
    const [h, c] = [i * HOT.width, i * COLD.width];
    for (let a = 0; a < ASSETS; a++) {
      hot[h + a] = trader.units[a];
      cold[c + COLD.base + a] = trader.base[a];
      this.supply[a] += trader.units[a];
    }
    hot[h + HOT.cash] = trader.cash;
    hot[h + HOT.reaction] = trader.reaction;
    hot[h + HOT.cap] = trader.cap;
    cold[c + COLD.momentum] = trader.momentum;
    cold[c + COLD.noise] = trader.noise;
  }

  private term(field: Field, of: (asset: number) => number): void {
    for (let a = 0; a < ASSETS; a++) this.kernel.terms[TERMS[field] + a] = of(a);
  }

  /** One day: news, clearing, trade. */
  tick(): void {
    this.announce();
    this.clear();
    this.day += 1;
  }

  /** Where the bank begins that holds today's units and cash. */
  get unitsAt(): number {
    return HOT.banks[this.bank];
  }

  /** Where the bank begins that held them before the last trade; its numbers stand until the next day. */
  get unitsBeforeAt(): number {
    return HOT.banks[1 - this.bank];
  }

  /** News, and a first guess of what it does to prices, learnt from the days before. */
  private announce(): void {
    const { fundamental, logPrice, opening, news, passThrough, day, seed } = this;
    if (day > 0) this.look();
    opening.set(logPrice);
    for (let a = 0; a < ASSETS; a++) {
      news[a] = newsOf(seed, day, a);
      fundamental[a] += news[a];
    }
    for (let a = 0; a < ASSETS; a++)
      for (let b = 0; b < ASSETS; b++) logPrice[a] += passThrough[a * ASSETS + b] * news[b];
  }

  private setPrices(): void {
    const { logPrice } = this;
    this.term('price', (a) => exp(logPrice[a]));
  }

  /** The evaluation that stores weights: with the day's noise, at the first guess. */
  private evaluateFirst(): void {
    const { kernel, fundamental, logPrice, trend, anchor, traders } = this;
    anchor.set(logPrice);
    this.setPrices();
    this.term('distance', (a) => fundamental[a] - logPrice[a]);
    this.term('trend', (a) => trend[a]);
    this.checkOpinions();
    kernel.loops.first(traders, this.unitsAt);
    this.weighed = true;
    this.readExcess();
  }

  /** The loops take exponentials without looking at their arguments. */
  private checkOpinions(): void {
    const { fundamental, logPrice, trend, day } = this;
    for (let a = 0; a < ASSETS; a++) {
      const opinion =
        LARGEST_REACTION * Math.abs(fundamental[a] - logPrice[a]) +
        LARGEST_MOMENTUM * Math.abs(trend[a]) +
        LARGEST_NOISE * loading(a);
      if (!(opinion < LARGEST_OPINION))
        throw new Error(`tick ${day}: prices of the reference market are too far from fundamentals`);
    }
  }

  /** The lowest degree that reaches from the prices at which weights stand; absent: none does. */
  private degree(): number | undefined {
    const { anchor, logPrice } = this;
    let furthest = 0;
    for (let a = 0; a < ASSETS; a++)
      furthest = Math.max(furthest, LARGEST_REACTION * Math.abs(anchor[a] - logPrice[a]));
    return this.reaches.find(([, largest]) => furthest <= largest)?.[0];
  }

  /** Evaluates at `logPrice`, and trades there if asked to; true if it has. */
  private evaluateAgain(trades: boolean): boolean {
    const degree = this.weighed ? this.degree() : undefined;
    if (degree === undefined) {
      this.evaluateFirst();
      return false;
    }
    this.setPrices();
    this.setPowers(degree);
    if (trades) this.sweepTrading(degree);
    else this.sweep(degree);
    this.readExcess();
    return trades;
  }

  private sweep(degree: number): void {
    this.kernel.loops[`move${degree}`](this.traders, this.unitsAt);
    this.anchor.set(this.logPrice);
  }

  private sweepTrading(degree: number): void {
    const { kernel, traders } = this;
    this.term('inverse', (a) => 1 / kernel.terms[TERMS.price + a]);
    kernel.loops[`trade${degree}`](traders, this.unitsAt);
    this.weighed = false;
  }

  /** Coefficients of the series of e^(k (anchor - logPrice)) in k. */
  private setPowers(degree: number): void {
    const { terms } = this.kernel;
    for (let a = 0; a < ASSETS; a++) {
      const step = this.anchor[a] - this.logPrice[a];
      let coefficient = 1;
      for (let power = 1; power <= degree; power++) {
        coefficient *= step / power;
        terms[powersAt(power) + a] = coefficient;
      }
    }
  }

  private readExcess(): void {
    const { excess, kernel, supply } = this;
    const { terms } = kernel;
    this.evaluations += 1;
    this.residual = 0;
    for (let a = 0; a < ASSETS; a++) {
      excess[a] = terms[TERMS.demand + a] / terms[TERMS.price + a] / supply[a] - 1;
      this.residual = Math.max(this.residual, Math.abs(excess[a]));
    }
  }

  /**
   * Broyden's method; the slope is kept from day to day. An evaluation that is expected to be the last one trades too:
   * its demand is what the residual is read from, and its trades count only if that is below the tolerance.
   */
  private clear(): void {
    this.kernel.draw(this.traders, streamKey(this.seed, TASTE_STREAM + this.day));
    const { excess, change, step, scratch, inverse, logPrice, tolerance } = this;
    this.evaluateFirst();
    let traded = false;
    for (let count = 1; !(this.residual < tolerance); count++) {
      if (count > MOST_EVALUATIONS)
        throw new Error(`tick ${this.day}: the reference market does not clear, residual ${this.residual}`);
      quasiNewtonStep(inverse, excess, LONGEST_STEP, step);
      for (let a = 0; a < ASSETS; a++) {
        logPrice[a] += step[a];
        change[a] = -excess[a];
      }
      const before = this.residual;
      traded = this.evaluateAgain(before * this.fall < tolerance);
      for (let a = 0; a < ASSETS; a++) change[a] += excess[a];
      updateInverse(inverse, step, change, scratch);
      if (count > 1) this.expect(this.residual / before);
    }
    if (!traded) this.trade();
    this.bank = 1 - this.bank;
  }

  /** Learns how far the residual falls from one evaluation to the next. */
  private expect(fall: number): void {
    if (fall > 0 && fall < 1) this.fall = exp(FALL_MEMORY * ln(this.fall) + (1 - FALL_MEMORY) * ln(fall));
  }

  /** At the prices of the last evaluation, which has not traded. */
  private trade(): void {
    const degree = this.degree() ?? DEGREES[0];
    this.setPowers(degree);
    this.sweepTrading(degree);
  }

  /** What the day before did to prices: traders follow it, and the guess is corrected. */
  private look(): void {
    const { logPrice, trend, opening } = this;
    for (let a = 0; a < ASSETS; a++) trend[a] = 0.9 * trend[a] + 0.1 * (logPrice[a] - opening[a]);
    this.learn();
  }

  /** Corrects the guess by what prices did: P += (dq - P f) f' / (f' f). */
  private learn(): void {
    const { passThrough, news, logPrice, opening } = this;
    let square = 0;
    for (let a = 0; a < ASSETS; a++) square += news[a] * news[a];
    if (!(square > 0)) return;
    for (let a = 0; a < ASSETS; a++) {
      let miss = logPrice[a] - opening[a];
      for (let b = 0; b < ASSETS; b++) miss -= passThrough[a * ASSETS + b] * news[b];
      for (let b = 0; b < ASSETS; b++) passThrough[a * ASSETS + b] += (miss * news[b]) / square;
    }
  }
}

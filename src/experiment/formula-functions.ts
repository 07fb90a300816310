/**
 * What a formula may use: a closed list, on the project's own elementary functions, so that a formula gives the same
 * number on every machine. A value is a number, or a series with one number a tick; what is defined for numbers
 * works on series tick by tick.
 */
import { compensatedSum } from '../maths/compensated-sum.js';
import { exp, ln, pow } from '../maths/elementary.js';
import {
  drawdownLength,
  largest,
  maximumDrawdown,
  placeOfLargest,
  smallest,
  steepestFall,
} from '../maths/extremes.js';
import { correlation, mean, standardDeviation } from '../maths/moments.js';
import { quantile } from '../maths/quantile.js';
import { FEWEST_WINDOWS, Returns, WINDOW } from './validation-sample.js';

export type Value = number | Float64Array;
export type Shape = 'number' | 'series';

/** A fault in a formula, to be shown at a place in its text. */
export class FormulaError extends Error {
  constructor(
    message: string,
    /** Name or text of the part at fault; '' for the whole. */
    readonly part = '',
  ) {
    super(message);
    this.name = 'FormulaError';
  }
}

export interface FormulaFunction {
  /** Shapes of the arguments; `each`: numbers or series, tick by tick. */
  readonly takes: readonly (Shape | 'each')[];
  /** True if the last argument may be repeated. */
  readonly repeats?: boolean;
  /** Shape of the value; `each`: a series if any argument is one. */
  readonly gives: Shape | 'each';
  /** Called with numbers for `each`, with what `takes` says for the others. */
  readonly of: (...values: never[]) => Value;
}

function each(of: (...values: number[]) => number, count: number, repeats = false): FormulaFunction {
  return { takes: Array<'each'>(count).fill('each'), repeats, gives: 'each', of };
}

function aggregate(of: (values: Float64Array) => number): FormulaFunction {
  return { takes: ['series'], gives: 'number', of };
}

function checkTick(values: Float64Array, tick: number, called: string): number {
  if (Number.isInteger(tick) && tick >= 1 && tick <= values.length) return tick;
  throw new FormulaError(`${called}: ${tick} is no tick of it; it has ticks 1 to ${values.length}`, called);
}

/** Ticks `from` to `to`, both included. */
function between(values: Float64Array, from: number, to: number): Float64Array {
  const [first, last] = [checkTick(values, from, 'between'), checkTick(values, to, 'between')];
  if (last < first) throw new FormulaError(`between: tick ${last} is before tick ${first}`, 'between');
  return values.subarray(first - 1, last);
}

/** Values that remain of a series where each is made of so many (`needs`) in a row; of none there would be no series. */
function countWithin(values: Float64Array, needs: number, called: string): number {
  if (values.length < needs)
    throw new FormulaError(`${called}: needs ${needs} values, and the series has ${values.length}`, called);
  return values.length - needs + 1;
}

/** Change from tick to tick as a share, x(t)/x(t-1) - 1: one value fewer. */
function returns(values: Float64Array): Float64Array {
  const length = countWithin(values, 2, 'returns');
  return Float64Array.from({ length }, (_, i) => values[i + 1] / values[i] - 1);
}

/** Change over some ticks as a share, x(t)/x(t-n) - 1: n values fewer. */
function changes(values: Float64Array, ticks: number): Float64Array {
  if (!(Number.isInteger(ticks) && ticks >= 1))
    throw new FormulaError(`changes: ${ticks} is no number of ticks`, 'changes');
  const length = countWithin(values, ticks + 1, 'changes');
  return Float64Array.from({ length }, (_, i) => values[i + ticks] / values[i] - 1);
}

/** Correlation of log changes in the third of windows of 21 ticks in which the gauge varied least, or most: see {@link Returns}. */
function correlationIn(state: 'calm' | 'stress') {
  const called = `${state}Correlation`;
  return (one: Float64Array, other: Float64Array, gauge: Float64Array): number => {
    if (one.length !== other.length || one.length !== gauge.length)
      throw new FormulaError(
        `${called}: of series with ${one.length}, ${other.length} and ${gauge.length} values`,
        called,
      );
    countWithin(gauge, FEWEST_WINDOWS * WINDOW + 1, called);
    const series = new Map(Object.entries({ one, other, gauge }));
    const returns = new Returns([{ arm: '', seed: '', series }], gauge.length);
    return returns.correlationIn(state, [['one', 'other']], 'gauge');
  };
}

function steepest(values: Float64Array, ticks: number): number {
  if (!(Number.isInteger(ticks) && ticks >= 1))
    throw new FormulaError(`steepestFall: ${ticks} is no number of ticks`, 'steepestFall');
  return steepestFall(values, ticks);
}

/** Tick of the largest value, counted within the series that is given; NaN of no values. */
function tickOfMax(values: Float64Array): number {
  return values.length === 0 ? Number.NaN : placeOfLargest(values) + 1;
}

/** Tick of the largest value if the series turns there; NaN if it is the first or the last, and there is no turn. */
function tickOfPeak(values: Float64Array): number {
  const place = placeOfLargest(values);
  return place > 0 && place < values.length - 1 ? place + 1 : Number.NaN;
}

/** Means of so many ticks each, the first of the first ticks: so many values fewer, less one. */
function movingMean(values: Float64Array, ticks: number): Float64Array {
  if (!(Number.isInteger(ticks) && ticks >= 1))
    throw new FormulaError(`movingMean: ${ticks} is no number of ticks`, 'movingMean');
  const length = countWithin(values, ticks, 'movingMean');
  return Float64Array.from({ length }, (_, i) => mean(values.subarray(i, i + ticks)));
}

/** To the nearest whole number, halves away from zero. */
function round(x: number): number {
  return x < 0 ? -Math.floor(0.5 - x) : Math.floor(x + 0.5);
}

function paired(xs: Float64Array, ys: Float64Array): number {
  if (xs.length !== ys.length)
    throw new FormulaError(`correlation: of series with ${xs.length} and ${ys.length} values`, 'correlation');
  return correlation(xs, ys);
}

function quantileOf(values: Float64Array, probability: number): number {
  if (!(probability >= 0 && probability <= 1))
    throw new FormulaError(`quantile: ${probability} does not lie within 0 and 1`, 'quantile');
  return values.length === 0 ? Number.NaN : quantile(values, probability);
}

/** Functions by name. */
export const FUNCTIONS: Readonly<Record<string, FormulaFunction>> = {
  first: aggregate((values) => values[0] ?? Number.NaN),
  last: aggregate((values) => values[values.length - 1] ?? Number.NaN),
  min: aggregate(smallest),
  max: aggregate(largest),
  mean: aggregate(mean),
  sum: aggregate(compensatedSum),
  std: aggregate(standardDeviation),
  maxDrawdown: aggregate(maximumDrawdown),
  drawdownLength: aggregate(drawdownLength),
  steepestFall: { takes: ['series', 'number'], gives: 'number', of: steepest },
  tickOfMax: aggregate(tickOfMax),
  tickOfPeak: aggregate(tickOfPeak),
  quantile: { takes: ['series', 'number'], gives: 'number', of: quantileOf },
  at: {
    takes: ['series', 'number'],
    gives: 'number',
    of: (x: Float64Array, tick: number) => x[checkTick(x, tick, 'at') - 1],
  },
  between: { takes: ['series', 'number', 'number'], gives: 'series', of: between },
  returns: { takes: ['series'], gives: 'series', of: returns },
  changes: { takes: ['series', 'number'], gives: 'series', of: changes },
  movingMean: { takes: ['series', 'number'], gives: 'series', of: movingMean },
  correlation: { takes: ['series', 'series'], gives: 'number', of: paired },
  calmCorrelation: { takes: ['series', 'series', 'series'], gives: 'number', of: correlationIn('calm') },
  stressCorrelation: { takes: ['series', 'series', 'series'], gives: 'number', of: correlationIn('stress') },
  abs: each(Math.abs, 1),
  exp: each(exp, 1),
  log: each(ln, 1),
  sqrt: each(Math.sqrt, 1),
  floor: each(Math.floor, 1),
  ceil: each(Math.ceil, 1),
  round: each(round, 1),
};

/** `min(a, b, …)` and `max(a, b, …)` of numbers, or of series tick by tick. */
export const SEVERAL: Readonly<Record<string, FormulaFunction>> = {
  min: each((...values) => smallest(values), 2, true),
  max: each((...values) => largest(values), 2, true),
};

const truth = (isTrue: boolean) => (isTrue ? 1 : 0);

/** Operators by mathjs's name of them; comparisons and logic give 1 or 0. */
export const OPERATORS: Readonly<Record<string, FormulaFunction>> = {
  add: each((a, b) => a + b, 2),
  subtract: each((a, b) => a - b, 2),
  multiply: each((a, b) => a * b, 2),
  divide: each((a, b) => a / b, 2),
  pow: each(pow, 2),
  unaryMinus: each((a) => -a, 1),
  unaryPlus: each((a) => a, 1),
  smaller: each((a, b) => truth(a < b), 2),
  smallerEq: each((a, b) => truth(a <= b), 2),
  larger: each((a, b) => truth(a > b), 2),
  largerEq: each((a, b) => truth(a >= b), 2),
  equal: each((a, b) => truth(a === b), 2),
  unequal: each((a, b) => truth(a !== b), 2),
  and: each((a, b) => truth(a !== 0 && b !== 0), 2),
  or: each((a, b) => truth(a !== 0 || b !== 0), 2),
  not: each((a) => truth(a === 0), 1),
  conditional: each((condition, yes, no) => (condition !== 0 ? yes : no), 3),
};

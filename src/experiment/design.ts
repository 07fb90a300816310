/** Designs: which values of the parameters an experiment visits. */
import { exp, ln } from '../maths/elementary.js';
import { latinHypercube } from '../maths/latin-hypercube.js';
import { sobolSequence } from '../maths/sobol-sequence.js';
import type { ParameterValue } from './parameter-value.js';

/** How the values between two ends are spaced: equal steps, or equal ratios (both ends positive). */
export type Scale = 'linear' | 'log';

/** A range of a number, both ends included, in the unit of the parameter. */
export interface DesignRange {
  readonly from: number;
  readonly to: number;
  /** By default linear. */
  readonly scale?: Scale;
  /** True for a parameter that counts things: values are rounded to whole numbers. */
  readonly whole?: boolean;
}

/** `steps` values from one end to the other (`steps` at least 2). */
export interface DesignSteps extends DesignRange {
  readonly steps: number;
}

/** Parameters by name; columns of the design in this order. Values are in the model's units. */
export type Design =
  /** Every combination; the first parameter varies most slowly. */
  | {
      readonly type: 'grid';
      readonly parameters: Readonly<Record<string, readonly ParameterValue[] | DesignSteps>>;
    }
  /** One point in each of `points` equal parts of every range, by chance; another `seed`, other points. */
  | {
      readonly type: 'latinHypercube';
      readonly points: number;
      readonly seed: string;
      readonly parameters: Readonly<Record<string, DesignRange>>;
    }
  /** Points of a Sobol' sequence, evenly spread in all ranges together; powers of two spread best. */
  | {
      readonly type: 'sobol';
      readonly points: number;
      readonly parameters: Readonly<Record<string, DesignRange>>;
    }
  /** The points themselves; every row names the same parameters as the first. */
  | { readonly type: 'list'; readonly rows: readonly Readonly<Record<string, ParameterValue>>[] };

export interface DesignPoints {
  /** Parameters that the design varies. */
  readonly names: readonly string[];
  /** One row a point, one value a name. */
  readonly rows: readonly (readonly ParameterValue[])[];
}

/** The value at `share` (0 … 1) of a range: from + share (to - from), or from (to / from)^share. */
export function valueInRange(range: DesignRange, share: number): number {
  const { from, to, whole } = range;
  // The ends themselves, not what rounding makes of them.
  const value = share === 0 ? from : share === 1 ? to : between(range, share);
  return whole ? Math.round(value) : value;
}

function between({ from, to, scale }: DesignRange, share: number): number {
  return scale === 'log' ? from * exp(share * ln(to / from)) : from + share * (to - from);
}

/** The share (0 … 1) at which a value lies in a range, the nearer end for values outside. */
export function shareOfRange({ from, to, scale }: DesignRange, value: number): number {
  const share = scale === 'log' ? ln(value / from) / ln(to / from) : (value - from) / (to - from);
  return share > 0 ? Math.min(share, 1) : 0;
}

/** More points than any study has: names made with it do not depend on how many there are. */
export const LAST_POINT = 9_999_999;

/** `p001`, as wide as the last point needs, at least three digits; `index` counts from 0. */
export function pointName(index: number, count: number): string {
  return `p${String(index + 1).padStart(Math.max(3, String(count).length), '0')}`;
}

function levels(given: readonly ParameterValue[] | DesignSteps): readonly ParameterValue[] {
  if (!('steps' in given)) return given;
  const { steps } = given;
  return Array.from({ length: steps }, (_, step) => valueInRange(given, step / Math.max(1, steps - 1)));
}

function combinations(lists: readonly (readonly ParameterValue[])[]): ParameterValue[][] {
  let rows: ParameterValue[][] = [[]];
  for (const list of lists) rows = rows.flatMap((row) => list.map((value) => [...row, value]));
  return rows;
}

/** Points of the unit cube, [point × dimension], stretched to the ranges. */
function stretched(unit: Float64Array, points: number, ranges: readonly DesignRange[]): number[][] {
  const columns = ranges.length;
  return Array.from({ length: points }, (_, point) =>
    ranges.map((range, column) => valueInRange(range, unit[point * columns + column])),
  );
}

/** How many points a design has. */
export function pointCount(design: Design): number {
  if (design.type === 'list') return design.rows.length;
  if (design.type !== 'grid') return design.points;
  return Object.values(design.parameters)
    .map((given) => ('steps' in given ? given.steps : given.length))
    .reduce((product, count) => product * count, 1);
}

/**
 * The points of a design, in their order.
 *
 * @throws RangeError if a logarithmic range does not lie above zero, or rows of a list name different parameters
 */
export function designPoints(design: Design): DesignPoints {
  if (design.type === 'list') return listed(design.rows);
  const names = Object.keys(design.parameters);
  for (const [name, given] of Object.entries(design.parameters)) if ('from' in given) checkRange(name, given);
  if (design.type === 'grid')
    return { names, rows: combinations(Object.values(design.parameters).map(levels)) };
  const { points, parameters } = design;
  const unit =
    design.type === 'sobol'
      ? sobolSequence(points, names.length)
      : latinHypercube(points, names.length, design.seed);
  return { names, rows: stretched(unit, points, Object.values(parameters)) };
}

function checkRange(name: string, { from, to, scale }: DesignRange): void {
  if (scale === 'log' && !(from > 0 && to > 0))
    throw new RangeError(`${name}: a logarithmic range lies above zero, not from ${from} to ${to}`);
}

function listed(rows: readonly Readonly<Record<string, ParameterValue>>[]): DesignPoints {
  const names = Object.keys(rows[0] ?? {});
  for (const row of rows)
    if (Object.keys(row).length !== names.length || names.some((name) => !(name in row)))
      throw new RangeError(`every row of a list names the same parameters: ${names.join(', ')}`);
  return { names, rows: rows.map((row) => names.map((name) => row[name])) };
}

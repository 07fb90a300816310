/** Short forms of declarations, so that a kind reads as a list of names, units, ranges and meanings. */
import type { SeriesDeclaration } from './series.js';

/** The parts of a declaration that these need; the ledger knows nothing of agent kinds. */
export type Unit =
  | 'ratio'
  | 'per year'
  | '$bn'
  | '$bn/yr'
  | '$bn/month'
  | 'days'
  | 'years'
  | 'GW'
  | 'GW/yr'
  | 'count';

export interface NumberDeclaration {
  readonly name: string;
  readonly unit: Unit;
  readonly range: readonly [number, number];
  readonly schedulable?: boolean;
  readonly meaning: string;
}

/** One of some words. */
export interface ChoiceDeclaration {
  readonly name: string;
  readonly unit: 'choice';
  readonly choices: readonly string[];
  readonly schedulable?: boolean;
  readonly meaning: string;
}

export interface ColumnShape {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  readonly length: 'kind' | number;
}

/** A number that belongs to the start of the world, or is read every tick but does not change in a run. */
export function fixed(
  name: string,
  unit: Unit,
  range: readonly [number, number],
  meaning: string,
): NumberDeclaration {
  return { name, unit, range, meaning };
}

/** A number that policy and shocks may change while a run goes on. */
export function scheduled(
  name: string,
  unit: Unit,
  range: readonly [number, number],
  meaning: string,
): NumberDeclaration {
  return { name, unit, range, meaning, schedulable: true };
}

/** One entry for each row of the kind. */
export function rowColumn(name: string, unit: string, meaning: string): ColumnShape {
  return { name, unit, meaning, length: 'kind' };
}

/** One entry in all. */
export function singleColumn(name: string, unit: string, meaning: string): ColumnShape {
  return { name, unit, meaning, length: 1 };
}

export function recorded(
  name: string,
  unit: string,
  type: SeriesDeclaration['type'],
  meaning: string,
): SeriesDeclaration {
  return { name, unit, type, meaning };
}

/** A formula as it stands in a file: with a place for its faults, and dates that become ticks. */
import { tickOfDate } from '../maths/calendar.js';
import type { Formula, ReadFormula, Variables } from './formula.js';
import { FormulaError } from './formula-functions.js';
import type { Position } from './problem.js';
import type { Time } from './time.js';

export interface GivenFormula {
  readonly text: string;
  /** Place of a part of the text; of the whole, if the part is '' or cannot be found. */
  positionOf(part: string): Position;
}

/** Thrown where a formula stands and nothing that reads formulas was given. */
export class FormulasNeeded extends Error {}

const QUOTED = /"([^"]*)"|'([^']*)'/g;
const DATE = /\b\d{4}-\d{2}-\d{2}\b/;

/** The text with ticks in place of the dates, which stand in quotes: `"2026-03-02"`. Throws a `FormulaError`. */
export function withTicks(text: string, { start, ticksPerYear }: Time): string {
  const ticked = text.replace(QUOTED, (quoted, double?: string, single?: string) => {
    try {
      return String(tickOfDate(double ?? single ?? '', start, ticksPerYear));
    } catch (error) {
      throw new FormulaError((error as Error).message, quoted);
    }
  });
  // Not a date but two subtractions.
  const bare = DATE.exec(ticked)?.[0];
  if (bare !== undefined) throw new FormulaError(`write the date as "${bare}", with quotes`, bare);
  return ticked;
}

/** Reads a formula whose dates are ticks already. */
export function readFormula(text: string, variables: Variables, read: ReadFormula | undefined): Formula {
  if (read === undefined) throw new FormulasNeeded('formulas are not loaded');
  return read(text, variables);
}

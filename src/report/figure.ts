/** What a figure is before it is drawn: a specification, the rows that it shows, and what is to be said of it. */
import type { Result } from './result.js';

export type Cell = string | number | boolean | null;

/** Rows of a figure, by the names of their columns. */
export type Row = Readonly<Record<string, Cell>>;

/** A Vega-Lite specification without its data; they stand in the figure's table. */
export type Specification = Readonly<Record<string, unknown>>;

export interface Figure {
  /** Name of its files, in kebab-case. */
  readonly name: string;
  readonly title: string;
  /** What is drawn and how to read it. */
  readonly caption: string;
  readonly specification: Specification;
  readonly rows: readonly Row[];
  /** Number of panels that must hold marks. */
  readonly panels: number;
}

/** Why a result has no such figure, in words. */
export interface LeftOut {
  readonly reason: string;
}

/** A group of figures that one name chooses. */
export interface FigureMaker {
  readonly name: string;
  /** What it shows, for the help. */
  readonly shows: string;
  /** Series that it reads, as names or as prefixes that end in a dot. */
  readonly series?: (result: Result) => readonly string[];
  make(result: Result): Promise<readonly Figure[] | LeftOut>;
}

export function leftOut(reason: string): LeftOut {
  return { reason };
}

export function isLeftOut(made: readonly Figure[] | LeftOut): made is LeftOut {
  return 'reason' in made;
}

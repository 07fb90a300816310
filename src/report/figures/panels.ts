/** How many panels stand beside one another, and what stands above them. */
import { shortened, textWidth } from '../fonts.js';
import { LETTERS, WIDTH } from '../theme.js';

/** A figure is 180 mm wide: panels of a column narrower than this could not be read. */
const MOST_COLUMNS = 5;

/** Columns for so many panels, in rows of about equal length. */
export function columnsOf(panels: number): number {
  return Math.ceil(panels / Math.ceil(panels / MOST_COLUMNS));
}

export function batches<T>(items: readonly T[], size: number): T[][] {
  return Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
}

/** A Vega expression for headers: names that are wider than their panel are cut off. */
export function nameExpression(names: readonly string[], width: number): string {
  const short = Object.fromEntries(names.map((name) => [name, shortened(name, width, LETTERS, true)]));
  return `(${JSON.stringify(short)})[datum.value]`;
}

/** Room between two panels of a row. */
export const GAP = 9;

/** Width of each of so many panels beside one another, with room for what stands left of them. */
export function panelWidth(panels: number, left: number, widest = 300): number {
  return Math.min(widest, Math.floor((WIDTH - left - GAP * (panels - 1)) / panels));
}

/** How many dates, and how many numbers, have room below a panel. */
export function datesIn(width: number): number {
  return Math.max(3, Math.floor(width / 45));
}

export function numbersIn(width: number): number {
  return width < 150 ? 3 : 5;
}

export interface ArmRow {
  /** Value of the column `panel` of the rows that it shows. */
  readonly panel: string;
  readonly arms: readonly string[];
  readonly width: number;
  readonly height: number;
  /** Whether the names of the arms stand above it. */
  readonly isFirst: boolean;
  readonly encoding: object;
  readonly layer: readonly object[];
  readonly resolve?: object;
}

/** A row of panels, one an arm, with a common scale. */
export function armRow({ panel, arms, width, isFirst, resolve, ...spec }: ArmRow) {
  const header = { labels: isFirst, labelExpr: nameExpression(arms, width) };
  return {
    transform: [{ filter: `datum.panel == '${panel}'` }],
    facet: { column: { field: 'arm', sort: arms, title: null, header } },
    spacing: GAP,
    bounds: 'flush',
    ...(resolve !== undefined && { resolve }),
    spec: { width, ...spec },
  };
}

/** Rows of panels with colours and legends of their own. */
export function stacked(rows: readonly object[], spacing = 12) {
  return { spacing, vconcat: rows, resolve: { scale: { color: 'independent', strokeDash: 'independent' } } };
}

/** A legend of lines. */
export function lineLegend(labels: readonly string[]) {
  return { ...legendBelow(labels), symbolType: 'stroke', symbolSize: 400, symbolStrokeWidth: 2 };
}

/** A legend of the parts of a stack. */
export function stackLegend(labels: readonly string[]) {
  return { ...legendBelow(labels), symbolType: 'square' };
}

/** A legend below its panels, in columns that fit under them. */
export function legendBelow(labels: readonly string[], extra = 34) {
  const widest = Math.max(...labels.map((label) => textWidth(label, LETTERS))) + extra;
  return {
    orient: 'bottom',
    title: null,
    columns: Math.max(1, Math.min(labels.length, Math.floor((WIDTH - 60) / widest))),
  };
}

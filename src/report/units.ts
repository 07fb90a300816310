/** Units as readers know them: rates in percent, spreads in basis points. */

export interface ShownUnit {
  readonly factor: number;
  readonly unit: string;
}

/** Not broken between lines. */
const START = 'start\u00a0=\u00a01';
const AS_IS: Readonly<Record<string, string>> = {
  index: START,
  count: 'number',
  '$bn/yr': '$bn a year',
};

/** How values of a series are shown. */
export function shownUnit(series: string, unit: string): ShownUnit {
  if (unit !== 'per year') return { factor: 1, unit: AS_IS[unit] ?? unit };
  return /spread|concession/i.test(series) ? { factor: 1e4, unit: 'bp' } : { factor: 100, unit: '%' };
}

/** Unit of a difference, as an axis says it. */
export function comparisonUnit(unit: string): string {
  return { index: START, ratio: 'as a ratio', count: 'number', 'basis points': 'basis points' }[unit] ?? unit;
}

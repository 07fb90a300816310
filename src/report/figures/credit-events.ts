/** The timeline of credit: breached covenants, missed payments, defaults, closures, by borrower. */
import { Sums } from '../averages.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { words } from '../names.js';
import type { Result } from '../result.js';
import { CATEGORIES, dateAxis, heading, LETTERS, WIDTH } from '../theme.js';
import { armRow, batches, datesIn, legendBelow, panelWidth } from './panels.js';

/** In the order in which they follow one another. */
const TYPES = [
  'covenant breach',
  'covenant cured',
  'missed payment',
  'refinanced',
  'default',
  'write-off',
  'closure',
] as const;
const SHAPES = ['triangle-up', 'triangle-down', 'square', 'circle', 'diamond', 'cross', 'triangle-right'];
/** Height of one type of event of one borrower. */
const LANE = 7;
const MOST_COLUMNS = 3;

interface Occurrence {
  readonly arm: string;
  readonly borrower: string;
  readonly type: string;
  readonly date: string;
  readonly runs: number;
  /** Row of the borrower: agents stand in the order of the books. */
  readonly place: number;
}

/** Who it is: the firm as events.csv names it, else its kind. */
function borrowerOf(result: Result, kind: string, name: string): string {
  return name === '' ? result.kinds.of(kind) : words(name);
}

/** In how many runs an event happened, by day. */
function occurrencesOf(result: Result): Occurrence[] | undefined {
  const sums = new Sums();
  const places = new Map<string, number>();
  const seen = new Set<string>();
  const found = result.eachRowOf(
    'events',
    ['date', 'type', 'kind', 'row', 'name'],
    ({ run, arm }, [date, type, kind, row, name]) => {
      if (!(TYPES as readonly string[]).includes(type)) return;
      const key = [arm, borrowerOf(result, kind, name), type, date];
      const once = `${run}\n${key.join('\n')}`;
      if (seen.has(once)) return;
      seen.add(once);
      sums.add(key, 1);
      if (!places.has(key[1])) places.set(key[1], Number(row));
    },
  );
  if (!found) return undefined;
  return [...sums].map(([[arm, borrower, type, date], runs]) => ({
    arm,
    borrower,
    type,
    date,
    runs,
    place: places.get(borrower) ?? 0,
  }));
}

function rowsOf(result: Result, all: readonly Occurrence[]): Row[] {
  return all.map(({ arm, borrower, type, date, runs, place }) => ({
    panel: 'events',
    arm,
    borrower,
    place,
    type: words(type),
    date,
    runs,
    share: (100 * runs) / result.runsOf(arm).length,
  }));
}

function specificationOf(
  rows: readonly Row[],
  arms: readonly string[],
  dates: readonly string[],
  title: object,
) {
  const places = new Map(rows.map(({ borrower, place }) => [String(borrower), Number(place)]));
  const borrowers = [...places].sort(([, a], [, b]) => a - b).map(([name]) => name);
  const types = TYPES.map((type) => words(type)).filter((type) => rows.some((row) => row.type === type));
  const left = Math.max(...borrowers.map((name) => textWidth(name, LETTERS))) + 30;
  const width = panelWidth(arms.length, left, WIDTH);
  const pick = (list: readonly string[]) =>
    types.map((type) => list[TYPES.findIndex((one) => words(one) === type)]);
  const style = (range: readonly string[]) => ({
    field: 'type',
    type: 'nominal',
    scale: { domain: types, range: pick(range) },
    legend: legendBelow(types),
  });
  const y = {
    field: 'borrower',
    type: 'nominal',
    scale: { domain: borrowers },
    title: null,
    axis: { grid: true, tickBand: 'extent', ticks: false },
  };
  return {
    title,
    ...armRow({
      panel: 'events',
      arms,
      width,
      height: borrowers.length * Math.max(18, types.length * LANE),
      isFirst: true,
      encoding: {
        x: {
          ...dateAxis(dates, datesIn(width)),
          scale: { type: 'utc', domain: [dates[0], dates[dates.length - 1]] },
        },
        y,
      },
      layer: [
        {
          mark: {
            type: 'point',
            filled: true,
            opacity: 0.85,
            stroke: '#222222',
            strokeWidth: 0.5,
            clip: false,
          },
          encoding: {
            yOffset: { field: 'type', type: 'nominal', scale: { domain: types } },
            shape: style(SHAPES),
            color: style(CATEGORIES),
            size: {
              field: 'share',
              type: 'quantitative',
              scale: { domain: [0, 100], range: [12, 46] },
              legend: null,
            },
          },
        },
      ],
    }),
  };
}

/** First and last day of the runs. */
function spanOf(result: Result, all: readonly Occurrence[]): string[] {
  const days = [result.description.start, ...all.map(({ date }) => date)];
  for (const arm of result.shown) days.push(...(result.rowsOf(arm)[0]?.dates ?? []));
  days.sort();
  return [days[0], days[days.length - 1]];
}

export const creditEvents: FigureMaker = {
  name: 'credit-events',
  shows: 'timeline of breached covenants, missed payments, defaults and closures',
  async make(result) {
    const all = occurrencesOf(result);
    if (all === undefined) return leftOut('no events are recorded');
    if (all.length === 0)
      return leftOut('no covenant was breached, and nobody missed a payment, defaulted or closed');
    const arms = result.shown.filter((arm) => all.some((one) => one.arm === arm));
    const dates = spanOf(result, all);
    const parts = batches(arms, MOST_COLUMNS);
    return parts.map((some, index) => {
      const rows = rowsOf(
        result,
        all.filter(({ arm }) => some.includes(arm)),
      );
      const quiet = result.shown.filter((arm) => !arms.includes(arm));
      return figureOf(rows, some, dates, quiet, parts.length > 1 ? `-${index + 1}` : '');
    });
  },
};

function figureOf(
  rows: readonly Row[],
  arms: readonly string[],
  dates: readonly string[],
  quiet: readonly string[],
  suffix: string,
): Figure {
  const subtitle =
    'Events by borrower and day; the larger a mark, the more runs it happened in, the largest in all';
  const none = quiet.length > 0 ? ` None in ${quiet.join(', ')}.` : '';
  return {
    name: `credit-events${suffix}`,
    title: 'Covenants, missed payments, defaults',
    caption: `${subtitle}.${none} The file of its data says in how many; events.csv has amounts and all other events.`,
    specification: specificationOf(
      rows,
      arms,
      dates,
      heading('Covenants, missed payments, defaults', subtitle),
    ),
    rows,
    panels: arms.length,
  };
}

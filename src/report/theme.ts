/** Colours, sizes and axes that all figures share. */
import { FONT_FAMILY, wrapped } from './fonts.js';

/** Width of a figure in pixels: 180 mm at 96 dots an inch, the text width of a printed page. */
export const WIDTH = 680;
/** Letters in pixels; at 180 mm, 9.4 px are 7 pt. */
export const LETTERS = 10;
export const HEADING = 14;
const SUBTITLE = 11;

/** Okabe and Ito (2008): told apart by most colour-blind readers. In grey some are alike: lines differ in dashes too, points in shape. */
export const COLORS = {
  black: '#000000',
  blue: '#0072B2',
  vermilion: '#D55E00',
  green: '#009E73',
  purple: '#CC79A7',
  orange: '#E69F00',
  sky: '#56B4E9',
  yellow: '#F0E442',
  grey: '#BBBBBB',
} as const;

export const CATEGORIES: readonly string[] = [
  COLORS.blue,
  COLORS.orange,
  COLORS.green,
  COLORS.vermilion,
  COLORS.sky,
  COLORS.purple,
  COLORS.yellow,
];
export const OTHER = COLORS.grey;

/** The same hues for the parts of a stack, each lighter than the one before: in grey, lightness and order tell them apart. */
export const STACK: readonly string[] = [
  '#003F62',
  '#883C00',
  '#009A70',
  '#B06890',
  '#55B3E8',
  '#ECB63C',
  '#EEE241',
];
export const STACK_REST = '#EEEEEE';
/** Around the parts of a stack, so that the light ones end where they end. */
export const STACK_EDGE = { stroke: '#444444', strokeWidth: 0.4 } as const;

/** Lines that differ in colour differ in dashes too. */
export const DASHES: readonly (readonly number[])[] = [
  [],
  [6, 2],
  [2, 2],
  [8, 2, 2, 2],
  [4, 1],
  [1, 2],
  [10, 3],
];

const INK = '#222222';

export const CONFIG = {
  font: FONT_FAMILY,
  background: '#ffffff',
  padding: 4,
  /** A description of every mark would be most of the file; the picture as a whole has one. */
  aria: false,
  view: { stroke: '#c8c8c8' },
  axis: {
    labelFontSize: LETTERS,
    titleFontSize: LETTERS,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    gridColor: '#ececec',
    domainColor: '#999999',
    tickColor: '#999999',
    tickSize: 4,
    labelLimit: 0,
    titleLimit: 0,
  },
  legend: {
    labelFontSize: LETTERS,
    titleFontSize: LETTERS,
    titleFontWeight: 'normal',
    labelColor: INK,
    titleColor: INK,
    labelLimit: 0,
    titleLimit: 0,
    columnPadding: 14,
    symbolStrokeWidth: 0.8,
  },
  header: {
    labelFontSize: LETTERS,
    labelFontWeight: 'bold',
    titleFontSize: LETTERS,
    labelColor: INK,
    labelLimit: 0,
    labelPadding: 4,
  },
  title: {
    anchor: 'start',
    frame: 'bounds',
    fontSize: HEADING,
    subtitleFontSize: SUBTITLE,
    subtitleColor: '#555555',
    color: INK,
    offset: 12,
    subtitlePadding: 5,
    limit: 0,
  },
  text: { fontSize: LETTERS, color: INK },
  rule: { color: '#777777' },
} as const;

/** Pixels between what is drawn and the edge of its panel: what touches it looks cut off. */
export const EDGE = 4;

/** Heading of a figure, in as many lines as it needs. */
export function heading(title: string, subtitle: string) {
  return {
    text: wrapped(title, WIDTH - 20, HEADING, true),
    subtitle: wrapped(subtitle, WIDTH - 20, SUBTITLE),
  };
}

const STEPS = [1, 2, 3, 6, 12, 24, 60, 120, 240, 600];

/** First days of months between two dates, at most so many, in steps that a calendar has. */
export function monthTicks(first: string, last: string, most: number): string[] {
  const month = (date: string) => 12 * Number(date.slice(0, 4)) + Number(date.slice(5, 7)) - 1;
  const from = month(first) + (first.endsWith('-01') ? 0 : 1);
  const step = STEPS.find((months) => (month(last) - from) / months < most) ?? 1200;
  const ticks: string[] = [];
  for (let at = Math.ceil(from / step) * step; at <= month(last); at += step)
    ticks.push(`${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}-01`);
  return ticks.length > 0 ? ticks : [first];
}

/** Dates along x: months, with the year below the first and each January. */
export function dateAxis(dates: readonly string[], most: number, withLabels = true) {
  const values = monthTicks(dates[0], dates[dates.length - 1], most);
  // Two years beside one another would touch.
  const first = values[1]?.slice(5, 7) === '01' ? '' : values[0];
  return {
    field: 'date',
    type: 'temporal',
    scale: { type: 'utc' },
    title: null,
    axis: {
      grid: false,
      values,
      labels: withLabels,
      ticks: withLabels,
      labelExpr: `utcmonth(datum.value) == 0 || utcFormat(datum.value, '%Y-%m-%d') == '${first}' ? [utcFormat(datum.value, '%b'), utcFormat(datum.value, '%Y')] : [utcFormat(datum.value, '%b')]`,
    },
  };
}

export { INK };

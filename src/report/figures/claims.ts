/** The scoreboard of claims: every effect against the smallest that matters, and in how many draws it shows. */
import type { Figure, Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { words } from '../names.js';
import { COLORS, heading, LETTERS, WIDTH } from '../theme.js';
import { legendBelow } from './panels.js';

const ROW = 17;
/** More effects than these would be shrunk to fit on a printed page. */
const MOST_ROWS = 42;
const NUMBERS = [-1000, -100, -10, -1, 0, 1, 10, 100, 1000];
const SHARE_WIDTH = 90;
const VERDICTS = ['supported', 'not supported', 'inconclusive'] as const;
const SHAPES = ['circle', 'cross', 'diamond'];
const FILLS = [COLORS.blue, COLORS.vermilion, '#ffffff'];

function number(cell: string): number | null {
  return cell === '' ? null : Number(cell);
}

/** Which way an effect is as expected; where either way is, the way that it goes. */
function direction({ expected, value }: Record<string, string>): number {
  if (expected === 'either') return Number(value) < 0 ? -1 : 1;
  return expected === 'negative' ? -1 : 1;
}

/** An effect in multiples of the smallest that matters, to the right where it is as expected. */
function multiple(cell: string, row: Record<string, string>): number | null {
  const value = number(cell);
  return value === null ? null : (direction(row) * value) / Number(row.smallest);
}

/** `drainsIndex` as `drains index`. */
export function effectWords(effect: string): string {
  return words(effect).replace(/^[A-Z](?![A-Z])/, (letter) => letter.toLowerCase());
}

function nameOf({ claim, effect, expected }: Record<string, string>): string {
  const name = `${claim}: ${effectWords(effect)}`;
  return expected === 'equivalent' ? `${name} (within ±1)` : name;
}

/** @param table rows of claims.csv */
export function claimRows(table: readonly Record<string, string>[]): Row[] {
  return table
    .filter(({ effect, value }) => effect !== '' && value !== '')
    .map((row) => {
      const ends = [multiple(row.low, row), multiple(row.high, row)].filter((end) => end !== null);
      return {
        name: nameOf(row),
        claim: row.claim,
        effect: row.effect,
        verdict: row.verdict,
        multiple: multiple(row.value, row),
        low: ends.length > 0 ? Math.min(...ends) : null,
        high: ends.length > 0 ? Math.max(...ends) : null,
        without: row.ablation === '' ? null : multiple(row.left, row),
        robustness: row.robustness === '' ? null : 100 * Number(row.robustness),
        value: number(row.value),
        smallest: Number(row.smallest),
        expected: row.expected,
        unit: row.unit,
        pairs: Number(row.pairs),
      };
    });
}

/** From the least to the largest effect of all parts of the figure. */
function rangeOf(rows: readonly Row[]): [number, number] {
  const ends = rows.flatMap(({ low, high, multiple: at, without }) =>
    [low, high, at, without].filter((one) => one !== null).map(Number),
  );
  return [Math.min(-1.5, ...ends) * 1.15, Math.max(2, ...ends) * 1.15];
}

function effectPanel(rows: readonly Row[], y: object, width: number, [from, to]: [number, number]) {
  const ticks = NUMBERS.filter((tick) => tick >= from && tick <= to);
  const x = {
    type: 'quantitative',
    scale: { type: 'symlog', constant: 1, domain: [from, to], nice: false },
    title: 'effect over the smallest that matters',
    axis: { values: ticks, grid: true },
  };
  const style = (range: readonly string[]) => ({
    field: 'verdict',
    type: 'nominal',
    scale: { domain: VERDICTS, range },
    legend: legendBelow(VERDICTS),
  });
  const at = (place: number, dash: readonly number[]) => ({
    mark: { type: 'rule', color: '#777777', strokeDash: dash },
    encoding: { x: { datum: place, ...x } },
  });
  return {
    width,
    height: rows.length * ROW,
    layer: [
      at(0, []),
      at(1, [3, 2]),
      {
        mark: { type: 'rule', strokeWidth: 1.6, color: COLORS.black },
        encoding: { y, x: { field: 'low', ...x }, x2: { field: 'high' } },
      },
      {
        transform: [{ filter: 'isValid(datum.without)' }],
        mark: { type: 'tick', thickness: 2.2, size: 11, color: COLORS.orange, opacity: 1 },
        encoding: { y, x: { field: 'without', ...x } },
      },
      {
        mark: { type: 'point', size: 48, strokeWidth: 1.1, filled: true, opacity: 1 },
        encoding: {
          y,
          x: { field: 'multiple', ...x },
          shape: style(SHAPES),
          color: style(FILLS),
          stroke: { value: COLORS.black },
        },
      },
    ],
  };
}

function sharePanel(rows: readonly Row[], y: object) {
  return {
    width: SHARE_WIDTH,
    height: rows.length * ROW,
    mark: { type: 'bar', color: COLORS.sky, height: { band: 0.6 } },
    encoding: {
      y: { ...y, axis: null },
      x: {
        field: 'robustness',
        type: 'quantitative',
        scale: { domain: [0, 100] },
        title: 'draws in which it holds, %',
        axis: { values: [0, 50, 100] },
      },
    },
  };
}

/** Rows in parts of about the same length that fit on a page; the effects of a claim stay together. */
function partsOf(rows: readonly Row[]): Row[][] {
  const size = Math.ceil(rows.length / Math.ceil(rows.length / MOST_ROWS));
  const parts: Row[][] = [];
  for (const claim of new Set(rows.map((row) => row.claim))) {
    const own = rows.filter((row) => row.claim === claim);
    const last = parts[parts.length - 1];
    if (last !== undefined && last.length + own.length / 2 <= size) last.push(...own);
    else parts.push(own);
  }
  return parts;
}

interface Layout {
  /** Width of the panel of effects. */
  readonly width: number;
  readonly range: [number, number];
  readonly hasShares: boolean;
}

function layoutOf(rows: readonly Row[]): Layout {
  const left = Math.max(...rows.map(({ name }) => textWidth(String(name), LETTERS))) + 22;
  const hasShares = rows.some(({ robustness }) => robustness !== null);
  const width = WIDTH - left - 24 - (hasShares ? SHARE_WIDTH + 34 : 0);
  return { width, range: rangeOf(rows), hasShares };
}

const TITLE = 'The claims on trial';
const SUBTITLE =
  'Right of the dashed line: as expected, and larger than the smallest effect that matters; bars: 95 % interval; orange tick: what is left without the mechanism';

function figureOf(rows: readonly Row[], { width, range, hasShares }: Layout, suffix: string): Figure {
  const y = {
    field: 'name',
    type: 'nominal',
    scale: { domain: rows.map(({ name }) => name) },
    title: null,
    axis: { ticks: false, grid: true },
  };
  const panels = [effectPanel(rows, y, width, range), ...(hasShares ? [sharePanel(rows, y)] : [])];
  return {
    name: `claims${suffix}`,
    title: TITLE,
    caption: `${SUBTITLE}. Marks tell the verdict on the whole claim, which may have several effects. A symmetric logarithmic scale.`,
    specification: { title: heading(TITLE, SUBTITLE), spacing: 24, hconcat: panels },
    rows,
    panels: panels.length,
  };
}

/** The figure of claims.csv, in as many parts as it takes; none if no claim has been measured. */
export function claimsFigures(table: readonly Record<string, string>[]): Figure[] {
  const rows = claimRows(table);
  if (rows.length === 0) return [];
  const layout = layoutOf(rows);
  const parts = partsOf(rows);
  return parts.map((part, index) => figureOf(part, layout, parts.length > 1 ? `-${index + 1}` : ''));
}

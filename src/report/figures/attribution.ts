/** Who and what moved prices: the attribution of the whole run, stacked by cause and by kind of agent. */
import { largest, Sums } from '../averages.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { ASSETS, instrumentLabel, words } from '../names.js';
import type { Result } from '../result.js';
import { COLORS, EDGE, heading, LETTERS, STACK, STACK_EDGE, STACK_REST } from '../theme.js';
import { armRow, batches, columnsOf, numbersIn, panelWidth, stacked, stackLegend } from './panels.js';

const BAR = 15;
/** Kinds or causes with a colour of their own; the others are one. */
const MOST = STACK.length;
const REST = 'All others and remainder';
const SIDES = ['cause', 'kind'] as const;
type Side = (typeof SIDES)[number];

/** Mean over the runs of an arm of all that a cause, or a kind, has moved a price, as a log change. */
function meansOf(result: Result): Record<Side, Sums> | undefined {
  const means = { cause: new Sums(), kind: new Sums() };
  const counts = new Map(result.shown.map((arm) => [arm, result.runsOf(arm).length]));
  const found = result.eachRowOf('attribution', ['asset', 'kind', 'cause', 'lnPrice'], ({ arm }, cells) => {
    const [asset, kind, cause] = cells;
    const share = Number(cells[3]) / (counts.get(arm) ?? 1);
    means.cause.add([arm, asset, cause], share);
    means.kind.add([arm, asset, cause === 'remainder' ? 'remainder' : kind], share);
  });
  return found ? means : undefined;
}

type Moves = ReadonlyMap<string, number>;

/** What moved each asset of each arm: the arm alone, or against the arm that it is compared with. */
function movesOf(result: Result, sums: Sums, arms: readonly string[], isDifference: boolean) {
  const all = new Map<string, Map<string, number>>();
  const add = (arm: string, asset: string, name: string, value: number) => {
    const key = `${arm}\n${asset}`;
    const moves = all.get(key) ?? new Map<string, number>();
    all.set(key, moves.set(name, (moves.get(name) ?? 0) + value));
  };
  for (const [[arm, asset, name], value] of sums)
    for (const one of arms) {
      if (arm === one) add(one, asset, name, value);
      if (isDifference && arm === result.againstOf(one)) add(one, asset, name, -value);
    }
  return all;
}

function rowsOf(panel: Side, moves: ReadonlyMap<string, Moves>, label: (name: string) => string): Row[] {
  const named = [...moves.values()].flatMap((one) => [...one]);
  const top = largest(
    named.filter(([name]) => name !== 'remainder').map(([name, value]) => [name, Math.abs(value)]),
    MOST,
  );
  return [...moves].flatMap(([key, one]) => {
    const [arm, asset] = key.split('\n');
    const total = [...one.values()].reduce((sum, value) => sum + value, 0);
    const percent = (value: number) => 100 * value;
    const rest = [...one].reduce((sum, [name, value]) => (top.includes(name) ? sum : sum + value), 0);
    const common = { panel, arm, asset, name: instrumentLabel(asset), total: percent(total) };
    return [
      ...top.map((name, order) => ({
        ...common,
        by: label(name),
        order,
        logPercent: percent(one.get(name) ?? 0),
      })),
      { ...common, by: REST, order: MOST, logPercent: percent(rest) },
    ];
  });
}

function namesIn(rows: readonly Row[]): string[] {
  const orders = new Map(rows.map(({ by, order }) => [String(by), Number(order)]));
  return [...orders].sort(([, a], [, b]) => a - b).map(([name]) => name);
}

function rowOf(
  side: Side,
  rows: readonly Row[],
  arms: readonly string[],
  assets: readonly string[],
  width: number,
) {
  const names = namesIn(rows);
  const y = {
    field: 'name',
    type: 'nominal',
    sort: assets,
    title: null,
    axis: { grid: false, ticks: false },
  };
  const colors = {
    domain: names,
    range: names.map((name, index) => (name === REST ? STACK_REST : STACK[index])),
  };
  return armRow({
    panel: side,
    arms,
    width,
    height: assets.length * BAR,
    isFirst: side === 'cause',
    encoding: { y },
    layer: [
      {
        mark: { type: 'bar', height: { band: 0.8 }, ...STACK_EDGE },
        encoding: {
          x: {
            field: 'logPercent',
            type: 'quantitative',
            stack: 'zero',
            scale: { padding: EDGE },
            title: 'log change, %',
            axis: { tickCount: numbersIn(width) },
          },
          color: { field: 'by', type: 'nominal', scale: colors, sort: names, legend: stackLegend(names) },
          order: { field: 'order', type: 'quantitative' },
        },
      },
      {
        mark: { type: 'rule', color: '#555555' },
        encoding: {
          y: { value: 0 },
          y2: { value: assets.length * BAR },
          x: { datum: 0, type: 'quantitative' },
        },
      },
      {
        mark: {
          type: 'point',
          shape: 'diamond',
          size: 26,
          fill: '#ffffff',
          stroke: COLORS.black,
          strokeWidth: 1.2,
          opacity: 1,
        },
        encoding: { x: { field: 'total', type: 'quantitative', aggregate: 'mean' } },
      },
    ],
  });
}

interface Part {
  readonly arms: readonly string[];
  readonly isDifference: boolean;
  readonly suffix: string;
}

function figureOf(result: Result, means: Record<Side, Sums>, { arms, isDifference, suffix }: Part): Figure {
  const label = { cause: words, kind: (name: string) => result.kinds.of(name) };
  const rows = SIDES.map((side) =>
    rowsOf(side, movesOf(result, means[side], arms, isDifference), label[side]),
  );
  const present = new Set(rows[0].map(({ asset }) => asset));
  const assets = ASSETS.filter((asset) => present.has(asset)).map(instrumentLabel);
  const left = Math.max(...assets.map((name) => textWidth(name, LETTERS))) + 22;
  const width = panelWidth(arms.length, left);
  const [title, what] = isDifference
    ? ['What made arms differ', 'Attribution of each arm less that of the arm that it is compared with']
    : ['Who and what moved prices', 'Attribution of log price changes from start to end'];
  const subtitle = `${what}, mean over runs; above by cause, below by kind of agent; diamond: the whole move`;
  return {
    name: isDifference ? `attribution-differences${suffix}` : `attribution${suffix}`,
    title,
    caption: `${subtitle}. Every cleared price is split exactly: causes, kinds and remainder add up to the move.`,
    specification: {
      title: heading(title, subtitle),
      ...stacked(SIDES.map((side, index) => rowOf(side, rows[index], arms, assets, width))),
    },
    rows: rows.flat(),
    panels: 2 * arms.length,
  };
}

function partsOf(arms: readonly string[], isDifference: boolean): Part[] {
  const all = arms.length === 0 ? [] : batches(arms, columnsOf(arms.length));
  return all.map((some, index) => ({
    arms: some,
    isDifference,
    suffix: all.length > 1 ? `-${index + 1}` : '',
  }));
}

export const attribution: FigureMaker = {
  name: 'attribution',
  shows: 'who and what moved prices, stacked by cause and by kind of agent',
  async make(result) {
    const means = meansOf(result);
    if (means === undefined) return leftOut('no attribution is recorded');
    const moved = new Set([...means.cause].map(([[arm]]) => arm));
    const arms = result.shown.filter((arm) => moved.has(arm));
    if (arms.length === 0) return leftOut('no price has moved');
    const compared = arms.filter((arm) => moved.has(result.againstOf(arm) ?? ''));
    return [...partsOf(arms, false), ...partsOf(compared, true)].map((part) => figureOf(result, means, part));
  },
};

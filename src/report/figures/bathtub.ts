/** The bathtub: who holds idle cash, what the Fed holds beside it, and what flows in and out. */
import { INVESTOR_KINDS } from '../../engine/declarations.js';
import { mean } from '../../maths/moments.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { instrumentLabel } from '../names.js';
import type { Result } from '../result.js';
import { COLORS, DASHES, dateAxis, heading, STACK, STACK_EDGE, STACK_REST } from '../theme.js';
import { FLOW_NAMES, flowRows } from './bathtub-flows.js';
import {
  armRow,
  batches,
  columnsOf,
  datesIn,
  lineLegend,
  panelWidth,
  stacked,
  stackLegend,
} from './panels.js';

const HEIGHT = 120;
const LEFT = 112;
const EXTENT = 36;

interface Part {
  readonly panel: 'water' | 'fed';
  readonly series: string;
  readonly label: string;
}

function holdersOf(result: Result): Part[] {
  const part = (series: string, label: string): Part => ({ panel: 'water', series, label });
  const has = (series: string) => result.recorded.includes(series);
  const kinds = INVESTOR_KINDS.filter((kind) => has(`idleCash.${kind}`));
  const holders = kinds.map((kind) => part(`idleCash.${kind}`, result.kinds.of(kind)));
  const repo = part('stock.reverseRepo', instrumentLabel('reverseRepo'));
  if (holders.length > 0) return has(repo.series) ? [...holders, repo] : holders;
  if (has('waterLevel')) return [part('waterLevel', 'Idle cash and reverse repo')];
  return has('idleCash') ? [part('idleCash', 'Idle cash')] : [];
}

function partsOf(result: Result): Part[] {
  const fed = ['stock.reserves', 'stock.reverseRepo', 'stock.treasuryAccount']
    .filter((series) => result.recorded.includes(series))
    .map((series): Part => ({ panel: 'fed', series, label: instrumentLabel(series.slice('stock.'.length)) }));
  return [...holdersOf(result), ...fed];
}

/** Parts that make an area: a single row makes none. */
function drawnParts(result: Result, arms: readonly string[]): Part[] {
  const hasRows = arms.some((arm) => result.rowsOf(arm).some(({ dates }) => dates.length > 1));
  return hasRows ? partsOf(result) : [];
}

function levelRows(result: Result, arm: string, { panel, series, label }: Part, order: number): Row[] {
  const runs = result.rowsOf(arm);
  return (runs[0]?.dates ?? []).map((date, index) => {
    const values = runs.flatMap(({ values: own }) => own.get(series)?.[index] ?? []);
    return { panel, arm, name: label, order, date, unit: '$bn', value: mean(values) };
  });
}

function axis(title: string) {
  return { title, axis: { tickCount: 5, minExtent: EXTENT, maxExtent: EXTENT } };
}

interface Frame {
  readonly arms: readonly string[];
  readonly width: number;
  readonly dates: readonly string[];
}

function waterRow({ arms, width, dates }: Frame, names: readonly string[]) {
  const range = names.map((name, index) =>
    name === instrumentLabel('reverseRepo') ? STACK_REST : STACK[index],
  );
  return armRow({
    panel: 'water',
    arms,
    width,
    height: HEIGHT,
    isFirst: true,
    encoding: { x: dateAxis(dates, datesIn(width)) },
    layer: [
      {
        mark: { type: 'area', ...STACK_EDGE },
        encoding: {
          y: { field: 'value', type: 'quantitative', stack: 'zero', ...axis('water, $bn') },
          color: {
            field: 'name',
            type: 'nominal',
            sort: names,
            scale: { domain: names, range },
            legend: stackLegend(names),
          },
          order: { field: 'order', type: 'quantitative' },
        },
      },
    ],
  });
}

function fedRow({ arms, width, dates }: Frame, names: readonly string[], isFirst: boolean) {
  const legend = lineLegend(names);
  const style = (range: readonly unknown[]) => ({
    scale: { domain: names, range: range.slice(0, names.length) },
    legend,
  });
  return armRow({
    panel: 'fed',
    arms,
    width,
    height: HEIGHT * 0.75,
    isFirst,
    encoding: { x: dateAxis(dates, datesIn(width)) },
    layer: [
      {
        mark: { type: 'line', strokeWidth: 1.8 },
        encoding: {
          y: { field: 'value', type: 'quantitative', ...axis('at the Fed, $bn') },
          color: { field: 'name', type: 'nominal', ...style([COLORS.black, COLORS.vermilion, COLORS.sky]) },
          strokeDash: { field: 'name', type: 'nominal', ...style(DASHES) },
        },
      },
    ],
  });
}

function flowRow({ arms, width, dates }: Frame, isFirst: boolean) {
  const names = [...FLOW_NAMES];
  return armRow({
    panel: 'flows',
    arms,
    width,
    height: HEIGHT,
    isFirst,
    encoding: { x: { ...dateAxis(dates, datesIn(width)), field: 'from' }, x2: { field: 'date' } },
    layer: [
      {
        mark: { type: 'rect', ...STACK_EDGE },
        encoding: {
          y: { field: 'start', type: 'quantitative', ...axis('flows, $bn a year') },
          y2: { field: 'end' },
          color: {
            field: 'name',
            type: 'nominal',
            sort: names,
            scale: { domain: names, range: STACK },
            legend: stackLegend(names),
          },
        },
      },
      {
        mark: { type: 'rule', color: '#555555' },
        encoding: { y: { datum: 0, type: 'quantitative' }, x: { value: 0 }, x2: { value: width } },
      },
    ],
  });
}

/** What the panels are, those that are there. */
function wordsFor(hasWater: boolean, hasFlows: boolean): { subtitle: string; caption: string } {
  const water = hasWater ? ' Water: idle cash of investors above their floors.' : '';
  const flows = hasFlows ? ' Flows: into the cash of investors and out of it, at a yearly rate.' : '';
  const subtitle = `Means over runs.${water}${flows}`;
  const how = hasFlows
    ? ' Flows are means between two balances. Trades between investors cancel out: what is left is what issuers, the Fed and banks take or give.'
    : '';
  const missing = hasWater ? '' : ' Idle cash itself is not recorded here.';
  return { subtitle: subtitle.replace(/\.$/, ''), caption: `${subtitle}${how}${missing}` };
}

function figureOf(result: Result, arms: readonly string[], flows: readonly Row[], suffix: string): Figure {
  const parts = drawnParts(result, arms);
  const levels = arms.flatMap((arm) => parts.flatMap((part, order) => levelRows(result, arm, part, order)));
  const own = flows.filter(({ arm }) => arms.includes(String(arm)));
  const rows = [...levels, ...own];
  const dates = [...new Set(rows.map(({ date }) => String(date)))].sort();
  const frame = {
    arms,
    width: panelWidth(arms.length, LEFT),
    dates: own.length > 0 ? [result.description.start, ...dates] : dates,
  };
  const labels = (panel: string) => parts.filter((part) => part.panel === panel).map(({ label }) => label);
  const [water, fed] = [labels('water'), labels('fed')];
  const panels = [
    ...(water.length > 0 ? [waterRow(frame, water)] : []),
    ...(fed.length > 0 ? [fedRow(frame, fed, water.length === 0)] : []),
    ...(own.length > 0 ? [flowRow(frame, parts.length === 0)] : []),
  ];
  const { subtitle, caption } = wordsFor(water.length > 0, own.length > 0);
  return {
    name: `bathtub${suffix}`,
    title: 'The bathtub',
    caption,
    specification: { title: heading('The bathtub', subtitle), ...stacked(panels) },
    rows,
    panels: panels.length * arms.length,
  };
}

export const bathtub: FigureMaker = {
  name: 'bathtub',
  shows: 'idle cash by holder, reserves and reverse repo, and what flows in and out',
  series: (result) => partsOf(result).map(({ series }) => series),
  async make(result) {
    const arms = result.shown.filter((arm) => result.runsOf(arm).length > 0);
    if (arms.length === 0) return leftOut('no run was completed');
    const flows = flowRows(result, arms) ?? [];
    if (drawnParts(result, arms).length === 0 && flows.length === 0)
      return leftOut('neither idle cash nor flows are recorded');
    const all = batches(arms, columnsOf(arms.length));
    return all.map((some, index) => figureOf(result, some, flows, all.length > 1 ? `-${index + 1}` : ''));
  },
};

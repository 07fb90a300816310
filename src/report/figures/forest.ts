/** Paired differences of all metrics with their intervals: a forest plot. */
import { type Figure, type FigureMaker, leftOut } from '../figure.js';
import { shortened, textWidth, wrapped } from '../fonts.js';
import type { ComparisonRow, Result } from '../result.js';
import { COLORS, heading, LETTERS, WIDTH } from '../theme.js';
import { comparisonUnit } from '../units.js';
import { batches } from './panels.js';

const COLUMNS = 3;
const ROW = 17;
const GAP = 22;
const WIDEST_NAME = 190;
/** Comparisons in one figure: of a design with many points the table says more. */
const MOST_ROWS = 40;
/** Height of all panels that fit on a page below the heading, and what a panel takes beside its rows. */
const ROOM = 810;
const AROUND = 72;

const VERDICTS = ['raised', 'lowered', 'no verdict or no clear difference'] as const;

function verdictOf({ verdict }: ComparisonRow): string {
  return verdict === 'raised' || verdict === 'lowered' ? verdict : VERDICTS[2];
}

function rowName({ arm, against }: ComparisonRow, isOneReference: boolean): string {
  return isOneReference ? arm : `${arm} – ${against}`;
}

function panelOf(
  metric: string,
  title: string[],
  unit: string,
  width: number,
  names: readonly string[],
  isFirst: boolean,
) {
  const shape = {
    field: 'verdict',
    type: 'nominal',
    scale: { domain: VERDICTS, range: ['triangle-up', 'triangle-down', 'circle'] },
  };
  const y = {
    field: 'name',
    type: 'nominal',
    sort: names,
    scale: { domain: names },
    title: null,
    axis: {
      labels: isFirst,
      ticks: isFirst,
      domain: isFirst,
      grid: false,
      labelExpr: shortExpression(names),
    },
  };
  const x = {
    type: 'quantitative',
    title: unit,
    scale: { zero: true, padding: 7 },
    axis: { tickCount: 3, format: ',~r' },
  };
  return {
    title: { text: title, fontSize: LETTERS, anchor: 'start', frame: 'group', offset: 4 },
    transform: [{ filter: `datum.metric == '${metric}'` }],
    width,
    height: names.length * ROW,
    layer: [
      { mark: { type: 'rule', color: '#777777' }, encoding: { x: { datum: 0, type: 'quantitative' } } },
      {
        mark: { type: 'rule', strokeWidth: 1.6, color: COLORS.black },
        encoding: { x: { field: 'low', ...x }, x2: { field: 'high' }, y },
      },
      {
        mark: { type: 'point', size: 46, strokeWidth: 1.2, filled: true, opacity: 1 },
        encoding: {
          x: { field: 'difference', ...x },
          y,
          shape: { ...shape, legend: { title: null, orient: 'bottom', symbolFillColor: COLORS.grey } },
          color: {
            field: 'verdict',
            type: 'nominal',
            scale: { domain: VERDICTS, range: [COLORS.blue, COLORS.vermilion, '#ffffff'] },
            legend: { title: null, orient: 'bottom' },
          },
          stroke: { value: COLORS.black },
        },
      },
    ],
  };
}

function shortExpression(names: readonly string[]): string {
  const short = Object.fromEntries(names.map((name) => [name, shortened(name, WIDEST_NAME, LETTERS)]));
  return `(${JSON.stringify(short)})[datum.value]`;
}

/** Metrics by figure: as many rows of panels as fit on a page. */
function partsOf(compared: readonly ComparisonRow[]): string[][] {
  const pairs = new Set(compared.map(({ arm, against }) => `${arm} ${against}`));
  const lines = Math.max(1, Math.floor(ROOM / (pairs.size * ROW + AROUND)));
  return batches([...new Set(compared.map(({ metric }) => metric))], lines * COLUMNS);
}

function figureOf(
  result: Result,
  compared: readonly ComparisonRow[],
  metrics: readonly string[],
  suffix: string,
): Figure {
  const isOneReference = new Set(compared.map(({ against }) => against)).size === 1;
  const names = [...new Set(compared.map((row) => rowName(row, isOneReference)))];
  const left = Math.min(WIDEST_NAME, Math.max(...names.map((name) => textWidth(name, LETTERS)))) + 14;
  const columns = Math.min(COLUMNS, metrics.length);
  const width = Math.min(300, Math.floor((WIDTH - left - (columns - 1) * GAP - 12) / columns) - 8);
  const labels = new Map(result.description.metrics.map(({ name, label }) => [name, label]));
  const against = isOneReference ? ` against ${compared[0].against}` : '';
  const subtitle = `Mean difference seed by seed${against}; bars: 95 % interval (BCa bootstrap). Each panel has its own scale.`;
  const panels = metrics.map((metric, index) => {
    const unit = compared.find((row) => row.metric === metric)?.unit ?? '';
    const title = wrapped(labels.get(metric) ?? metric, width, LETTERS, true);
    return panelOf(metric, title, comparisonUnit(unit), width, names, index % columns === 0);
  });
  return {
    name: `differences${suffix}`,
    title: `Differences between arms`,
    caption: `${subtitle} Filled triangles: raised or lowered, with p below 0.05 after Holm’s correction over final metrics and arms; open circles: no clear difference, or no verdict because the metric is exploratory, pairs are too few or too many are missing.`,
    specification: {
      title: heading('Differences between arms', subtitle),
      columns,
      spacing: GAP,
      concat: panels,
    },
    rows: compared
      .filter(({ metric }) => metrics.includes(metric))
      .map((row) => ({
        metric: row.metric,
        label: labels.get(row.metric) ?? row.metric,
        name: rowName(row, isOneReference),
        arm: row.arm,
        against: row.against,
        unit: row.unit,
        difference: row.difference,
        low: row.low,
        high: row.high,
        pairs: row.pairs,
        verdict: verdictOf(row),
      })),
    panels: metrics.length,
  };
}

function reasonFor({ manifest }: Result): string {
  return manifest.status === 'interrupted'
    ? 'not compared: interrupted; the command that made the result goes on with it (rqe batch with --resume)'
    : 'no arm is compared with another';
}

export const forest: FigureMaker = {
  name: 'differences',
  shows: 'paired differences of the metrics with their intervals',
  async make(result) {
    const compared = result.comparison().filter(({ difference }) => Number.isFinite(difference));
    if (compared.length === 0) return leftOut(reasonFor(result));
    const arms = [...new Set(compared.map(({ arm }) => arm))].slice(0, MOST_ROWS);
    const shown = compared.filter(({ arm }) => arms.includes(arm));
    const parts = partsOf(shown);
    return parts.map((metrics, index) =>
      figureOf(result, shown, metrics, parts.length > 1 ? `-${index + 1}` : ''),
    );
  },
};

/** The phase diagram: how a difference between arms depends on two parameters that a design varies. */
import { join } from 'node:path';
import { DESIGN_FILE } from '../../runner/layout.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { words } from '../names.js';
import { decimalsFor, signed } from '../number-text.js';
import type { ComparisonRow, Result } from '../result.js';
import { wholeTable } from '../table-rows.js';
import { COLORS, heading, LETTERS, WIDTH } from '../theme.js';

const ROW = 26;
const WIDEST = 64;
/** The title of an axis stands level above it. */
const ABOVE = { titleAngle: 0, titleAlign: 'left', titleBaseline: 'bottom', titleX: 0, titleY: -6 };

interface Design {
  readonly parameters: readonly [string, string];
  /** Values of both at the point of an arm. */
  readonly points: ReadonlyMap<string, readonly [number, number]>;
  /** Arm of the experiment file that an arm stands for. */
  readonly fileArms: ReadonlyMap<string, string>;
}

/** The design of a result, if it varies two numbers over a grid. */
function designOf(result: Result): Design | undefined {
  const rows = wholeTable(join(result.folder, DESIGN_FILE));
  if (rows === undefined || rows.length === 0) return undefined;
  const names = Object.keys(rows[0]).filter((name) => !['arm', 'point', 'fileArm'].includes(name));
  const varied = names.filter((name) => new Set(rows.map((row) => row[name])).size > 1);
  if (varied.length !== 2 || rows.some((row) => varied.some((name) => !Number.isFinite(Number(row[name])))))
    return undefined;
  const [a, b] = varied;
  return {
    parameters: [a, b],
    points: new Map(rows.map((row) => [row.arm, [Number(row[a]), Number(row[b])]])),
    fileArms: new Map(rows.map((row) => [row.arm, row.fileArm])),
  };
}

function rowsOf(compared: readonly ComparisonRow[], design: Design): Row[] {
  return compared.flatMap((row) => {
    const point = design.points.get(row.arm);
    if (point === undefined || !Number.isFinite(row.difference)) return [];
    const decimals = Math.min(2, decimalsFor(row.high - row.low));
    const isClear = row.low > 0 || row.high < 0;
    return [
      {
        x: point[0],
        y: point[1],
        difference: row.difference,
        low: row.low,
        high: row.high,
        pairs: row.pairs,
        text: signed(row.difference, decimals),
        isClear,
      },
    ];
  });
}

function specificationOf(rows: readonly Row[], [across, down]: readonly string[], title: object) {
  const values = (key: string) => [...new Set(rows.map((row) => Number(row[key])))].sort((p, q) => p - q);
  const [columns, lines] = [values('x'), values('y').reverse()];
  const left = Math.max(...lines.map((value) => textWidth(String(value), LETTERS))) + 44;
  const largest = Math.max(...rows.map(({ difference }) => Math.abs(Number(difference))), 1e-12);
  return {
    title,
    width: Math.min(WIDTH - left, WIDEST * columns.length),
    height: ROW * lines.length,
    encoding: {
      x: { field: 'x', type: 'ordinal', scale: { domain: columns }, title: across, axis: { labelAngle: 0 } },
      // Its name is longer than the axis is high.
      y: { field: 'y', type: 'ordinal', scale: { domain: lines }, title: down, axis: ABOVE },
    },
    layer: [
      {
        mark: { type: 'rect', stroke: '#ffffff' },
        encoding: {
          color: {
            field: 'difference',
            type: 'quantitative',
            legend: null,
            scale: {
              domain: [-largest, 0, largest],
              range: [COLORS.orange, '#ffffff', COLORS.sky],
              interpolate: 'rgb',
            },
          },
        },
      },
      {
        mark: { type: 'text' },
        encoding: {
          text: { field: 'text', type: 'nominal' },
          opacity: { condition: { test: 'datum.isClear', value: 1 }, value: 0.55 },
        },
      },
    ],
  };
}

export const phase: FigureMaker = {
  name: 'phase',
  shows: 'phase diagram: a difference between arms over two parameters of a design',
  async make(result) {
    const design = designOf(result);
    if (design === undefined) return leftOut('no design varies exactly two numbers');
    const compared = result.comparison().filter(({ arm }) => design.points.has(arm));
    const keys = new Map(compared.map((row) => [`${design.fileArms.get(row.arm)} ${row.metric}`, row]));
    const figures = [...keys.values()].flatMap((row) => figureOf(result, design, compared, row) ?? []);
    return figures.length > 0 ? figures : leftOut('no arms of the design are compared');
  },
};

function figureOf(
  result: Result,
  design: Design,
  compared: readonly ComparisonRow[],
  { arm, metric, against, unit }: ComparisonRow,
): Figure | undefined {
  const fileArm = design.fileArms.get(arm) ?? '';
  const own = compared.filter((row) => row.metric === metric && design.fileArms.get(row.arm) === fileArm);
  const rows = rowsOf(own, design);
  if (rows.length < 4) return undefined;
  const label = result.description.metrics.find(({ name }) => name === metric)?.label ?? metric;
  const other = design.fileArms.get(against) ?? against;
  const title = `${words(label)}: ${fileArm} against ${other}`;
  const axes = design.parameters.map((name) => `${name}, ${result.unitOf('design', name)}`);
  const subtitle = `Mean paired difference, ${unit}; faint: the 95 % interval holds zero`;
  return {
    name: `phase-${fileArm}-${metric}`.replace(/[^A-Za-z0-9-]/g, '-').toLowerCase(),
    title,
    caption: `${subtitle}.`,
    specification: specificationOf(rows, axes, heading(title, subtitle)),
    rows,
    panels: 1,
  };
}

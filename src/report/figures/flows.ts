/** The transaction-flow matrix as a Sankey diagram: who pays what to whom in a year. */
import { FLOWS } from '../../ledger/flows.js';
import { largest, Sums } from '../averages.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { words } from '../names.js';
import { thousands } from '../number-text.js';
import type { Result } from '../result.js';
import { CATEGORIES, heading, OTHER, WIDTH } from '../theme.js';
import { type Band, type Node, type Payment, sankey } from './flow-layout.js';

const HEIGHT = 380;
/** Points along the edge of a band. */
const POINTS = 25;
const NODE = 9;
/** Left edges of the three columns of nodes, with room for names outside. */
const PLACES = { payer: 150, flow: 300, receiver: 510 } as const;
/** Flows and parties with less of the whole are put together. */
const LEAST_SHARE = 0.002;
const OTHERS = 'Other flows';

const UNREQUITED = new Set(
  FLOWS.filter(({ name, type }) => type === 'unrequited' && name !== 'opening').map(({ name }) => name),
);

/** Net payments of each kind for each purpose, mean over the runs of an arm, $bn a year. */
function paymentsOf(result: Result, arm: string): Payment[] | undefined {
  const sums = new Sums();
  const { ticks, ticksPerYear } = result.description;
  const years = (result.runsOf(arm).length * ticks) / ticksPerYear;
  const found = result.eachRowOf('flows', ['flow', 'kind', 'amount'], (run, [flow, kind, amount]) => {
    if (run.arm === arm && UNREQUITED.has(flow)) sums.add([flow, kind], Number(amount) / years);
  });
  return found ? [...sums].map(([[flow, kind], amount]) => ({ flow, kind, amount })) : undefined;
}

/** Small flows become one, in which each party still pays and receives what it does. */
function gathered(payments: readonly Payment[]): Payment[] {
  const whole = payments.reduce((sum, { amount }) => sum + Math.max(amount, 0), 0);
  const weights = payments.map(({ flow, amount }): [string, number] => [flow, Math.max(amount, 0)]);
  const all = largest(weights, weights.length);
  const kept = all.filter(
    (flow) =>
      payments.reduce((sum, one) => sum + (one.flow === flow ? Math.max(one.amount, 0) : 0), 0) >
      LEAST_SHARE * whole,
  );
  const sums = new Sums();
  for (const { flow, kind, amount } of payments)
    sums.add([kept.includes(flow) ? flow : OTHERS, kind], amount);
  return [...sums]
    .map(([[flow, kind], amount]) => ({ flow, kind, amount }))
    .filter(({ amount }) => Math.abs(amount) > 1e-6 * whole);
}

function amountText(amount: number): string {
  return amount >= 10 ? thousands(Math.round(amount)) : amount.toFixed(1);
}

function nodeRow({ side, name, amount, low, high }: Node, label: (node: string) => string): Row {
  const x = PLACES[side];
  const text = `${label(name)} ${amountText(amount)}`;
  return {
    part: 'node',
    side,
    name: label(name),
    amount,
    x,
    x2: x + NODE,
    low,
    high: Math.max(high, low + 0.8),
    middle: (low + high) / 2,
    text,
  };
}

function bandRows(
  { flow, kind, side, amount, atParty, atFlow, height }: Band,
  label: (name: string) => string,
): Row[] {
  const [from, to] =
    side === 'payer' ? [PLACES.payer + NODE, PLACES.flow] : [PLACES.flow + NODE, PLACES.receiver];
  const [start, end] = side === 'payer' ? [atParty, atFlow] : [atFlow, atParty];
  return Array.from({ length: POINTS }, (_, index) => {
    const share = index / (POINTS - 1);
    const low = start + (end - start) * share * share * (3 - 2 * share);
    return {
      part: 'band',
      band: `${side} ${kind} ${flow}`,
      side,
      name: words(flow),
      party: label(kind),
      amount,
      x: from + (to - from) * share,
      low,
      high: low + height,
    };
  });
}

function specificationOf(height: number, flows: readonly string[], title: object) {
  const x = { field: 'x', type: 'quantitative', axis: null, scale: { domain: [0, WIDTH - 20] } };
  const y = { field: 'low', type: 'quantitative', axis: null, scale: { domain: [height, 0] } };
  const color = {
    field: 'name',
    type: 'nominal',
    legend: null,
    scale: { domain: flows, range: flows.map((_, index) => CATEGORIES[index] ?? OTHER) },
  };
  const names = (side: Node['side'], align: 'left' | 'right', dx: number) => ({
    transform: [{ filter: `datum.part == 'node' && datum.side == '${side}'` }],
    mark: { type: 'text', align, baseline: 'middle', dx },
    encoding: { x, y: { ...y, field: 'middle' }, text: { field: 'text', type: 'nominal' } },
  });
  return {
    title,
    width: WIDTH - 20,
    height,
    view: { stroke: null },
    layer: [
      {
        transform: [{ filter: "datum.part == 'band'" }],
        mark: { type: 'area', opacity: 0.45 },
        encoding: { x, y, y2: { field: 'high' }, color, detail: { field: 'band' } },
      },
      {
        transform: [{ filter: "datum.part == 'node'" }],
        mark: { type: 'rect', color: '#444444' },
        encoding: { x, x2: { field: 'x2' }, y, y2: { field: 'high' } },
      },
      names('payer', 'right', -4),
      names('flow', 'left', NODE + 4),
      names('receiver', 'left', NODE + 4),
    ],
  };
}

export const flows: FigureMaker = {
  name: 'flows',
  shows: 'transaction-flow matrix: who pays what to whom',
  async make(result) {
    const arm = result.reference;
    const payments = result.runsOf(arm).length > 0 ? paymentsOf(result, arm) : undefined;
    if (payments === undefined || payments.length === 0) return leftOut('no flows are recorded');
    const layout = sankey(gathered(payments), HEIGHT);
    const label = (name: string) =>
      name === OTHERS ? OTHERS : UNREQUITED.has(name) ? words(name) : result.kinds.of(name);
    const names = layout.nodes.filter(({ side }) => side === 'flow').map(({ name }) => label(name));
    const subtitle = `Income and spending in ${arm}, $bn a year, mean over runs: payers at the left, receivers at the right, each net for each purpose`;
    const figure: Figure = {
      name: 'flows',
      title: 'Who pays what to whom',
      caption: `${subtitle}. What is exchanged for something of equal value (purchases, loans) is not shown.`,
      specification: specificationOf(layout.height, names, heading('Who pays what to whom', subtitle)),
      rows: [
        ...layout.nodes.map((node) => nodeRow(node, label)),
        ...layout.bands.flatMap((band) => bandRows(band, label)),
      ],
      panels: 1,
    };
    return [figure];
  },
};

/** The balance sheet matrix at the end: who holds what, and who owes it. */
import { Sums } from '../averages.js';
import { type Figure, type FigureMaker, leftOut, type Row } from '../figure.js';
import { textWidth } from '../fonts.js';
import { INSTRUMENT_NAMES, instrumentLabel } from '../names.js';
import type { Result } from '../result.js';
import { COLORS, heading, LETTERS, WIDTH } from '../theme.js';

const ROW = 17;
const TRILLION = 1000;
/** Less than this many $tn is left blank. */
const LEAST = 0.005;
const MINUS = '−';
/** Pixels between the numbers of neighbours. */
const CELL_MARGIN = 3;

/** Value at the last balance, mean over the runs of an arm, in $tn, by kind and instrument. */
function closingOf(
  result: Result,
  arm: string,
): { readonly values: Sums; readonly date: string } | undefined {
  let [last, date] = [-1, ''];
  let values = new Sums();
  const runs = result.runsOf(arm).length;
  const found = result.eachRowOf(
    'balance',
    ['tick', 'date', 'kind', 'instrument', 'closing'],
    (run, cells) => {
      const tick = Number(cells[0]);
      if (run.arm !== arm || tick < last) return;
      if (tick > last) {
        [last, date] = [tick, cells[1]];
        values = new Sums();
      }
      values.add([cells[2], cells[3]], Number(cells[4]) / runs / TRILLION);
    },
  );
  return found && last >= 0 ? { values, date } : undefined;
}

/** As many decimals, of two, as the width of a cell has room for. */
function valueText(value: number, width: number): string {
  const digits = [2, 1, 0].map((decimals) => Math.abs(value).toFixed(decimals));
  // Without its zero a small number has room for both decimals.
  const small = Math.abs(value) < 0.995 ? [digits[0], digits[0].slice(1)] : digits;
  const texts = small.map((text) => `${value < 0 ? MINUS : ''}${text}`);
  return texts.find((text) => textWidth(text, LETTERS) <= width - CELL_MARGIN) ?? texts[texts.length - 1];
}

function rowsOf(values: Sums, result: Result, width: number): Row[] {
  return large(values).map(([[kind, instrument], value]) => ({
    kind: result.kinds.of(kind),
    instrument: instrumentLabel(instrument),
    value,
    // Colours of large positions would leave small ones white: they grow with the square root.
    shade: Math.sign(value) * Math.sqrt(Math.abs(value)),
    text: valueText(value, width),
  }));
}

function large(values: Sums) {
  return [...values].filter(([, value]) => Math.abs(value) >= LEAST);
}

function orderOf(values: Sums, result: Result) {
  const shown = large(values);
  const kinds = [...new Set(shown.map(([[kind]]) => kind))];
  kinds.sort((a, b) => result.kinds.order(a) - result.kinds.order(b));
  const instruments = INSTRUMENT_NAMES.filter((name) =>
    shown.some(([[, instrument]]) => instrument === name),
  );
  return { kinds: kinds.map((kind) => result.kinds.of(kind)), instruments: instruments.map(instrumentLabel) };
}

/** Room for the names at the left. */
function leftOf(instruments: readonly string[]): number {
  return Math.max(...instruments.map((name) => textWidth(name, LETTERS))) + 24;
}

function specificationOf(
  rows: readonly Row[],
  kinds: readonly string[],
  instruments: readonly string[],
  title: object,
) {
  const largest = Math.max(...rows.map(({ shade }) => Math.abs(Number(shade))));
  const x = {
    field: 'kind',
    type: 'nominal',
    scale: { domain: kinds },
    title: null,
    axis: { orient: 'top', labelAngle: -90, ticks: false, domain: false },
  };
  const y = {
    field: 'instrument',
    type: 'nominal',
    scale: { domain: instruments },
    title: null,
    axis: { ticks: false, domain: false },
  };
  const color = {
    field: 'shade',
    type: 'quantitative',
    legend: null,
    scale: {
      domain: [-largest, 0, largest],
      range: [COLORS.orange, '#ffffff', COLORS.sky],
      interpolate: 'rgb',
    },
  };
  return {
    title,
    width: WIDTH - leftOf(instruments),
    height: instruments.length * ROW,
    encoding: { x, y },
    layer: [
      { mark: { type: 'rect', stroke: '#eeeeee' }, encoding: { color } },
      { mark: { type: 'text', fontSize: LETTERS }, encoding: { text: { field: 'text', type: 'nominal' } } },
    ],
  };
}

export const balanceMatrix: FigureMaker = {
  name: 'balance-sheet',
  shows: 'balance sheet matrix at the end: kind of agent by instrument',
  async make(result) {
    const arm = result.reference;
    const closing = result.runsOf(arm).length > 0 ? closingOf(result, arm) : undefined;
    if (closing === undefined) return leftOut('no balance is recorded');
    const { kinds, instruments } = orderOf(closing.values, result);
    if (kinds.length === 0) return leftOut('no position is large enough to be shown');
    const width = WIDTH - leftOf(instruments);
    const rows = rowsOf(closing.values, result, width / kinds.length);
    const subtitle = `$tn on ${closing.date} in ${arm}, mean over runs; blue: held, orange with a minus: owed; rows of claims sum to zero`;
    const figure: Figure = {
      name: 'balance-sheet',
      title: 'Who holds and who owes what',
      caption: `${subtitle}. Positions below $5bn are left blank.`,
      specification: specificationOf(
        rows,
        kinds,
        instruments,
        heading('Who holds and who owes what', subtitle),
      ),
      rows,
      panels: 1,
    };
    return [figure];
  },
};

/** The opening balance sheet, instruments down and kinds across, as the flow of funds is printed, in blocks of kinds. */
import type { BalanceMatrix, CliContext } from './context.js';
import { formatBlocks, terminalWidth } from './table.js';

/** Below a dollar it is rounding of sums of trillions. */
const ROUNDING = 1e-9;

function amount(value: number): string {
  if (Math.abs(value) < ROUNDING) return '';
  return Math.abs(value) >= 0.5 ? value.toFixed(0) : value.toPrecision(1);
}

export function printBalance(context: CliContext, matrix: BalanceMatrix, json: boolean | undefined): void {
  const { kinds, instruments, values } = matrix;
  const rows = instruments.map((instrument, column) => ({
    instrument,
    ...Object.fromEntries(kinds.map((kind, row) => [kind, values[row][column]])),
    sum: values.reduce((sum, row) => sum + row[column], 0),
  }));
  const totals = {
    instrument: 'net worth',
    ...Object.fromEntries(
      kinds.map((kind, row) => [kind, values[row].reduce((sum, value) => sum + value, 0)]),
    ),
    sum: values.flat().reduce((sum, value) => sum + value, 0),
  };
  type Row = (typeof rows)[number] & Readonly<Record<string, string | number>>;
  const numeric = [...kinds, 'sum'].map((kind) => ({
    heading: kind,
    right: true,
    text: (row: Row) => amount(Number(row[kind])),
  }));
  const columns = [{ heading: '$bn', text: (row: Row) => String(row.instrument) }, ...numeric];
  const all = [...rows, totals] as Row[];
  context.stdout(json ? `${JSON.stringify(all, null, 2)}\n` : formatBlocks(columns, all, terminalWidth()));
}

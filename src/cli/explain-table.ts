/** Who and what moved a price: kind × cause, largest first, with the sum and the remainder. */
import type { Explanation } from '../runner/explain.js';
import type { CliContext } from './context.js';
import { printStory } from './story-table.js';
import { formatTable } from './table.js';

/** Contributions are log changes: they add up, which percentages do not. */
function percent(lnPrice: number): string {
  return `${lnPrice > 0 ? '+' : ''}${(100 * lnPrice).toFixed(3)}`;
}

type Row = Explanation['rows'][number];

/** Smaller contributions are shown as zero. */
const LEAST = 5e-6;

/** Rows that are shown as zero are one row with their sum; a single one stays. */
export function folded(rows: readonly Row[]): readonly Row[] {
  const small = rows.filter(({ lnPrice }) => Math.abs(lnPrice) < LEAST);
  if (small.length < 2) return rows;
  const lnPrice = small.reduce((sum, row) => sum + row.lnPrice, 0);
  const others = { kind: 'others', cause: `${small.length} below 0.0005 % each`, lnPrice };
  return [...rows.filter((row) => !small.includes(row)), others];
}

export function printExplanation(
  context: CliContext,
  explanation: Explanation,
  asked: { readonly from: number; readonly to: number },
  how: { readonly json?: boolean; readonly all?: boolean },
): void {
  if (how.json) {
    context.stdout(`${JSON.stringify(explanation, null, 2)}\n`);
    return;
  }
  const { asset, arm, seed, run, from, to, rows, explained, remainder, total, recorded } = explanation;
  if (from !== asked.from || to !== asked.to)
    context.stderr(
      `note: attribution was recorded as sums; shown is tick ${from} to ${to}. With record: { attribution: 1 } every tick has its own.\n`,
    );
  context.stdout(`${asset}, after tick ${from} to tick ${to}; run ${run}, arm ${arm}, seed ${seed}\n\n`);
  const lines = [
    ...(how.all ? rows : folded(rows)),
    { kind: 'sum', cause: '', lnPrice: explained },
    { kind: 'remainder', cause: 'what the nonlinear market leaves over', lnPrice: remainder },
    { kind: 'total', cause: '', lnPrice: total },
    ...(recorded === undefined
      ? []
      : [{ kind: 'recorded', cause: 'log change of the price', lnPrice: recorded }]),
  ];
  context.stdout(
    formatTable(
      [
        { heading: 'who', text: ({ kind }: (typeof lines)[number]) => kind },
        { heading: 'what', text: ({ cause }) => cause },
        { heading: 'log change, %', right: true, text: ({ lnPrice }) => percent(lnPrice) },
      ],
      lines,
    ),
  );
  printStory(context, explanation.story, how.all === true);
}

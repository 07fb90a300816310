/** Who and what moved a price: kind × cause, largest first, with the sum and the remainder. */
import type { Explanation } from '../runner/explain.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';

/** Contributions are log changes: they add up, which percentages do not. */
function percent(lnPrice: number): string {
  return `${lnPrice > 0 ? '+' : ''}${(100 * lnPrice).toFixed(3)}`;
}

/** Lines of the story that a terminal is shown; all are in the JSON form. */
const MOST_LINES = 40;

function printStory(context: CliContext, { story }: Explanation): void {
  if (story.length === 0) return;
  context.stdout(`\ncontracts and defaults\n\n`);
  type Line = Explanation['story'][number];
  const shown = story.slice(0, MOST_LINES);
  context.stdout(
    formatTable(
      [
        { heading: 'tick', right: true, text: ({ tick }: Line) => String(tick) },
        { heading: 'who', text: ({ who }) => who },
        { heading: 'what', text: ({ type }) => type },
        { heading: 'of', text: ({ subject }) => subject },
        { heading: 'amount', right: true, text: ({ amount }) => amount.toPrecision(3) },
      ],
      shown,
    ),
  );
  if (story.length > shown.length)
    context.stdout(`and ${story.length - shown.length} more; --json lists all\n`);
}

export function printExplanation(
  context: CliContext,
  explanation: Explanation,
  asked: { readonly from: number; readonly to: number },
  json: boolean | undefined,
): void {
  if (json) {
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
    ...rows,
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
  printStory(context, explanation);
}

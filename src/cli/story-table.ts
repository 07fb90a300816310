/** Contracts and defaults in the window of an explanation, as a table: what is routine in one line a kind. */
import type { StoryLine } from '../runner/explain-story.js';
import type { CliContext } from './context.js';
import { formatTable } from './table.js';

/** Lines that a terminal is shown unless all are asked for. */
const MOST_LINES = 40;

/** What happens whenever a contract ends, and tells of no trouble; what buyers of a kind pay at one auction; sales on margin. */
const ROUTINE: ReadonlySet<string> = new Set([
  'refinanced',
  'contract signed',
  'chips bought',
  'margin call',
]);

export interface ShownLine {
  readonly ticks: string;
  readonly who: string;
  readonly type: string;
  readonly subject: string;
  readonly amount: number;
  readonly unit: string;
  readonly counterparty: string;
}

function together(lines: readonly StoryLine[]): ShownLine {
  const [first] = lines;
  const [from, to] = [first.tick, lines[lines.length - 1].tick];
  return {
    ...first,
    ticks: from === to ? String(from) : `${from} to ${to}`,
    who: lines.length === 1 ? first.who : `${first.kind}, ${lines.length} times`,
    amount: lines.reduce((sum, { amount }) => sum + amount, 0),
  };
}

/** Each event a line, but routine ones of a kind: they stand where the first of them did. */
export function grouped(story: readonly StoryLine[]): ShownLine[] {
  const groups = new Map<string, StoryLine[]>();
  for (const [index, line] of story.entries()) {
    const { type, kind, subject, counterparty } = line;
    const key = ROUTINE.has(type) ? [type, kind, subject, counterparty].join('\n') : String(index);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [line]);
    else group.push(line);
  }
  return [...groups.values()].map(together);
}

export function printStory(context: CliContext, story: readonly StoryLine[], all: boolean): void {
  if (story.length === 0) return;
  const lines = all ? story.map((line) => together([line])) : grouped(story);
  const shown = all ? lines : lines.slice(0, MOST_LINES);
  const columns = [
    { heading: 'tick', right: true, text: ({ ticks }: ShownLine) => ticks },
    { heading: 'who', text: ({ who }: ShownLine) => who },
    { heading: 'what', text: ({ type }: ShownLine) => type },
    { heading: 'of', text: ({ subject }: ShownLine) => subject },
    { heading: 'with', text: ({ counterparty }: ShownLine) => counterparty },
    { heading: 'amount', right: true, text: ({ amount }: ShownLine) => amount.toPrecision(3) },
    { heading: 'unit', text: ({ unit }: ShownLine) => unit },
  ];
  context.stdout(`\ncontracts and defaults\n\n${formatTable(columns, shown)}`);
  if (lines.length > shown.length)
    context.stdout(`and ${lines.length - shown.length} more; --all lists each\n`);
}

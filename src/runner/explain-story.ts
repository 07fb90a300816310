/** Contracts and defaults in the window of an explanation, from `events.csv`: who, what, how much. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tableFile } from './layout.js';
import { readRows } from './read-result.js';

export interface StoryLine {
  readonly tick: number;
  readonly type: string;
  readonly kind: string;
  /** Row in the books; absent where a whole kind is meant. */
  readonly row?: number;
  /** Firm; where rows have no names the kind, with the row where there are several. */
  readonly who: string;
  readonly subject: string;
  readonly amount: number;
  /** Of the amount. */
  readonly unit: string;
  /** Firm or kind on the other side, or ''. */
  readonly counterparty: string;
}

const DOLLARS = '$bn';
const A_YEAR = '$bn/yr';
const TICKS = 'ticks';
const RATIO = 'ratio';

/**
 * Events that tell of contracts kept, broken, cut and settled, with the unit of their amounts; what is traded every day
 * is not among them.
 */
export const STORY: ReadonlyMap<string, string> = new Map([
  ['missed payment', DOLLARS],
  ['payment made up', TICKS],
  ['refinanced', DOLLARS],
  ['covenant breach', RATIO],
  ['covenant cured', TICKS],
  ['covenant met', TICKS],
  ['acceleration', DOLLARS],
  ['default', DOLLARS],
  ['line called', DOLLARS],
  ['margin call', DOLLARS],
  ['seizure', DOLLARS],
  ['auction', DOLLARS],
  ['auction price', '$bn for $bn new'],
  ['chips bought', DOLLARS],
  ['firm bought', DOLLARS],
  ['estate', DOLLARS],
  ['recovery', RATIO],
  ['recovered', DOLLARS],
  ['destroyed', DOLLARS],
  ['owners paid', DOLLARS],
  ['loss', DOLLARS],
  ['lender loss', DOLLARS],
  ['protection paid', DOLLARS],
  ['marked down', 'NAV'],
  ['hidden loss', DOLLARS],
  ['gate', DOLLARS],
  ['line breach', DOLLARS],
  ['line drawn', DOLLARS],
  ['line repaid', DOLLARS],
  ['backstop', DOLLARS],
  ['write-off', DOLLARS],
  ['closure', DOLLARS],
  ['conversion', DOLLARS],
  ['contract cut', A_YEAR],
  ['contract ended', A_YEAR],
  ['contract signed', A_YEAR],
  ['termination claim', DOLLARS],
  ['guarantee paid', A_YEAR],
  ['failure', DOLLARS],
  ['down round', DOLLARS],
]);

type EventRow = Readonly<Record<string, string>>;

/** @param from the window begins after this tick */
export async function storyOf(folder: string, run: number, from: number, to: number): Promise<StoryLine[]> {
  const told: EventRow[] = [];
  const rowsOfKind = new Map<string, Set<string>>();
  // Without record.events there is no such file.
  if (!existsSync(join(folder, tableFile('events')))) return [];
  for await (const event of readRows(folder, 'events')) {
    if (Number(event.run) !== run) continue;
    const rows = rowsOfKind.get(event.kind) ?? new Set();
    if (event.row !== '') rowsOfKind.set(event.kind, rows.add(event.row));
    const tick = Number(event.tick);
    if (tick > from && tick <= to && STORY.has(event.type)) told.push(event);
  }
  return told.map((event) => lineOf(event, (rowsOfKind.get(event.kind)?.size ?? 0) > 1));
}

/** @param several whether events name more than one row of the kind; a kind of one row needs no number */
function lineOf(event: EventRow, several: boolean): StoryLine {
  const { type, kind, name, row, subject, counterparty = '' } = event;
  const numbered = several && row !== '' ? `${kind} ${row}` : kind;
  return {
    tick: Number(event.tick),
    type,
    kind,
    ...(row !== '' && { row: Number(row) }),
    who: name || numbered,
    subject,
    amount: Number(event.amount),
    unit: STORY.get(type) ?? DOLLARS,
    counterparty,
  };
}

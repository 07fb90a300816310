/** Contracts and defaults in the window of an explanation, from `events.csv`: who, what, how much. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { tableFile } from './layout.js';
import { readRows } from './read-result.js';

export interface StoryLine {
  readonly tick: number;
  readonly type: string;
  readonly kind: string;
  /** Firm, or kind where rows have no names. */
  readonly who: string;
  readonly subject: string;
  readonly amount: number;
  /** Firm or kind on the other side, or ''. */
  readonly counterparty: string;
}

/** Events that tell of contracts kept, broken, cut and settled; what is traded every day is not among them. */
const STORY: ReadonlySet<string> = new Set([
  'missed payment',
  'payment made up',
  'refinanced',
  'covenant breach',
  'covenant cured',
  'covenant met',
  'acceleration',
  'default',
  'line called',
  'seizure',
  'auction',
  'auction price',
  'chips bought',
  'firm bought',
  'estate',
  'recovery',
  'recovered',
  'destroyed',
  'owners paid',
  'loss',
  'marked down',
  'hidden loss',
  'line breach',
  'line repaid',
  'backstop',
  'write-off',
  'closure',
  'conversion',
  'contract cut',
  'contract ended',
  'contract signed',
  'termination claim',
  'failure',
  'down round',
]);

/** @param from the window begins after this tick */
export async function storyOf(folder: string, run: number, from: number, to: number): Promise<StoryLine[]> {
  const lines: StoryLine[] = [];
  // Without record.events there is no such file.
  if (!existsSync(join(folder, tableFile('events')))) return lines;
  for await (const row of readRows(folder, 'events')) {
    const tick = Number(row.tick);
    if (Number(row.run) !== run || tick <= from || tick > to || !STORY.has(row.type)) continue;
    const who = row.name || row.kind;
    const { type, kind, subject, counterparty = '' } = row;
    lines.push({ tick, type, kind, who, subject, amount: Number(row.amount), counterparty });
  }
  return lines;
}

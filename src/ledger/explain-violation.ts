/** What the journal of a tick says about a violation of the books: which row, which instrument, which posting. */
import { FLOWS } from './flows.js';
import type { Ledger, Posting } from './transfer.js';

/** What a check knows of the culprit. */
export interface Suspect {
  /** Name of the flow. */
  readonly flow?: string | number;
  /** Name of the kind; that of banks stands for the payment system too. */
  readonly kind?: string | number;
  /** $bn of money that have no cause. */
  readonly missing?: string | number;
}

interface Story {
  readonly ledger: Ledger;
  readonly journal: readonly Posting[];
  readonly kindNames: readonly string[];
}

/** What banks, the Fed and the Treasury pay with. */
const MONEY = ['deposits', 'reserves', 'treasuryAccount'];
/** Of its size: a posting further from what is missing is not the one. */
const SAME_SIZE = 1e-6;

function rowName({ ledger, kindNames }: Story, row: number): string {
  return `${kindNames[ledger.kindOf[row]]} row ${row}`;
}

function postingText(story: Story, index: number): string {
  const { ledger, journal } = story;
  const { from, to, instrument, amount, flow } = journal[index];
  return `posting ${index + 1} of ${journal.length}: ${amount} ${ledger.instruments[instrument].name} from ${rowName(story, from)} to ${rowName(story, to)} as ${FLOWS[flow].name}`;
}

/**
 * Explains a violation from the tick's journal: for each row and instrument the position before plus its postings
 * must be the position now. Names the first posting that is no number or took a position below zero, or the first row that
 * differs; where all positions are explained, what is wrong with the flow that the check suspects, or the payment that has
 * the size of the money it misses.
 *
 * @param before units at the start of the tick
 */
export function explainViolation(
  ledger: Ledger,
  before: Float64Array,
  kindNames: readonly string[],
  suspect: Suspect = {},
): string {
  const story = { ledger, journal: ledger.journal ?? [], kindNames };
  const expected = Float64Array.from(before);
  return (
    impossiblePosting(story, expected) ??
    unexplainedPosition(story, expected) ??
    suspectFlow(story, suspect) ??
    missingMoney(story, suspect) ??
    `all ${story.journal.length} postings explain all positions; the imbalance was there before the tick`
  );
}

/** Carries out the postings on `expected`; the first that cannot be. */
function impossiblePosting(story: Story, expected: Float64Array): string | undefined {
  const { ledger, journal, kindNames } = story;
  const { width, units, instruments } = ledger;
  for (const [index, { from, to, instrument, amount }] of journal.entries()) {
    if (!Number.isFinite(amount)) return `${postingText(story, index)} is not a number`;
    expected[from * width + instrument] -= amount;
    expected[to * width + instrument] += amount;
    const kind = kindNames[ledger.kindOf[from]];
    if (instruments[instrument].issuedBy.includes(kind) || kind === 'clearing' || amount <= 0) continue;
    const left = expected[from * width + instrument];
    if (left < -1e-6 * Math.max(1, amount) && units[from * width + instrument] < -1e-6)
      return `${postingText(story, index)} leaves ${left}`;
  }
  return undefined;
}

function unexplainedPosition(story: Story, expected: Float64Array): string | undefined {
  const { width, units, instruments } = story.ledger;
  for (const [at, position] of units.entries()) {
    const difference = position - expected[at];
    if (Math.abs(difference) <= 1e-9 * Math.max(1, Math.abs(expected[at]))) continue;
    const { name } = instruments[at % width];
    return `no posting explains ${difference} ${name} at ${rowName(story, Math.floor(at / width))}: the position was written directly`;
  }
  return undefined;
}

/** What was counted in the flow without a posting; else the row that got or gave most for nothing, and its posting. */
function suspectFlow(story: Story, { flow: name, kind }: Suspect): string | undefined {
  const flow = FLOWS.findIndex((one) => one.name === name);
  if (flow < 0) return anyCountedDirectly(story);
  const { ledger } = story;
  const isExchange = FLOWS[flow].type === 'exchange' && kind === undefined;
  const counts = (instrument: number, row: number): boolean =>
    isExchange ||
    (MONEY.includes(ledger.instruments[instrument].name) && isSuspect(story, row, String(kind)));
  return countedDirectly(story, flow) ?? worstRow(story, flow, counts);
}

function isSuspect({ ledger, kindNames }: Story, row: number, kind: string): boolean {
  const own = kindNames[ledger.kindOf[row]];
  return own === kind || (kind === 'banks' && own === 'clearing');
}

function anyCountedDirectly(story: Story): string | undefined {
  for (let flow = 0; flow < FLOWS.length; flow++) {
    const found = countedDirectly(story, flow);
    if (found !== undefined) return found;
  }
  return undefined;
}

function countedDirectly({ ledger, journal, kindNames }: Story, flow: number): string | undefined {
  const { width, kinds, kindOf, flows, instruments } = ledger;
  const posted = new Float64Array(kinds * width);
  let scale = 1;
  for (const posting of journal) {
    if (posting.flow !== flow) continue;
    const worth = posting.amount * posting.value;
    posted[kindOf[posting.from] * width + posting.instrument] -= worth;
    posted[kindOf[posting.to] * width + posting.instrument] += worth;
    scale += Math.abs(worth);
  }
  for (const [at, worth] of posted.entries()) {
    const difference = flows.of(flow, Math.floor(at / width), at % width) - worth;
    if (Math.abs(difference) > 1e-9 * scale)
      return `no posting explains ${difference} $bn of ${instruments[at % width].name} that ${kindNames[Math.floor(at / width)]} are counted to get as ${FLOWS[flow].name}: the flow was written directly`;
  }
  return undefined;
}

/** The posting of money that is as large as what no cause explains. */
function missingMoney(story: Story, { missing }: Suspect): string | undefined {
  const { instruments } = story.ledger;
  const size = Math.abs(Number(missing ?? 0));
  let nearest = -1;
  let distance = SAME_SIZE * size;
  for (const [index, { amount, instrument }] of story.journal.entries()) {
    const away = Math.abs(Math.abs(amount) - size);
    if (away >= distance || !MONEY.includes(instruments[instrument].name)) continue;
    nearest = index;
    distance = away;
  }
  return nearest < 0 ? undefined : `${postingText(story, nearest)} is as large as what has no cause`;
}

function worstRow(
  story: Story,
  flow: number,
  counts: (instrument: number, row: number) => boolean,
): string | undefined {
  const { ledger, journal } = story;
  const net = new Float64Array(ledger.rows);
  const legs: { index: number; row: number; worth: number }[] = [];
  for (const [index, posting] of journal.entries()) {
    if (posting.flow !== flow) continue;
    const worth = posting.amount * posting.value;
    for (const [row, own] of [
      [posting.from, -worth],
      [posting.to, worth],
    ]) {
      if (!counts(posting.instrument, row)) continue;
      net[row] += own;
      legs.push({ index, row, worth: own });
    }
  }
  let worst = 0;
  for (let row = 1; row < ledger.rows; row++) if (Math.abs(net[row]) > Math.abs(net[worst])) worst = row;
  if (net[worst] === 0) return undefined;
  // Of its postings the one that alone would leave the least to explain.
  const left = ({ worth }: { worth: number }): number => Math.abs(net[worst] - worth);
  const own = legs.filter(({ row }) => row === worst).sort((a, b) => left(a) - left(b) || a.index - b.index);
  return `${rowName(story, worst)} gets ${net[worst]} $bn net as ${FLOWS[flow].name}; ${postingText(story, own[0].index)}`;
}

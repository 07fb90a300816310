/**
 * The invariants of model section 8, checked every tick from two independent counts: the positions themselves,
 * and what was posted. A violation names instrument, kind and size; `explainViolation` names row and posting. That money changes
 * by its causes alone is checked where they are counted, see engine/money-causes.ts.
 */
import type { Suspect } from './explain-violation.js';
import { FLOWS } from './flows.js';
import { InvariantViolation } from './model-error.js';
import type { Ledger } from './transfer.js';

/** Largest imbalance, relative to gross positions, that rounding may leave. */
export const BOOKS_TOLERANCE = 1e-9;

export interface BooksCheck {
  readonly kindNames: readonly string[];
  /** Rows that may owe an instrument are known by kind; others may not go below minus this ($bn or units). */
  readonly negativeAllowance: number;
  /** Room for what is counted, see `checkScratch`. */
  readonly scratch: CheckScratch;
}

/** Room that checks of a ledger may use in turn. */
export function checkScratch({ width, kinds }: Ledger) {
  return {
    gross: new Float64Array(width),
    sums: new Float64Array(kinds * width),
    lowest: new Float64Array(kinds * width),
    changes: new Float64Array(kinds * width),
    instruments: new Int32Array(width),
    starts: new Int32Array(width),
  };
}
export type CheckScratch = ReturnType<typeof checkScratch>;

/** Checks all books; returns the largest relative imbalance. Throws InvariantViolation. */
export function checkBooks(ledger: Ledger, check: BooksCheck): number {
  const { width, kinds, units, kindStart, postedUnits, outsideUnits, instruments } = ledger;
  const { gross, sums, lowest } = check.scratch;
  gross.fill(0);
  let worst = 0;
  const { scanned } = ledger.scratch;
  for (let kind = 0; kind < kinds; kind++) {
    ledger.passes.scan(units, width, kindStart[kind], kindStart[kind + 1], scanned);
    for (let i = 0; i < width; i++) {
      sums[kind * width + i] = scanned[i];
      gross[i] += scanned[width + i];
      lowest[kind * width + i] = scanned[2 * width + i];
    }
  }
  for (let i = 0; i < width; i++) {
    if (!Number.isFinite(gross[i])) noNumber(ledger, check, i);
    const scale = Math.max(gross[i], 1);
    let total = -outsideUnits[i];
    let largest = 0;
    let differs = 0;
    for (let kind = 0; kind < kinds; kind++) {
      const sum = sums[kind * width + i];
      total += sum;
      const difference = Math.abs(sum - postedUnits[kind * width + i]);
      if (difference <= largest) continue;
      largest = difference;
      differs = kind;
      // No number: the largest of all.
      if (Number.isNaN(difference)) break;
    }
    if (!(largest / scale <= BOOKS_TOLERANCE))
      violation(
        ledger,
        `${instruments[i].name} of ${check.kindNames[differs]}: positions sum to ${sums[differs * width + i]}, postings to ${postedUnits[differs * width + i]}`,
      );
    worst = Math.max(worst, largest / scale);
    const error = Math.abs(total) / scale;
    if (!(error <= BOOKS_TOLERANCE))
      violation(ledger, `${instruments[i].name}: holdings and what is outstanding differ by ${total}`);
    if (error > worst) worst = error;
  }
  checkSigns(ledger, check, gross, lowest);
  return Math.max(worst, checkFlows(ledger, check, gross));
}

/** Names the first row whose position is no number: sums over it would blame any kind. */
function noNumber(ledger: Ledger, check: BooksCheck, instrument: number): never {
  const positions = Array.from({ length: ledger.rows }, (_, row) => ledger.position(row, instrument));
  const row = positions.findIndex((position) => !Number.isFinite(position));
  const kind = check.kindNames[ledger.kindOf[row]];
  violation(ledger, `${kind} row ${row} holds ${positions[row]} ${ledger.instruments[instrument].name}`);
}

/** No units below zero for those who do not issue, no cash below zero. */
function checkSigns(ledger: Ledger, check: BooksCheck, gross: Float64Array, lowest: Float64Array): void {
  const { width, kinds, units, kindStart, instruments } = ledger;
  for (let i = 0; i < width; i++) {
    const allowed = -check.negativeAllowance * Math.max(gross[i], 1);
    for (let kind = 0; kind < kinds; kind++) {
      if (!(lowest[kind * width + i] < allowed)) continue;
      if (instruments[i].issuedBy.includes(check.kindNames[kind]) || check.kindNames[kind] === 'clearing')
        continue;
      for (let row = kindStart[kind]; row < kindStart[kind + 1]; row++)
        if (units[row * width + i] < allowed)
          violation(
            ledger,
            `${check.kindNames[kind]} row ${row} holds ${units[row * width + i]} ${instruments[i].name}, below zero`,
          );
    }
  }
}

/**
 * The transaction-flow matrix of the tick: every flow sums to zero over kinds, for each instrument; and an
 * exchange gives each kind equal value for what it takes. What is valued at face must have changed by its flows alone:
 * opening + postings = closing.
 */
function checkFlows(ledger: Ledger, check: BooksCheck, grossUnits: Float64Array): number {
  const { width, kinds, flows } = ledger;
  const { values } = flows;
  const { changes, instruments, starts } = check.scratch;
  changes.fill(0);
  let worst = 0;
  for (let flow = 0; flow < FLOWS.length; flow++) {
    const count = flows.blocksOf(flow, instruments, starts);
    let gross = 0;
    for (let kind = 0; kind < kinds; kind++)
      for (let k = 0; k < count; k++) gross += Math.abs(values[starts[k] + kind]);
    if (gross === 0) continue;
    const scale = Math.max(gross, 1);
    for (let k = 0; k < count; k++) {
      const i = instruments[k];
      let sum = 0;
      for (let kind = 0; kind < kinds; kind++) {
        const value = values[starts[k] + kind];
        sum += value;
        changes[kind * width + i] += value;
      }
      if (sum === 0) continue;
      const error = Math.abs(sum) / scale;
      if (!(error <= BOOKS_TOLERANCE))
        violation(
          ledger,
          `flow ${FLOWS[flow].name} in ${ledger.instruments[i].name} sums to ${sum} over kinds`,
          { flow: FLOWS[flow].name },
        );
      if (error > worst) worst = error;
    }
    if (FLOWS[flow].type !== 'exchange') continue;
    for (let kind = 0; kind < kinds; kind++) {
      let sum = 0;
      for (let k = 0; k < count; k++) sum += values[starts[k] + kind];
      if (sum === 0) continue;
      const error = Math.abs(sum) / scale;
      if (!(error <= BOOKS_TOLERANCE))
        violation(
          ledger,
          `flow ${FLOWS[flow].name} of ${check.kindNames[kind]} is no exchange of equals: ${sum} $bn net`,
          { flow: FLOWS[flow].name },
        );
      if (error > worst) worst = error;
    }
  }
  checkFaces(ledger, check, grossUnits, changes);
  return worst;
}

/** Units at face are $bn: what was posted of them in the tick is what their flows say. */
function checkFaces(ledger: Ledger, check: BooksCheck, gross: Float64Array, changes: Float64Array): void {
  const { width, kinds, instruments } = ledger;
  for (let i = 0; i < width; i++) {
    if (instruments[i].value !== 'face') continue;
    const allowed = BOOKS_TOLERANCE * Math.max(gross[i], 1);
    for (let kind = 0; kind < kinds; kind++) {
      const posted = ledger.postedInTick(kind, i);
      const counted = changes[kind * width + i];
      if (!(Math.abs(posted - counted) <= allowed))
        violation(
          ledger,
          `${instruments[i].name} of ${check.kindNames[kind]}: postings come to ${posted}, flows to ${counted}`,
        );
    }
  }
}

function violation(ledger: Ledger, what: string, suspect: Suspect = {}): never {
  throw new InvariantViolation(`tick ${ledger.tick}: the books do not balance: ${what}`, ledger.tick, {
    what,
    ...suspect,
  });
}

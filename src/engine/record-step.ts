/** Step 7: the invariants hold or the run stops; then the tick is recorded. */
import { handles } from '../ledger/handles.js';
import { checkBooks, checkScratch } from '../ledger/invariants.js';
import type { Recorder } from './recorder.js';
import type { RunningWorld } from './running-world.js';

/** Units or $bn below zero that rounding may leave, relative to gross positions. */
const NEGATIVE_ALLOWANCE = 1e-10;

const scratchOf = handles(({ ledger }) => checkScratch(ledger));

export function recordAndCheck(world: RunningWorld, recorder: Recorder): void {
  recorder.imbalance = checkBooks(world.ledger, {
    kindNames: world.kindNames,
    negativeAllowance: NEGATIVE_ALLOWANCE,
    scratch: scratchOf(world),
  });
  recorder.record();
}

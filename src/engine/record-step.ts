/** Step 7: the invariants hold or the run stops; then the tick is recorded. */
import { checkBooks } from '../ledger/invariants.js';
import type { Recorder } from './recorder.js';
import type { RunningWorld } from './running-world.js';

/** Units or $bn below zero that rounding may leave, relative to gross positions. */
const NEGATIVE_ALLOWANCE = 1e-10;

export function recordAndCheck(world: RunningWorld, recorder: Recorder): void {
  recorder.imbalance = checkBooks(world.ledger, {
    kindNames: world.kindNames,
    negativeAllowance: NEGATIVE_ALLOWANCE,
    scratch: world.scratch,
  });
  recorder.record();
}

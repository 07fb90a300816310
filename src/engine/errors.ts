/** The errors that end a run, for callers of the engine. */
export { ClearingFailure, InvariantViolation, ModelError } from '../ledger/model-error.js';

/** A run that cannot go on. The message is complete: what, where, and what is known of the cause. */
export class ModelError extends Error {
  constructor(
    message: string,
    readonly tick: number,
    readonly details: Readonly<Record<string, string | number>> = {},
  ) {
    super(message);
    this.name = new.target.name;
  }
}

/** No prices were found at which all markets clear. */
export class ClearingFailure extends ModelError {}

/** The books do not balance, or hold a number that is not allowed. */
export class InvariantViolation extends ModelError {}

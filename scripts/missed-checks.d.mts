export interface MissedCheck {
  readonly block: string;
  readonly check: string;
  readonly reference: string;
  readonly model: string;
  readonly band: string;
}

/** `validation`: the text of docs/validation.md. */
export function missedChecks(validation: string): MissedCheck[];
export function calibrationPage(page: string, validation: string): string;

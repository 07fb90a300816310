/** What happened to whom: capital calls, margin calls, redemptions, issues, closures, defaults, rule triggers. */

export interface ModelEvent {
  readonly tick: number;
  readonly type: string;
  readonly kind: string;
  /** Row in the books; `WHOLE_KIND` for a sum over all rows of the kind. */
  readonly row: number;
  /** Name of the firm in the row, if it has one. */
  readonly name?: string;
  /** Instrument or asset concerned, or ''. */
  readonly subject: string;
  /** $bn, or the unit that `type` says. */
  readonly amount: number;
  /** Firm or kind on the other side, or ''. */
  readonly counterparty?: string;
}

/** Instead of a row: the event tells the sum over all rows of the kind, or no kind has to do with it. */
export const WHOLE_KIND = -1;

export class Events {
  readonly list: ModelEvent[] = [];
  tick = 0;

  /** Amounts below `threshold` ($bn) in absolute value are not worth a row. */
  constructor(
    private readonly threshold: number,
    private readonly names: readonly string[] = [],
  ) {}

  add(type: string, kind: string, row: number, subject: string, amount: number, counterparty = ''): void {
    if (Math.abs(amount) >= this.threshold) this.tell(type, kind, row, subject, amount, counterparty);
  }

  /** Of the story of a loan: told whatever the amount, so that the dollars of a default add up. */
  tell(type: string, kind: string, row: number, subject: string, amount: number, counterparty = ''): void {
    this.list.push({
      tick: this.tick,
      type,
      kind,
      row,
      name: this.nameOf(row),
      subject,
      amount,
      counterparty,
    });
  }

  /** Name of the firm in a row, or ''. */
  nameOf(row: number): string {
    return this.names[row] ?? '';
  }
}

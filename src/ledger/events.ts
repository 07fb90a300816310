/** What happened to whom: capital calls, margin calls, redemptions, issues, closures, defaults, rule triggers. */

export interface ModelEvent {
  readonly tick: number;
  readonly type: string;
  readonly kind: string;
  readonly row: number;
  /** Name of the firm in the row, if it has one. */
  readonly name?: string;
  /** Instrument or asset concerned, or ''. */
  readonly subject: string;
  /** $bn, or the unit that `type` says. */
  readonly amount: number;
}

export class Events {
  readonly list: ModelEvent[] = [];
  tick = 0;

  /** Amounts below `threshold` ($bn) in absolute value are not worth a row. */
  constructor(
    private readonly threshold: number,
    private readonly names: readonly string[] = [],
  ) {}

  add(type: string, kind: string, row: number, subject: string, amount: number): void {
    if (Math.abs(amount) < this.threshold) return;
    const name = this.names[row] ?? '';
    this.list.push({ tick: this.tick, type, kind, row, name, subject, amount });
  }
}

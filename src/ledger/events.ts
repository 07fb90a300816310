/** What happened to whom: capital calls, margin calls, redemptions, issues, closures, defaults, rule triggers. */

export interface ModelEvent {
  readonly tick: number;
  readonly type: string;
  readonly kind: string;
  readonly row: number;
  /** Instrument or asset concerned, or ''. */
  readonly subject: string;
  /** $bn, or the unit that `type` says. */
  readonly amount: number;
}

export class Events {
  readonly list: ModelEvent[] = [];
  tick = 0;

  /** Amounts below `threshold` ($bn) in absolute value are not worth a row. */
  constructor(private readonly threshold: number) {}

  add(type: string, kind: string, row: number, subject: string, amount: number): void {
    if (Math.abs(amount) < this.threshold) return;
    this.list.push({ tick: this.tick, type, kind, row, subject, amount });
  }
}

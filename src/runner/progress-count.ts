/** How far an experiment is, counted in ticks over all runs. */
export interface Progress {
  /** Runs whose rows are known, copies of equal runs among them. */
  readonly runsDone: number;
  readonly runs: number;
  readonly ticksDone: number;
  readonly ticks: number;
  /** What an earlier start had done already: nothing to measure speed by. */
  readonly resumedRuns: number;
  readonly resumedTicks: number;
}

export class ProgressCount {
  /** Ticks of the runs in hand, by part. */
  private readonly inHand = new Map<number, number>();
  /** Parts that have ended: what a thread says of one may arrive later. */
  private readonly ended = new Set<number>();
  private runs = 0;
  private ticks = 0;
  private runsDone = 0;
  private ticksDone = 0;
  private resumed = { runs: 0, ticks: 0 };

  constructor(private readonly report: ((progress: Progress) => void) | undefined) {}

  /** All runs, with copies of equal ones, and the ticks that have to be made for them. */
  plan(runs: number, ticks: number): void {
    this.runs = runs;
    this.ticks = ticks;
  }

  /** Runs that need not be made. */
  found(runs: number, ticks: number): void {
    this.runsDone += runs;
    this.ticksDone += ticks;
    this.resumed = { runs: this.resumed.runs + runs, ticks: this.resumed.ticks + ticks };
  }

  tick(part: number, tick: number): void {
    if (this.ended.has(part)) return;
    this.ticksDone += tick - (this.inHand.get(part) ?? 0);
    this.inHand.set(part, tick);
    this.say();
  }

  /** A run has ended; it counts as all its ticks. */
  end(part: number, copies: number, ticks: number): void {
    this.ticksDone += ticks - (this.inHand.get(part) ?? 0);
    this.inHand.delete(part);
    this.ended.add(part);
    this.runsDone += copies;
    this.say();
  }

  say(): void {
    const { runsDone, runs, ticksDone, ticks, resumed } = this;
    this.report?.({
      runsDone,
      runs,
      ticksDone,
      ticks,
      resumedRuns: resumed.runs,
      resumedTicks: resumed.ticks,
    });
  }
}

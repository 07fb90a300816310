/** An executor without threads, with an engine of a few lines: for tests that break off at any file operation. */
import type { RecordSink } from '../../src/engine/recording.js';
import type { Executor, ExecutorHooks, WaitingRun } from '../../src/runner/executor.js';
import type { Job, Outcome } from '../../src/runner/messages.js';
import { RunPart } from '../../src/runner/run-part.js';

const SERIES = ['index.broad', 'price.crypto'];

/** A path that depends on seed and parameters alone. */
function simulate({ configuration, seed }: Job, sink: RecordSink): void {
  let state = [...seed].reduce((sum, character) => (sum * 31 + character.charCodeAt(0)) % 9973, 7);
  sink.header(SERIES);
  for (let tick = 1; tick <= configuration.ticks; tick++) {
    state = (state * 167 + 13) % 9973;
    const values = [1 + state / 99730 - Number(configuration.parameters['funds.callRate']) / 1e5, state / 7];
    sink.series(tick, `day ${tick}`, Float64Array.from(values));
    sink.watch?.(
      tick,
      Float64Array.from(sink.watched ?? [], (name) => values[SERIES.indexOf(name)]),
    );
    sink.event(
      { tick, type: 'call', kind: 'funds', row: 1, subject: 'a,"b"\nc', amount: state },
      `day ${tick}`,
    );
  }
}

export class InProcess implements Executor {
  readonly workers = 1;
  /** Arm and seed of the runs that were made, in their order. */
  readonly made: string[] = [];

  async execute(runs: readonly WaitingRun[], hooks: ExecutorHooks): Promise<Outcome[]> {
    return runs.map((waiting) => {
      const job = waiting.job();
      const part = new RunPart(job);
      simulate(job, part);
      const ending = { status: 'completed', reason: '', ticks: job.configuration.ticks } as const;
      part.finish(ending);
      this.made.push(`${job.arm} ${job.seed}`);
      hooks.onEnd?.({ waiting, ending, seconds: 0, attempt: 1 });
      return { run: job.run, arm: job.arm, seed: job.seed, ...ending };
    });
  }

  async close(): Promise<void> {}
}

/** An executor without threads, for tests that look into the files of a few runs. */
import { AGENT_KINDS } from '../../agents/index.js';
import { simulate } from '../../src/engine/simulate.js';
import type { Executor } from '../../src/runner/executor.js';
import { RunPart } from '../../src/runner/run-part.js';

/** Runs in this process, with the real agents. */
export const inProcess: Executor = {
  workers: 1,
  async execute(runs, hooks) {
    return runs.map((waiting) => {
      const job = waiting.job();
      const part = new RunPart(job);
      const { ticksDone } = simulate(job.configuration, AGENT_KINDS, part);
      const ending = { status: 'completed', reason: '', ticks: ticksDone } as const;
      part.finish(ending);
      hooks.onEnd?.({ waiting, ending, seconds: 0, attempt: 1 });
      return { run: job.run, arm: job.arm, seed: job.seed, ...ending };
    });
  },
  async close() {},
};

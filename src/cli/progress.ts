/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
import type { Progress } from '../runner/progress-count.js';
import type { CliContext } from './context.js';
import { pace } from './pace.js';

export interface ProgressDisplay {
  update(progress: Progress): void;
  end(): void;
}

const SECONDS_BETWEEN_LINES = 5;

function plainLines(context: CliContext): ProgressDisplay {
  const started = performance.now();
  let last = started;
  return {
    update(progress) {
      const { runsDone, runs, ticksDone, ticks, resumedRuns } = progress;
      const now = performance.now();
      const isLast = runsDone === runs && runsDone > resumedRuns;
      if (!isLast && now - last < 1000 * SECONDS_BETWEEN_LINES) return;
      last = now;
      const percent = Math.floor((100 * ticksDone) / ticks);
      const speed = pace(progress, (now - started) / 1000);
      context.stderr(
        `${runsDone}/${runs} runs, ${percent} % of all ticks${speed === '' ? '' : `, ${speed}`}\n`,
      );
    },
    end() {},
  };
}

async function bar(): Promise<ProgressDisplay> {
  const { default: progress } = await import('cli-progress');
  const shown = new progress.SingleBar({
    format: '{bar} {percentage} %  {runsDone}/{runs} runs  {speed}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    stream: process.stderr,
  });
  const started = performance.now();
  let isStarted = false;
  return {
    update(state) {
      const { ticksDone, ticks, runsDone, runs } = state;
      const speed = pace(state, (performance.now() - started) / 1000);
      if (!isStarted) shown.start(ticks, 0, { runsDone, runs, speed });
      isStarted = true;
      shown.setTotal(ticks);
      shown.update(ticksDone, { runsDone, runs, speed });
    },
    end() {
      if (isStarted) shown.stop();
    },
  };
}

export async function showProgress(context: CliContext): Promise<ProgressDisplay> {
  return process.stderr.isTTY ? bar() : plainLines(context);
}

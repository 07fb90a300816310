/** Progress on standard error: a bar on a terminal, a line now and then elsewhere. */
import type { Progress } from '../runner/run-experiment.js';
import type { CliContext } from './context.js';

export interface ProgressDisplay {
  update(progress: Progress): void;
  end(): void;
}

const SECONDS_BETWEEN_LINES = 5;

function plainLines(context: CliContext): ProgressDisplay {
  const started = performance.now();
  let last = started;
  return {
    update({ runsDone, runs, ticksDone, ticks }) {
      const now = performance.now();
      const isLast = runsDone === runs;
      if (!isLast && now - last < 1000 * SECONDS_BETWEEN_LINES) return;
      last = now;
      const left = (((now - started) / 1000) * (ticks - ticksDone)) / Math.max(ticksDone, 1);
      // The first ticks of a run cost more than the others: too early to extrapolate.
      const rest = isLast || ticksDone < 0.02 * ticks ? '' : `, about ${Math.ceil(left)} s left`;
      context.stderr(
        `${runsDone}/${runs} runs, ${Math.floor((100 * ticksDone) / ticks)} % of all ticks${rest}\n`,
      );
    },
    end() {},
  };
}

async function bar(): Promise<ProgressDisplay> {
  const { default: progress } = await import('cli-progress');
  const shown = new progress.SingleBar({
    format: '{bar} {percentage} %  {runsDone}/{runs} runs  {eta_formatted} left',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 30,
    hideCursor: true,
    stream: process.stderr,
  });
  let isStarted = false;
  return {
    update({ ticksDone, ticks, runsDone, runs }) {
      if (!isStarted) shown.start(ticks, 0, { runsDone, runs });
      isStarted = true;
      shown.update(ticksDone, { runsDone, runs });
    },
    end() {
      if (isStarted) shown.stop();
    },
  };
}

export async function showProgress(context: CliContext): Promise<ProgressDisplay> {
  return process.stderr.isTTY ? bar() : plainLines(context);
}

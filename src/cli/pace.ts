/** How fast an experiment goes, and how long it still takes. */
import type { Progress } from '../runner/progress-count.js';

/** The first ticks of a run cost more than the others: too early to extrapolate. */
const EARLY = 0.02;

function duration(seconds: number): string {
  const whole = Math.ceil(seconds);
  if (whole < 60) return `${whole} s`;
  const minutes = Math.floor(whole / 60);
  if (minutes < 60) return `${minutes} min ${whole % 60} s`;
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

function speed(runsPerSecond: number): string {
  if (runsPerSecond >= 0.1) return `${runsPerSecond.toFixed(runsPerSecond < 10 ? 1 : 0)} runs/s`;
  return `${(1 / runsPerSecond).toFixed(0)} s a run`;
}

/**
 * Speed and remaining time after so many seconds, such as `3.1 runs/s, 1 min 5 s left`; '' while it is too early to
 * tell. Ticks are counted, not runs, so that it moves with the runs in hand; what was there at the start does not count.
 */
export function pace(progress: Progress, seconds: number): string {
  const { runs, ticks, ticksDone, resumedTicks } = progress;
  const made = ticksDone - resumedTicks;
  if (made <= EARLY * (ticks - resumedTicks) || seconds <= 0) return '';
  const ticksPerSecond = made / seconds;
  const rate = speed((ticksPerSecond * runs) / ticks);
  return ticksDone >= ticks ? rate : `${rate}, ${duration((ticks - ticksDone) / ticksPerSecond)} left`;
}

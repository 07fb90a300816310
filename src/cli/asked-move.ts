/** The run and the ticks that `rqe explain` is asked for. */
import { didYouMeanOrAll } from '../experiment/nearest.js';
import { tickOfDate } from '../maths/calendar.js';
import type { Manifest, ManifestRun } from '../runner/manifest.js';
import { UsageError } from './usage-error.js';

/** The first run with this arm and seed, each that of the first run where it is not said. */
export function askedRun(
  { runs }: Manifest,
  asked: { readonly arm?: string; readonly seed?: string },
): ManifestRun {
  for (const key of ['arm', 'seed'] as const) {
    const [wanted, names] = [asked[key], [...new Set(runs.map((run) => run[key]))]];
    if (wanted !== undefined && !names.includes(wanted))
      throw new UsageError(`no run has the ${key} '${wanted}'${didYouMeanOrAll(wanted, names, `${key}s`)}`);
  }
  const { arm, seed } = asked;
  const found = runs.find((run) => run.arm === (arm ?? run.arm) && run.seed === (seed ?? run.seed));
  if (found === undefined) throw new UsageError('no run has this arm and this seed: it was not made');
  return found;
}

/** A tick from a whole number or a date. */
export function tickOf(
  option: string,
  text: string,
  time: { readonly start: string; readonly ticksPerYear: number },
): number {
  if (/^\d+$/.test(text)) return Number(text);
  try {
    return tickOfDate(text, time.start, time.ticksPerYear);
  } catch (error) {
    throw new UsageError(`${option}: ${(error as Error).message}; a whole number is a tick`);
  }
}

/** First and last tick of a move, within the run. */
export function askedWindow(
  { configuration }: Manifest,
  { ticks }: ManifestRun,
  asked: { readonly from: string; readonly to?: string },
): { readonly from: number; readonly to: number } {
  const { start, calendar } = configuration as { start: string; calendar: { ticksPerYear: number } };
  const time = { start, ticksPerYear: calendar.ticksPerYear };
  const from = tickOf('--from', asked.from, time);
  const to = asked.to === undefined ? ticks : tickOf('--to', asked.to, time);
  if (from < 0) throw new UsageError(`--from ${asked.from} is before the opening, ${start}`);
  if (from >= ticks)
    throw new UsageError(`--from ${asked.from} is not before the end of the run, tick ${ticks}`);
  if (to <= from) throw new UsageError(`--to ${to} is not after --from ${from}`);
  if (to > ticks) throw new UsageError(`--to ${to} lies after the end of the run, tick ${ticks}`);
  return { from, to };
}

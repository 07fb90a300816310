/** What a part of `npm run bench` measures. */

/**
 * How a figure compares: a `time` shrinks and a `rate` grows with the speed of the machine; a `cost` (memory, a share)
 * and a `gain` (efficiency) do not depend on it. Times and costs shall be small, rates and gains large.
 */
type Kind = 'time' | 'rate' | 'cost' | 'gain';

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly kind: Kind;
  /** What was asked for: the most of a time or cost, the least of a rate or gain. */
  readonly bar?: number;
}

/** What one process has measured, and how fast the machine was meanwhile. */
export interface Measured {
  readonly figures: readonly Figure[];
  /** CPU ms of the yardstick. */
  readonly yardstick: number;
}

export type Part = () => readonly Figure[] | Promise<readonly Figure[]>;

export function meetsBar({ kind, value, bar }: Figure): boolean {
  if (bar === undefined) return true;
  return kind === 'time' || kind === 'cost' ? value <= bar : value >= bar;
}

/** How much worse a figure is than another: above 1 it has become worse, on machines as fast as their yardsticks. */
export function worsening(
  now: Pick<Figure, 'kind' | 'value'>,
  yardstick: number,
  before: { readonly value: number; readonly yardstick: number },
): number {
  const slowness = yardstick / before.yardstick;
  switch (now.kind) {
    case 'time':
      return now.value / before.value / slowness;
    case 'rate':
      return before.value / now.value / slowness;
    case 'cost':
      return now.value / before.value;
    case 'gain':
      return before.value / now.value;
  }
}

/** CPU milliseconds of this process, all threads. */
export function cpuMilliseconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** Least CPU milliseconds of a few turns. */
export function leastCpu(turns: number, work: () => void): number {
  let least = Number.POSITIVE_INFINITY;
  for (let turn = 0; turn < turns; turn++) {
    const before = cpuMilliseconds();
    work();
    least = Math.min(least, cpuMilliseconds() - before);
  }
  return least;
}

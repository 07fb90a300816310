/** What is recorded, and how often. */
import type { RecordingSettings } from '../engine/configuration.js';
import type { Catalogue } from './catalogue.js';
import { didYouMean } from './nearest.js';
import type { Position, Problems } from './problem.js';
import type { FileStructure, INTERVALS } from './structure.js';
import { parseValue } from './units.js';

type GivenRecording = NonNullable<FileStructure['record']>;
type Interval = (typeof INTERVALS)[number] | number;

const PER_YEAR = { weekly: 52, monthly: 12, quarterly: 4, yearly: 1 } as const;

/** Ticks in an interval; undefined for days when a tick is a week. */
function ticksIn(interval: Interval, ticksPerYear: number): number | undefined {
  if (typeof interval === 'number') return interval;
  if (interval === 'daily') return ticksPerYear === 252 ? 1 : undefined;
  return Math.round(ticksPerYear / PER_YEAR[interval]);
}

export function readRecording(
  given: GivenRecording,
  positionOf: (key: keyof GivenRecording, index?: number) => Position,
  { ticksPerYear, at }: { readonly ticksPerYear: number; readonly at: Position },
  catalogue: Catalogue,
  problems: Problems,
): RecordingSettings {
  const every = (key: 'series' | 'balance' | 'attribution'): number => {
    const interval = given[key];
    const ticks = interval === undefined ? undefined : ticksIn(interval, ticksPerYear);
    if (interval === undefined) problems.add(positionOf(key), `record.${key}: is required`);
    else if (ticks === undefined)
      problems.add(at, `a tick is a week: record.${key}, ${interval} so far, must be weekly or longer`);
    return ticks ?? 1;
  };
  for (const [index, name] of (given.only ?? []).entries())
    if (catalogue.seriesOf(name) === undefined)
      problems.add(
        positionOf('only', index),
        `record.only: unknown series '${name}'${didYouMean(name, catalogue.seriesNames())}`,
      );
  const threshold = parseValue(given.eventThreshold ?? 0, '$bn');
  if ('error' in threshold)
    problems.add(positionOf('eventThreshold'), `record.eventThreshold: ${threshold.error}`);
  return {
    seriesEvery: every('series'),
    balanceEvery: every('balance'),
    attributionEvery: every('attribution'),
    series: given.only ?? [],
    events: given.events ?? true,
    eventThreshold: 'value' in threshold ? Number(threshold.value) : 0,
  };
}

/** An experiment in which everything is said: numbers in the model's units, ticks for dates, all seeds. */
import type { RecordingSettings, ScheduledChange } from '../engine/configuration.js';
import type { GeneratorName } from '../maths/random.js';
import { sha256 } from '../maths/sha256.js';
import type { ParameterValue } from './parameter-value.js';
import { plainYaml } from './plain-yaml.js';
import type { COMPARISONS, STATISTICS } from './structure.js';

export interface ResolvedParameter {
  readonly value: ParameterValue;
  readonly unit: string;
  readonly source?: string;
  readonly range?: readonly [number, number];
}

export interface ResolvedArm {
  readonly name: string;
  readonly description?: string;
  /** Arm with which it is compared, seed by seed. */
  readonly against?: string;
  /** What differs from the experiment's parameters. */
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Added to the experiment's schedule. */
  readonly schedule: readonly ScheduledChange[];
}

export type Statistic = (typeof STATISTICS)[number];
export type Comparison = (typeof COMPARISONS)[number];

/** One number a run: a statistic of a series, or a formula, over all ticks whatever is recorded. */
export interface ResolvedMetric {
  readonly name: string;
  readonly unit: string;
  readonly label?: string;
  /** False: exploratory, not among the hypotheses that are corrected for their number. */
  readonly final: boolean;
  readonly compare: Comparison;
  /** With `series`: a statistic of it. */
  readonly statistic?: Statistic;
  readonly series?: string;
  /** Dates in it are ticks already. */
  readonly formula?: string;
  /** Series that it is made of, sorted. */
  readonly needs: readonly string[];
}

/** Points at which every arm of a file runs. */
export interface ResolvedDesign {
  /** Parameters that it varies. */
  readonly names: readonly string[];
  /** One row a point, one value a name. */
  readonly rows: readonly (readonly ParameterValue[])[];
  /** Arms of the file, not yet multiplied; none if it names none. */
  readonly arms: readonly ResolvedArm[];
}

export interface ResolvedExperiment {
  readonly name: string;
  /** Published model; absent: the economy. */
  readonly model?: string;
  readonly title?: string;
  readonly question?: string;
  readonly expectation?: string;
  readonly start: string;
  readonly ticks: number;
  readonly ticksPerYear: number;
  readonly seeds: readonly string[];
  readonly generator: GeneratorName;
  readonly parameters: Readonly<Record<string, ResolvedParameter>>;
  readonly schedule: readonly ScheduledChange[];
  /** All that run: with a design, every arm at every point. */
  readonly arms: readonly ResolvedArm[];
  readonly design?: ResolvedDesign;
  readonly record: RecordingSettings;
  /** The tables are written as Parquet too. */
  readonly parquet?: true;
  readonly metrics: readonly ResolvedMetric[];
  /** First tick at which arms may differ: before it, one run a seed stands for all. Changes no byte of a result. */
  readonly forkAt?: number;
}

/** A change in the words of a file: `hold` and `once` stand beside `when`. */
function changeAsWritten(change: ScheduledChange): Record<string, unknown> {
  const { when, set, path, ...times } = change;
  const { hold, once, ...rule } = when ?? {};
  return {
    ...times,
    ...(when !== undefined && { when: rule }),
    ...(hold !== undefined && { hold }),
    ...(once !== undefined && { once }),
    ...(path !== undefined && { path }),
    ...((path === undefined || Object.keys(set).length > 0) && { set }),
  };
}

function metricAsWritten({ name, series, statistic, formula, unit, label, final, compare }: ResolvedMetric) {
  const what = formula === undefined ? { series, statistic } : { formula, unit };
  return [name, { ...what, ...(label !== undefined && { label }), final, compare }] as const;
}

function withoutUndefined<T extends object>(value: T): Partial<T> {
  return Object.fromEntries(Object.entries(value).filter(([, entry]) => entry !== undefined)) as Partial<T>;
}

function designAsWritten(design: ResolvedDesign | undefined) {
  if (design === undefined) return undefined;
  const { names, rows } = design;
  return {
    type: 'list',
    rows: rows.map((row) => Object.fromEntries(names.map((name, i) => [name, row[i]]))),
  };
}

function armsAsWritten(arms: readonly ResolvedArm[]) {
  if (arms.length === 0) return undefined;
  return Object.fromEntries(
    arms.map(({ name, description, against, parameters, schedule }) => [
      name,
      withoutUndefined({ description, against, parameters, schedule: schedule.map(changeAsWritten) }),
    ]),
  );
}

/** Dotted names as groups within groups. */
function nest(parameters: ResolvedExperiment['parameters']): Record<string, unknown> {
  const tree: Record<string, unknown> = {};
  for (const [name, parameter] of Object.entries(parameters)) {
    const steps = name.split('.');
    let group = tree;
    for (const step of steps.slice(0, -1)) {
      group[step] ??= {};
      group = group[step] as Record<string, unknown>;
    }
    group[steps[steps.length - 1]] = parameter;
  }
  return tree;
}

/** The experiment as the plain data of a file that extends nothing and runs as it is; without `fork`, which changes no byte. */
export function asFile(experiment: ResolvedExperiment): Record<string, unknown> {
  const { record } = experiment;
  return withoutUndefined({
    name: experiment.name,
    model: experiment.model,
    title: experiment.title,
    question: experiment.question,
    expectation: experiment.expectation,
    start: experiment.start,
    ticks: experiment.ticks,
    calendar: { ticksPerYear: experiment.ticksPerYear },
    seeds: experiment.seeds,
    generator: experiment.generator,
    record: {
      series: record.seriesEvery,
      balance: record.balanceEvery,
      attribution: record.attributionEvery,
      only: record.series,
      events: record.events,
      eventThreshold: record.eventThreshold,
      ...(experiment.parquet && { parquet: true }),
    },
    metrics: Object.fromEntries(experiment.metrics.map(metricAsWritten)),
    schedule: experiment.schedule.map(changeAsWritten),
    design: designAsWritten(experiment.design),
    arms: armsAsWritten(experiment.design?.arms ?? experiment.arms),
    parameters: nest(experiment.parameters),
  });
}

const HEADING = '# The resolved experiment: every parameter, unit and source. It is itself a runnable file.';

/** The text of `configuration.yaml`. */
export function asYaml(experiment: ResolvedExperiment): string {
  return `${HEADING}\n\n${plainYaml(asFile(experiment))}`;
}

function canonicalGroup(entries: readonly (readonly [string, unknown])[]): string {
  const sorted = [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
  return `{${sorted.map(([key, entry]) => `${JSON.stringify(key)}:${canonical(entry)}`).join(',')}}`;
}

/** Keys in alphabetical order, numbers as their shortest exact text. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (value instanceof Map) return canonicalGroup([...value]);
  return canonicalGroup(Object.entries(value).filter(([, entry]) => entry !== undefined));
}

/**
 * SHA-256 over all that decides what the result files hold. Texts for people (title, question, labels, sources,
 * ranges) do not belong to it, nor does `fork`, which changes no byte; the order of arms, seeds and metrics does: it
 * is the order of rows and columns.
 *
 * @param digest SHA-256 of a text, for those who have a faster one
 */
export function configurationHash(
  experiment: ResolvedExperiment,
  digest: (text: string) => string = sha256,
): string {
  let hash = hashes.get(experiment);
  if (hash === undefined) {
    hash = digest(canonical(whatDecides(experiment)));
    hashes.set(experiment, hash);
  }
  return hash;
}

/** Hashes taken so far: identity, manifest and data package ask for the same one. */
const hashes = new WeakMap<ResolvedExperiment, string>();

function whatDecides(experiment: ResolvedExperiment) {
  const { name, model, start, ticks, ticksPerYear, seeds, generator, schedule, record } = experiment;
  // A thousand names make a slow object.
  const parameters = new Map(Object.entries(experiment.parameters).map(([key, { value }]) => [key, value]));
  const arms = experiment.arms.map((arm) => ({
    name: arm.name,
    against: arm.against,
    parameters: arm.parameters,
    schedule: arm.schedule,
  }));
  const metrics = experiment.metrics.map(({ name, series, statistic, formula, unit, final, compare }) => ({
    name,
    series,
    statistic,
    formula,
    // That of a series is the catalogue's.
    ...(formula !== undefined && { unit }),
    final,
    compare,
  }));
  return {
    name,
    model,
    start,
    ticks,
    ticksPerYear,
    seeds,
    generator,
    schedule,
    record,
    parquet: experiment.parquet,
    arms,
    metrics,
    parameters,
  };
}

/** A sensitivity study: the points that it runs, and what the responses at them say. */
import { elementaryEffects, morrisTrajectories, screening } from '../maths/elementary-effects.js';
import { MAXIMUM_INPUTS, saltelliPoints, sobolIndices } from '../maths/sobol-indices.js';
import { type DesignPoints, shareOfRange, valueInRange } from './design.js';
import type { Input } from './inputs.js';
import type { ResolvedExperiment } from './resolved.js';
import { allResponses, meanResponse, type PointRuns, type Response, unitOfResponse } from './responses.js';
import type { SENSITIVITY_METHODS } from './sensitivity-structure.js';

export interface ResolvedSensitivity {
  readonly method: (typeof SENSITIVITY_METHODS)[number];
  readonly inputs: readonly Input[];
  /** Names of the metrics that are looked at. */
  readonly metrics: readonly string[];
  readonly trajectories: number;
  readonly levels: number;
  readonly rows: number;
  readonly seed: string;
}

const RESAMPLES = 1000;
/** Share of missing rows or effects above which nothing is concluded. */
export const MOST_MISSING = 0.05;

/** Why a method cannot vary so many parameters; undefined if it can. */
export function excessOfInputs({
  method,
  inputs,
}: Pick<ResolvedSensitivity, 'method' | 'inputs'>): string | undefined {
  return method === 'sobol' && inputs.length > MAXIMUM_INPUTS
    ? `${inputs.length} parameters; sobol takes up to ${MAXIMUM_INPUTS}, screen them by morris first`
    : undefined;
}

/** Why the levels of a screening do not move a parameter that counts; undefined if they do, whatever the step. */
export function stuckInput({
  method,
  inputs,
  levels,
}: Pick<ResolvedSensitivity, 'method' | 'inputs' | 'levels'>): string | undefined {
  if (method !== 'morris') return undefined;
  const at = (input: Input, level: number) => valueInRange(input, level / (levels - 1));
  const lower = Array.from({ length: levels / 2 }, (_, level) => level);
  const stuck = inputs.find((input) =>
    lower.some((level) => at(input, level) === at(input, level + levels / 2)),
  );
  return stuck === undefined
    ? undefined
    : `${stuck.name}: from ${stuck.from} to ${stuck.to} some steps of ${levels} levels end at the same whole number; give it a wider range, or fewer levels`;
}

/** Points of the unit cube, [point × input]. */
function unitPoints({ method, inputs, trajectories, levels, rows, seed }: ResolvedSensitivity): Float64Array {
  return method === 'morris'
    ? morrisTrajectories(trajectories, inputs.length, levels, seed)
    : saltelliPoints(rows, inputs.length);
}

/** All points of the study, in their order. */
export function sensitivityPoints(study: ResolvedSensitivity): DesignPoints {
  const { inputs } = study;
  const unit = unitPoints(study);
  const count = unit.length / inputs.length;
  return {
    names: inputs.map(({ name }) => name),
    rows: Array.from({ length: count }, (_, point) =>
      inputs.map((input, column) => valueInRange(input, unit[point * inputs.length + column])),
    ),
  };
}

export type SensitivityIndex =
  | 'mean effect'
  | 'mean absolute effect'
  | 'standard deviation of effects'
  | 'first order'
  | 'total';

/** One number of the result; ends of an interval and estimates that do not exist are NaN. */
export interface SensitivityRow {
  readonly metric: string;
  /** Of the response; that of the estimate for effects, while indices are shares of its variance. */
  readonly unit: string;
  readonly arm: string;
  readonly against: string;
  readonly parameter: string;
  readonly index: SensitivityIndex;
  readonly estimate: number;
  /** 95 % bootstrap interval. */
  readonly low: number;
  readonly high: number;
  /** Rows of points (sobol) or effects (morris) that went into it, and how many a missing run has cost. */
  readonly used: number;
  readonly missing: number;
}

type Found = Pick<SensitivityRow, 'index' | 'estimate' | 'low' | 'high' | 'used' | 'missing'>;

function found(
  index: SensitivityIndex,
  estimate: number,
  { low, high }: { low: number; high: number },
  used: number,
  planned: number,
): Found {
  return { index, estimate, low, high, used, missing: planned - used };
}

/** The points as shares of the ranges, at the values that were run: a parameter that counts is rounded. */
function visitedPoints(study: ResolvedSensitivity): Float64Array {
  const { inputs } = study;
  return unitPoints(study).map((share, index) => {
    const input = inputs[index % inputs.length];
    return input.whole ? shareOfRange(input, valueInRange(input, share)) : share;
  });
}

function morrisRows(study: ResolvedSensitivity, outcomes: Float64Array): Found[][] {
  const count = study.inputs.length;
  const effects = elementaryEffects(visitedPoints(study), outcomes, count);
  const results = screening(effects, count, { resamples: RESAMPLES, seed: study.seed });
  const { trajectories } = study;
  return results.map(
    ({ mean, meanInterval, size, sizeInterval, deviation, deviationInterval, effects: used }) => [
      found('mean absolute effect', size, sizeInterval, used, trajectories),
      found('mean effect', mean, meanInterval, used, trajectories),
      found('standard deviation of effects', deviation, deviationInterval, used, trajectories),
    ],
  );
}

function sobolRows(study: ResolvedSensitivity, outcomes: Float64Array): Found[][] {
  const results = sobolIndices(outcomes, study.inputs.length, { resamples: RESAMPLES, seed: study.seed });
  return results.map(({ first, firstInterval, total, totalInterval, rows }) => [
    found('first order', first, firstInterval, rows, study.rows),
    found('total', total, totalInterval, rows, study.rows),
  ]);
}

function rowsOf(study: ResolvedSensitivity, response: Response, outcomes: Float64Array): SensitivityRow[] {
  const all = study.method === 'morris' ? morrisRows(study, outcomes) : sobolRows(study, outcomes);
  const place = {
    metric: response.metric.name,
    unit: unitOfResponse(response),
    arm: response.arm,
    against: response.against ?? '',
  };
  return all.flatMap((results, input) =>
    results.map((result) => ({ ...place, parameter: study.inputs[input].name, ...result })),
  );
}

/**
 * What every response says of every input. A point any of whose runs failed has no response; it costs the effects
 * (morris) or rows (sobol) that need it, and the others stand. The estimates then speak of the part of the ranges in
 * which the model runs: with more than {@link MOST_MISSING} gone they are no verdict.
 */
export function analyseSensitivity(
  study: ResolvedSensitivity,
  experiment: ResolvedExperiment,
  points: readonly PointRuns[],
): SensitivityRow[] {
  const metrics = experiment.metrics.filter(({ name }) => study.metrics.includes(name));
  return allResponses(experiment, metrics).flatMap((response) =>
    rowsOf(
      study,
      response,
      Float64Array.from(points, (runs) => meanResponse(response, experiment, runs)),
    ),
  );
}

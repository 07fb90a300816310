/** The tables of sensitivity studies and calibrations. A cell without a number is empty. */
import {
  type CalibrationSearch,
  type Candidate,
  momentName,
  type ResolvedCalibration,
} from './calibration.js';
import { valueInRange } from './design.js';
import type { Input } from './inputs.js';
import type { ParameterValue } from './parameter-value.js';
import type { ResolvedExperiment } from './resolved.js';
import { type PointRuns, unitOfResponse } from './responses.js';
import type { ResolvedSensitivity, SensitivityRow } from './sensitivity.js';

export type Cell = string | number;
/** The names of the columns, then the rows. */
export type Table = readonly (readonly Cell[])[];

function numberCell(value: number | undefined): Cell {
  return value === undefined || Number.isNaN(value) ? '' : value;
}

/** One row a run: its point, the parameters there and the metrics. */
export function evaluationTable(
  { arms, seeds, metrics }: ResolvedExperiment,
  names: readonly string[],
  points: readonly { readonly row: readonly ParameterValue[]; readonly runs: PointRuns }[],
): Table {
  const rows = points.flatMap(({ row, runs }, point) =>
    arms.flatMap((arm, a) =>
      seeds.map((seed, s) => [
        point + 1,
        ...row.map((value) => (typeof value === 'number' ? value : String(value))),
        arm.name,
        seed,
        ...metrics.map((_, metric) => numberCell(runs[a][s]?.[metric])),
      ]),
    ),
  );
  return [['point', ...names, 'arm', 'seed', ...metrics.map(({ name }) => name)], ...rows];
}

export function sensitivityTable({ inputs }: ResolvedSensitivity, rows: readonly SensitivityRow[]): Table {
  const rangeOf = new Map(inputs.map((input) => [input.name, input]));
  const head = 'metric,unit,arm,against,parameter,from,to,index,estimate,low,high,used,missing'.split(',');
  return [
    head,
    ...rows.map((row) => {
      const { from, to } = rangeOf.get(row.parameter) as Input;
      const { metric, unit, arm, against, parameter, index, used, missing } = row;
      const numbers = [row.estimate, row.low, row.high].map(numberCell);
      return [metric, unit, arm, against, parameter, from, to, index, ...numbers, used, missing];
    }),
  ];
}

/** Every candidate that was tried. */
export function searchTable({ inputs, targets }: ResolvedCalibration, { tried }: CalibrationSearch): Table {
  const names = [...inputs.map(({ name }) => name), ...targets.map(momentName)];
  return [
    ['generation', 'candidate', 'distance', ...names],
    ...tried.map(({ generation, candidate, distance, values, moments }) => [
      generation,
      candidate,
      Number.isFinite(distance) ? distance : '',
      ...values,
      ...moments.map(numberCell),
    ]),
  ];
}

/** Standard error, as a share of the range, above which the targets do not tell where in the range a value lies: it covers all. */
const MOST_ERROR = 0.5;

export interface FittedParameter {
  readonly parameter: string;
  readonly unit: string;
  readonly from: number;
  readonly to: number;
  /** Value of the experiment before. */
  readonly before: number;
  readonly value: number;
  /** NaN if it is not known, or says no more than the range. */
  readonly standardError: number;
  /** False where the standard error is above {@link MOST_ERROR}; absent where none is known. */
  readonly identified?: boolean;
  /** True within a hundredth of the range from one of its ends; of what is counted, at one of them. */
  readonly atEnd: boolean;
}

/** @param errors standard errors as shares of the ranges */
export function fittedParameters(
  { inputs }: ResolvedCalibration,
  experiment: ResolvedExperiment,
  best: Candidate,
  errors: readonly number[] | undefined,
): FittedParameter[] {
  return inputs.map((input, index) => {
    const { name: parameter, unit, from, to } = input;
    const [share, value] = [best.shares[index], best.values[index]];
    // The slope of the value in the share: of the whole range if it is linear.
    const near = { ...input, whole: false };
    const step = share > 0.5 ? -1e-4 : 1e-4;
    const slope = (valueInRange(near, share + step) - valueInRange(near, share)) / step;
    const identified = errors && errors[index] <= MOST_ERROR;
    return {
      parameter,
      unit,
      from,
      to,
      before: Number(experiment.parameters[parameter].value),
      value,
      standardError: errors && identified ? errors[index] * slope : Number.NaN,
      ...(identified !== undefined && { identified }),
      atEnd: input.whole ? value === from || value === to : share < 0.01 || share > 0.99,
    };
  });
}

export function parameterTable(fitted: readonly FittedParameter[]): Table {
  return [
    ['parameter', 'unit', 'from', 'to', 'before', 'value', 'standardError', 'identified', 'atEnd'],
    ...fitted.map(({ parameter, unit, from, to, before, value, standardError, identified, atEnd }) => [
      parameter,
      unit,
      from,
      to,
      before,
      value,
      numberCell(standardError),
      identified === undefined ? '' : String(identified),
      String(atEnd),
    ]),
  ];
}

export interface FittedTarget {
  readonly metric: string;
  readonly arm: string;
  readonly against: string;
  readonly unit: string;
  readonly value: number;
  readonly tolerance: number;
  readonly moment: number;
  /** (moment - value) / tolerance */
  readonly gap: number;
  readonly source: string;
}

export function fittedTargets({ targets }: ResolvedCalibration, { moments }: Candidate): FittedTarget[] {
  return targets.map((target, index) => ({
    metric: target.metric.name,
    arm: target.arm,
    against: target.against ?? '',
    unit: unitOfResponse(target),
    value: target.value,
    tolerance: target.tolerance,
    moment: moments[index],
    gap: (moments[index] - target.value) / target.tolerance,
    source: target.source ?? '',
  }));
}

export function targetTable(fitted: readonly FittedTarget[]): Table {
  return [
    ['metric', 'arm', 'against', 'unit', 'value', 'tolerance', 'moment', 'gap', 'source'],
    ...fitted.map((row) => [
      row.metric,
      row.arm,
      row.against,
      row.unit,
      row.value,
      row.tolerance,
      row.moment,
      row.gap,
      row.source,
    ]),
  ];
}

/** The experiment with the calibrated values in it. */
export function calibratedExperiment(
  experiment: ResolvedExperiment,
  fitted: readonly FittedParameter[],
): ResolvedExperiment {
  const changed = fitted.map(({ parameter, value, standardError, identified }) => {
    const known = Number.isNaN(standardError) ? '' : `, standard error ${standardError}`;
    const error = identified === false ? ', which do not identify it' : known;
    const source = `calibrated to the targets of ${experiment.name}${error}`;
    return [parameter, { ...experiment.parameters[parameter], value, source }] as const;
  });
  return { ...experiment, parameters: { ...experiment.parameters, ...Object.fromEntries(changed) } };
}

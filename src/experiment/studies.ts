/** Reads the keys `sensitivity` and `calibration`: what a file asks of its experiment beside a plain run. */
import { defaultPopulation } from '../maths/cma-es.js';
import { momentName, type ResolvedCalibration, type Target } from './calibration.js';
import type { GivenCalibration } from './calibration-structure.js';
import { type InputReading, readInputs } from './inputs.js';
import { didYouMean } from './nearest.js';
import type { ResolvedMetric } from './resolved.js';
import { excessOfInputs, type ResolvedSensitivity, stuckInput } from './sensitivity.js';
import type { GivenSensitivity } from './sensitivity-structure.js';

/** A name that must be one of `names`, at a path of the file. */
function known(
  name: string,
  names: readonly string[],
  what: string,
  path: (string | number)[],
  reading: InputReading,
) {
  if (names.includes(name)) return;
  const at = reading.document.positionOf([reading.key, ...path]);
  reading.problems.add(at, `${reading.key}: there is no ${what} '${name}'${didYouMean(name, names)}`);
}

export function readSensitivity(given: GivenSensitivity, reading: InputReading): ResolvedSensitivity {
  const names = reading.experiment.metrics.map(({ name }) => name);
  for (const [index, name] of (given.metrics ?? []).entries())
    known(name, names, 'metric', ['metrics', index], reading);
  if (names.length === 0)
    reading.problems.add(reading.document.keyPosition([reading.key]), 'sensitivity: there are no metrics');
  const inputs = readInputs(given.parameters, reading);
  const method = given.method ?? 'morris';
  const levels = given.levels ?? 4;
  const fault = excessOfInputs({ method, inputs }) ?? stuckInput({ method, inputs, levels });
  if (fault !== undefined)
    reading.problems.add(reading.document.keyPosition([reading.key, 'parameters']), `sensitivity: ${fault}`);
  return {
    method,
    inputs,
    metrics: given.metrics ?? names,
    trajectories: given.trajectories ?? 20,
    levels,
    rows: given.rows ?? 256,
    seed: String(given.seed ?? 'sensitivity'),
  };
}

function readTarget(
  given: GivenCalibration['targets'][number],
  index: number,
  reading: InputReading,
): Target {
  const { metrics, arms } = reading.experiment;
  const armNames = arms.map(({ name }) => name);
  const { metric: name, arm = armNames[0], against, value, tolerance, source } = given;
  const names = metrics.map((each) => each.name);
  known(name, names, 'metric', ['targets', index, 'metric'], reading);
  known(arm, armNames, 'arm', ['targets', index, 'arm'], reading);
  if (against !== undefined) known(against, armNames, 'arm', ['targets', index, 'against'], reading);
  // An unknown name is a problem, and the target never used.
  const metric = metrics.find((each) => each.name === name) as ResolvedMetric;
  return {
    metric,
    arm,
    ...(against !== undefined && { against }),
    value,
    tolerance,
    ...(source !== undefined && { source }),
  };
}

export function readCalibration(given: GivenCalibration, reading: InputReading): ResolvedCalibration {
  const inputs = readInputs(given.parameters, reading);
  const targets = given.targets.map((target, index) => readTarget(target, index, reading));
  // A moment is a column of search.csv.
  const moments = targets.map(
    ({ metric, ...rest }) => metric && momentName({ metric, ...rest }).toLowerCase(),
  );
  for (const [index, moment] of moments.entries())
    if (moment !== undefined && moments.indexOf(moment) < index)
      reading.problems.add(
        reading.document.positionOf([reading.key, 'targets', index]),
        `${reading.key}: there are two targets for ${moment}`,
      );
  const { step = 0.3, precision = 0.001 } = given;
  if (precision >= step)
    reading.problems.add(
      reading.document.positionOf([reading.key, given.precision === undefined ? 'step' : 'precision']),
      `${reading.key}: the search begins with a spread (step) of ${step}, and would end at once at ${precision} (precision)`,
    );
  return {
    inputs,
    targets,
    population: given.population ?? defaultPopulation(Math.max(1, inputs.length)),
    generations: given.generations ?? 60,
    step,
    precision,
    seed: String(given.seed ?? 'calibration'),
  };
}

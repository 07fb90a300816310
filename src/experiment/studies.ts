/** Reads the keys `sensitivity` and `calibration`: what a file asks of its experiment beside a plain run. */
import { defaultPopulation } from '../maths/cma-es.js';
import type { ResolvedCalibration, Target } from './calibration.js';
import type { GivenCalibration } from './calibration-structure.js';
import { type InputReading, readInputs } from './inputs.js';
import { didYouMean } from './nearest.js';
import type { ResolvedMetric } from './resolved.js';
import { excessOfInputs, type ResolvedSensitivity } from './sensitivity.js';
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
  const excess = excessOfInputs({ method, inputs });
  if (excess !== undefined)
    reading.problems.add(reading.document.keyPosition([reading.key, 'parameters']), `sensitivity: ${excess}`);
  return {
    method,
    inputs,
    metrics: given.metrics ?? names,
    trajectories: given.trajectories ?? 20,
    levels: given.levels ?? 4,
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
  return {
    inputs,
    targets: given.targets.map((target, index) => readTarget(target, index, reading)),
    population: given.population ?? defaultPopulation(Math.max(1, inputs.length)),
    generations: given.generations ?? 60,
    step: given.step ?? 0.3,
    precision: given.precision ?? 0.001,
    seed: String(given.seed ?? 'calibration'),
  };
}

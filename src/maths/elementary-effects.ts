/** Screening by elementary effects: which inputs of a slow function matter at all. */
import { type Interval, percentileIntervals, type Resampling } from './bootstrap.js';
import { randomStream } from './random.js';

/**
 * Trajectories of Morris through the unit cube, [trajectory × (dimensions + 1) × dimension]: each starts at a random
 * point of a grid with `levels` (an even number) values an axis and moves along every axis once, in random order, by
 * levels / (2 (levels - 1)), up or down.
 *
 * @throws RangeError for an odd number of levels
 *
 * Source: M. D. Morris, Technometrics 33 (1991).
 */
export function morrisTrajectories(
  count: number,
  dimensions: number,
  levels: number,
  seed: string,
): Float64Array {
  if (!(levels >= 2 && levels % 2 === 0))
    throw new RangeError(`${levels} levels: an even number of levels is needed`);
  const stream = randomStream('philox', seed, 'trajectories');
  const half = levels / 2;
  const points = new Float64Array(count * (dimensions + 1) * dimensions);
  const uniforms = new Float64Array(3 * dimensions);
  for (let trajectory = 0; trajectory < count; trajectory++) {
    stream.uniforms(trajectory, 0, uniforms, 3 * dimensions);
    const start = trajectory * (dimensions + 1) * dimensions;
    const order = shuffled(uniforms.subarray(2 * dimensions));
    const level = Array.from({ length: dimensions }, (_, axis) => {
      const lower = Math.floor(uniforms[axis] * half);
      return uniforms[dimensions + axis] < 0.5 ? lower : lower + half;
    });
    for (let step = 0; step <= dimensions; step++) {
      if (step > 0) level[order[step - 1]] += level[order[step - 1]] < half ? half : -half;
      for (let axis = 0; axis < dimensions; axis++)
        points[start + step * dimensions + axis] = level[axis] / (levels - 1);
    }
  }
  return points;
}

/** A random order of the axes. */
function shuffled(uniforms: Float64Array): number[] {
  const order = Array.from(uniforms, (_, axis) => axis);
  for (let last = order.length - 1; last > 0; last--) {
    const other = Math.floor(uniforms[last] * (last + 1));
    [order[last], order[other]] = [order[other], order[last]];
  }
  return order;
}

/**
 * Elementary effects (f(after) - f(before)) / (x_j after - x_j before), [trajectory × dimension]; NaN where one of
 * the two outcomes is missing (NaN).
 */
export function elementaryEffects(
  points: Float64Array,
  outcomes: Float64Array,
  dimensions: number,
): Float64Array {
  const trajectories = outcomes.length / (dimensions + 1);
  const effects = new Float64Array(trajectories * dimensions);
  for (let trajectory = 0; trajectory < trajectories; trajectory++)
    for (let step = 1; step <= dimensions; step++) {
      const point = trajectory * (dimensions + 1) + step;
      for (let axis = 0; axis < dimensions; axis++) {
        const move = points[point * dimensions + axis] - points[(point - 1) * dimensions + axis];
        if (move !== 0)
          effects[trajectory * dimensions + axis] = (outcomes[point] - outcomes[point - 1]) / move;
      }
    }
  return effects;
}

export interface Screening {
  /** Mean of the effects, mu: what the whole range does on average, with its sign. */
  readonly mean: number;
  /** Mean of their sizes, mu*: how much the input matters. NaN without effects. */
  readonly size: number;
  readonly interval: Interval;
  /** Standard deviation, sigma: bent or interacting inputs. NaN of fewer than two effects. */
  readonly deviation: number;
  /** Effects that are not missing. */
  readonly effects: number;
}

/**
 * mu, mu* with a bootstrap interval over trajectories, and sigma of every input.
 *
 * Source: F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007).
 */
export function screening(effects: Float64Array, dimensions: number, resampling: Resampling): Screening[] {
  const trajectories = effects.length / dimensions;
  const moments = (axis: number, multiplicity?: Uint32Array) => {
    let [count, sum, sizes] = [0, 0, 0];
    for (let trajectory = 0; trajectory < trajectories; trajectory++) {
      const effect = effects[trajectory * dimensions + axis];
      if (Number.isNaN(effect)) continue;
      const times = multiplicity === undefined ? 1 : multiplicity[trajectory];
      count += times;
      sum += times * effect;
      sizes += times * Math.abs(effect);
    }
    return { count, mean: sum / count, size: sizes / count };
  };
  const intervals = percentileIntervals(
    trajectories,
    dimensions,
    (multiplicity, out) => {
      for (let axis = 0; axis < dimensions; axis++) out[axis] = moments(axis, multiplicity).size;
    },
    resampling,
  );
  return intervals.map((interval, axis) => {
    const { count, mean, size } = moments(axis);
    let squares = 0;
    for (let trajectory = 0; trajectory < trajectories; trajectory++) {
      const effect = effects[trajectory * dimensions + axis];
      if (!Number.isNaN(effect)) squares += (effect - mean) * (effect - mean);
    }
    const deviation = count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1));
    return { mean, size, interval, deviation, effects: count };
  });
}

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
 * the two outcomes is missing (NaN), or the input did not move.
 */
export function elementaryEffects(
  points: Float64Array,
  outcomes: Float64Array,
  dimensions: number,
): Float64Array {
  const trajectories = outcomes.length / (dimensions + 1);
  const effects = new Float64Array(trajectories * dimensions).fill(Number.NaN);
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
  readonly meanInterval: Interval;
  /** Mean of their sizes, mu*: how much the input matters. NaN without effects. */
  readonly size: number;
  readonly sizeInterval: Interval;
  /** Standard deviation, sigma: bent or interacting inputs. NaN of fewer than two effects. */
  readonly deviation: number;
  readonly deviationInterval: Interval;
  /** Effects that are not missing. */
  readonly effects: number;
}

/** mu, mu* and sigma of the effects of one input, each taken so many times; NaN where there are too few. */
function statisticsOf(
  effects: ArrayLike<number>,
  timesOf: (trajectory: number) => number,
): { readonly count: number; readonly statistics: readonly [mean: number, size: number, deviation: number] } {
  let [count, sum, sizes] = [0, 0, 0];
  for (let trajectory = 0; trajectory < effects.length; trajectory++) {
    if (Number.isNaN(effects[trajectory])) continue;
    const times = timesOf(trajectory);
    count += times;
    sum += times * effects[trajectory];
    sizes += times * Math.abs(effects[trajectory]);
  }
  const mean = sum / count;
  let squares = 0;
  for (let trajectory = 0; trajectory < effects.length; trajectory++) {
    const effect = effects[trajectory];
    if (!Number.isNaN(effect)) squares += timesOf(trajectory) * (effect - mean) * (effect - mean);
  }
  const deviation = count < 2 ? Number.NaN : Math.sqrt(squares / (count - 1));
  return { count, statistics: [mean, sizes / count, deviation] };
}

const STATISTICS = 3;

/**
 * mu, mu* and sigma of every input, with bootstrap intervals over trajectories.
 *
 * Source: F. Campolongo, J. Cariboni and A. Saltelli, Environmental Modelling & Software 22 (2007).
 */
export function screening(effects: Float64Array, dimensions: number, resampling: Resampling): Screening[] {
  const trajectories = effects.length / dimensions;
  const axes = Array.from({ length: dimensions }, (_, axis) =>
    Float64Array.from(
      { length: trajectories },
      (_one, trajectory) => effects[trajectory * dimensions + axis],
    ),
  );
  const intervals = percentileIntervals(
    trajectories,
    STATISTICS * dimensions,
    (multiplicity, out) => {
      for (const [axis, own] of axes.entries())
        out.set(statisticsOf(own, (trajectory) => multiplicity[trajectory]).statistics, STATISTICS * axis);
    },
    resampling,
  );
  return axes.map((own, axis) => {
    const { count, statistics } = statisticsOf(own, () => 1);
    const [mean, size, deviation] = statistics;
    const [meanInterval, sizeInterval, deviationInterval] = intervals.slice(STATISTICS * axis);
    return { mean, meanInterval, size, sizeInterval, deviation, deviationInterval, effects: count };
  });
}

/** Calibration by the method of simulated moments: the parameters at which the model's moments are nearest to targets. */
import { CmaEs } from '../maths/cma-es.js';
import { valueInRange } from './design.js';
import type { Input } from './inputs.js';
import type { ResolvedExperiment } from './resolved.js';
import { meanResponse, type PointRuns, type Response } from './responses.js';

export interface Target extends Response {
  readonly value: number;
  /** Standard error of the value; the weight is its inverse square. */
  readonly tolerance: number;
  readonly source?: string;
}

/** `metric[arm]`, or `metric[arm-against]` for a difference. */
export function momentName({ metric, arm, against }: Pick<Target, 'metric' | 'arm' | 'against'>): string {
  return `${metric.name}[${against === undefined ? arm : `${arm}-${against}`}]`;
}

export interface ResolvedCalibration {
  readonly inputs: readonly Input[];
  readonly targets: readonly Target[];
  /** Candidates of a generation. */
  readonly population: number;
  readonly generations: number;
  readonly step: number;
  readonly precision: number;
  readonly seed: string;
}

/** Moments of a point, one a target; NaN if a run that one needs was not completed. */
export function momentsOf(
  { targets }: ResolvedCalibration,
  experiment: ResolvedExperiment,
  runs: PointRuns,
): number[] {
  return targets.map((target) => meanResponse(target, experiment, runs));
}

/** sum ((moment - value) / tolerance)^2 over the targets; Infinity if a moment is missing. */
export function momentDistance(targets: readonly Target[], moments: readonly number[]): number {
  const sum = targets.reduce((total, { value, tolerance }, index) => {
    const gap = (moments[index] - value) / tolerance;
    return total + gap * gap;
  }, 0);
  return Number.isNaN(sum) ? Number.POSITIVE_INFINITY : sum;
}

/**
 * A number reflected at 0 and 1 until it lies between them: -0.2 becomes 0.2, and 1.3 becomes 0.7. Candidates
 * outside a range are looked at there, so that a best value at an end is found and needs no penalty.
 */
export function reflected(x: number): number {
  const size = Math.abs(x);
  const rest = size - 2 * Math.floor(size / 2);
  return rest > 1 ? 2 - rest : rest;
}

/** A candidate that was tried. */
export interface Candidate {
  readonly generation: number;
  /** Number within the generation. Both count from 1. */
  readonly candidate: number;
  /** Place in the ranges, 0 … 1 each. */
  readonly shares: readonly number[];
  /** Values of the parameters. */
  readonly values: readonly number[];
  readonly moments: readonly number[];
  readonly distance: number;
}

/** Why a search has ended. */
export type SearchEnd = 'precision reached' | 'most generations';

/**
 * Searches the ranges by generations. Each is a function of those before, so that a search that was interrupted is
 * resumed by telling it what it has been told.
 */
export class CalibrationSearch {
  /** All that was tried, in order. */
  readonly tried: Candidate[] = [];
  private readonly search: CmaEs;
  private asked: number[][] = [];

  constructor(private readonly calibration: ResolvedCalibration) {
    const { inputs, step, population, seed } = calibration;
    this.search = new CmaEs(
      inputs.map(({ start }) => start),
      step,
      { population, seed },
    );
  }

  get generation(): number {
    return Math.floor(this.tried.length / this.calibration.population);
  }

  /** Undefined while the search goes on. */
  get end(): SearchEnd | undefined {
    if (this.search.spread < this.calibration.precision) return 'precision reached';
    return this.generation >= this.calibration.generations ? 'most generations' : undefined;
  }

  /** Values of the parameters of the next generation, one row a candidate. */
  ask(): number[][] {
    this.asked = this.search.ask().map((candidate) => Array.from(candidate, reflected));
    return this.asked.map((shares) => valuesAt(this.calibration, shares));
  }

  /** The moments of the candidates of the last {@link ask}. */
  tell(moments: readonly (readonly number[])[]): void {
    const generation = this.generation + 1;
    const { targets } = this.calibration;
    const candidates = this.asked.map((shares, index) => ({
      generation,
      candidate: index + 1,
      shares,
      values: valuesAt(this.calibration, shares),
      moments: moments[index],
      distance: momentDistance(targets, moments[index]),
    }));
    this.search.tell(candidates.map(({ distance }) => distance));
    this.tried.push(...candidates);
  }

  /** The nearest candidate so far, the first of equals; undefined if none was completed. */
  get best(): Candidate | undefined {
    let best: Candidate | undefined;
    for (const candidate of this.tried)
      if (candidate.distance < (best?.distance ?? Number.POSITIVE_INFINITY)) best = candidate;
    return best;
  }
}

/** Values of the parameters at a place in their ranges. */
export function valuesAt({ inputs }: ResolvedCalibration, shares: readonly number[]): number[] {
  return inputs.map((input, index) => valueInRange(input, shares[index]));
}

/** Measures the effects of a claim from the metrics of its runs. */
import { mean } from '../../maths/moments.js';
import { differenceBands } from '../comparison/bands.js';
import type { Resampling } from '../comparison/resampling.js';
import { missesTooMany } from '../comparison/verdict.js';
import type { ClaimedAblation, ClaimedEffect, Expectation, LevelContrast, ResolvedClaim } from './claim.js';
import { contrastBySeed } from './contrast.js';
import { meanCrossing } from './crossing.js';
import {
  ablationState,
  type Bounds,
  effectState,
  type JudgedEffect,
  type Judgement,
  judgeClaim,
} from './verdict.js';

/** Values of a metric in an arm, one a seed in their order; NaN where there is none. */
export type ValuesOf = (arm: string, metric: string) => readonly number[];

export interface MeasuredAblation extends ClaimedAblation {
  readonly state: ReturnType<typeof ablationState>;
  /** Effect that is left without the mechanism, with its 95 % interval. */
  readonly left: number;
  readonly leftBounds: Bounds;
  /** Share of the effect that goes with the mechanism. */
  readonly removed: number;
  /** Seeds in which both the effect and what is left of it are known; the others are missing. */
  readonly pairs: number;
  readonly missing: number;
}

export interface MeasuredEffect extends JudgedEffect {
  readonly effect: ClaimedEffect;
  /** Mean over the seeds, in the unit of the metric, with its 95 % BCa interval. */
  readonly value: number;
  readonly bounds: Bounds;
  readonly pairs: number;
  readonly ablations: readonly MeasuredAblation[];
}

export interface MeasuredClaim extends Judgement {
  readonly claim: ResolvedClaim;
  readonly effects: readonly MeasuredEffect[];
}

function boundsOf(values: readonly number[], resampling: Resampling): Bounds {
  const differences = Float64Array.from(values);
  const pairs = differences.length;
  const { low, high } = differenceBands({ pairs, ticks: 1, differences }, resampling.resamples(pairs));
  return { low: low[0], high: high[0] };
}

function signOf(expected: Expectation, value: number): number {
  if (expected === 'positive') return 1;
  return expected === 'negative' || value < 0 ? -1 : 1;
}

/** Over the seeds in which both the effect and what is left of it are known. */
function measureAblation(
  ablation: ClaimedAblation,
  effects: readonly number[],
  lefts: readonly number[],
  sign: number,
  resampling: Resampling,
): MeasuredAblation {
  const seeds = effects.flatMap((effect, seed) =>
    Number.isFinite(effect) && Number.isFinite(lefts[seed]) ? [{ effect, left: lefts[seed] }] : [],
  );
  const left = seeds.map((seed) => seed.left);
  const surplus = seeds.map((seed) => sign * (seed.effect - 2 * seed.left));
  const missing = effects.length - seeds.length;
  return {
    ...ablation,
    pairs: seeds.length,
    missing,
    // Seeds in which a run failed are not like the others: with too many of them nothing is decided.
    state: missesTooMany(missing, effects.length) ? 'unclear' : ablationState(boundsOf(surplus, resampling)),
    left: mean(left),
    leftBounds: boundsOf(left, resampling),
    removed: 1 - mean(left) / mean(seeds.map((seed) => seed.effect)),
  };
}

function measureEffect(effect: ClaimedEffect, valuesOf: ValuesOf, resampling: Resampling): MeasuredEffect {
  const { name, metric, expected, smallest } = effect;
  if (effect.crossing !== undefined) return measureCrossing(effect, effect.crossing, valuesOf, resampling);
  const bySeed = (contrast: ClaimedEffect['contrast']) => contrastBySeed(contrast, metric.name, valuesOf);
  const all = bySeed(effect.contrast);
  const known = all.filter(Number.isFinite);
  const value = mean(known);
  const bounds = boundsOf(known, resampling);
  const sign = signOf(expected, value);
  return {
    effect,
    name,
    value,
    bounds,
    pairs: known.length,
    missing: all.length - known.length,
    planned: all.length,
    state: effectState(bounds, expected, smallest),
    ablations: effect.ablations.map((ablation) =>
      measureAblation(ablation, all, bySeed(ablation.contrast), sign, resampling),
    ),
  };
}

/** Over the seeds in which the effect is known at every level. */
function measureCrossing(
  effect: ClaimedEffect,
  levels: readonly LevelContrast[],
  valuesOf: ValuesOf,
  resampling: Resampling,
): MeasuredEffect {
  const { name, metric, expected, smallest } = effect;
  const columns = levels.map(({ contrast }) => contrastBySeed(contrast, metric.name, valuesOf));
  const planned = columns[0].length;
  const known = columns[0].flatMap((_, seed) =>
    columns.every((column) => Number.isFinite(column[seed])) ? [seed] : [],
  );
  const pairs = known.length;
  const { value, bounds } = meanCrossing(
    levels.map(({ level }) => level),
    columns.map((column) => known.map((seed) => column[seed])),
    resampling.resamples(pairs),
  );
  const state = effectState(bounds, expected, smallest);
  return { effect, name, value, bounds, pairs, missing: planned - pairs, planned, state, ablations: [] };
}

/** The effects of a claim with their intervals, and the verdict on it. */
export function measureClaim(
  claim: ResolvedClaim,
  valuesOf: ValuesOf,
  resampling: Resampling,
): MeasuredClaim {
  if (claim.missing !== undefined)
    return { claim, effects: [], verdict: 'not in the engine', because: [claim.missing] };
  const effects = claim.effects.map((effect) => measureEffect(effect, valuesOf, resampling));
  return { claim, effects, ...judgeClaim(effects.filter(({ effect }) => effect.decides !== false)) };
}

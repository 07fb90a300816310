/** Brings the weights of all investors from one point to the next: e^u after a step of prices. */
import {
  BARE,
  grow,
  growBarely,
  growModerately,
  growSlightly,
  MODERATE,
  SLIGHT,
} from '../maths/elementary.js';
import { type MarketWorkspace, TOTALS } from './workspace.js';

/** How far weights move at most: the exponential is a polynomial of degree 3, 6 or 9, or taken from the table. */
export type WeightReach = 'bare' | 'slight' | 'moderate' | 'full';

/**
 * Brings exp u_a and the wanted weights of all rows to the gaps of the workspace. A small step multiplies the
 * weights evaluated last; a larger one starts from yesterday's, so that nothing adds up.
 */
export function moveWeights(work: MarketWorkspace): void {
  const { attractivenessGap, relativeGap, kernel } = work;
  const { lastAttractionGap, lastRelativeGap, startAttractionGap, startRelativeGap } = work;
  const step = work.weightsKnown
    ? writeSteps(work, lastAttractionGap, lastRelativeGap)
    : Number.POSITIVE_INFINITY;
  if (step <= SLIGHT) kernel.growWeights(step <= BARE ? 'bare' : 'slight', false);
  else {
    const whole = writeSteps(work, startAttractionGap, startRelativeGap);
    kernel.growWeights(whole <= MODERATE ? 'moderate' : 'full', true);
  }
  lastAttractionGap.set(attractivenessGap);
  lastRelativeGap.set(relativeGap);
  work.weightsKnown = true;
}

/** Writes how far the gaps are from others; returns the largest change of any log weight, Infinity if it is none. */
function writeSteps(work: MarketWorkspace, fromAttraction: Float64Array, fromRelative: Float64Array): number {
  const { attractivenessGap, relativeGap, assets } = work;
  const { attractionStep, relativeStep, totals } = work.shared;
  let reach = 0;
  for (let a = 0; a < assets; a++) {
    attractionStep[a] = attractivenessGap[a] - fromAttraction[a];
    relativeStep[a] = relativeGap[a] - fromRelative[a];
    const size = Math.max(
      totals[TOTALS.largestKappa] * Math.abs(attractionStep[a]),
      totals[TOTALS.largestEpsilon] * Math.abs(relativeStep[a]),
    );
    if (!(size <= reach)) reach = size;
  }
  return Number.isNaN(reach) ? Number.POSITIVE_INFINITY : reach;
}

const GROW = { bare: growBarely, slight: growSlightly, moderate: growModerately, full: grow } as const;

/** The TypeScript kernel of {@link moveWeights}. */
export function growWeights(work: MarketWorkspace, reach: WeightReach, fromStart: boolean): void {
  const { stride, shared } = work;
  const { attraction, relative, attractionSum, relativeSum, kappa, epsilon, ones } = shared;
  const { startAttraction, startRelative, attractionStep, relativeStep } = shared;
  const ratio = shared.perAsset.subarray(stride, 2 * stride);
  const growBy = GROW[reach];
  growBy(attraction, fromStart ? startAttraction : attraction, kappa, attractionStep, ones, attractionSum);
  growBy(relative, fromStart ? startRelative : relative, epsilon, relativeStep, ratio, relativeSum);
}

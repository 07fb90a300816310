/**
 * Flows into and out of funds whose owners chase performance.
 *
 * Equity funds: convex, winners gain more than losers lose (Sirri & Tufano 1998, JF 53; Chevalier & Ellison
 * 1997, JPE 105); corporate-bond funds: concave (Goldstein, Jiang & Ng 2017, JFE 126). Slopes: docs/evidence,
 * section C3.
 */
import { smoothPositive } from '../maths/smooth-positive.js';

/** Log return around which the kink between the slopes is rounded. */
const KINK_WIDTH = 0.01;

export interface FlowHabits {
  /** Share of assets flowing in, a month, for each unit of return above cash; 0.15 means 0.15 % for 1 %. */
  readonly slopeUp: number;
  /** The same for returns below cash; equal slopes are linear, a smaller one convex, a larger one concave. */
  readonly slopeDown: number;
  /** Largest share of assets that moves in a month, > 0. */
  readonly largestShare: number;
}

/**
 * Share of assets under management flowing in (positive) or out in a month: slope times the past return above
 * cash, saturating smoothly at the largest share. 0 at 0, rising, bounded.
 * @param excessReturn return over the memory of owners less that of cash, log
 */
export function performanceFlow(excessReturn: number, habits: FlowHabits): number {
  const gain = smoothPositive(excessReturn, KINK_WIDTH);
  const loss = smoothPositive(-excessReturn, KINK_WIDTH);
  const flow = habits.slopeUp * gain - habits.slopeDown * loss;
  return flow / Math.sqrt(1 + (flow / habits.largestShare) * (flow / habits.largestShare));
}

/**
 * The policy rate: prescribed by a path or a rule, lowered by a put, and as bond markets expect it. Rates per
 * year.
 *
 * Sources: Taylor (1993, Carnegie-Rochester 39); balanced-approach and inertial rules (Taylor 1999; Federal
 * Reserve, Monetary Policy Report); the Fed put (Cieslak & Vissing-Jorgensen 2021, RFS 34).
 */
import { exp } from '../maths/elementary.js';

/** In the order of the parameter's choices. */
export const POLICY_RULES = ['path', 'hold', 'taylor', 'balanced', 'inertial'] as const;
export type PolicyRule = (typeof POLICY_RULES)[number];

/** What a rule looks at. */
export interface PolicySituation {
  readonly current: number;
  /** The announced path at this moment. */
  readonly path: number;
  /** Real neutral rate r*. */
  readonly neutralRealRate: number;
  readonly inflation: number;
  readonly inflationTarget: number;
  /** Log output gap, ratio. */
  readonly outputGap: number;
  /** Share of the distance to the balanced rule covered in this tick; 0.15 a quarter. */
  readonly adjustmentShare: number;
}

/**
 * Path: as announced. Hold: unchanged. Taylor: r* + pi + 0.5 (pi - pi*) + 0.5 gap. Balanced: the same with
 * 1.0 gap.
 * Inertial: a share of the way to the balanced rule.
 */
export function prescribedRate(rule: PolicyRule, situation: PolicySituation): number {
  switch (rule) {
    case 'path':
      return situation.path;
    case 'hold':
      return situation.current;
    case 'taylor':
      return taylorRate(situation, 0.5);
    case 'balanced':
      return taylorRate(situation, 1);
    case 'inertial':
      return situation.current + situation.adjustmentShare * (taylorRate(situation, 1) - situation.current);
  }
}

function taylorRate(situation: PolicySituation, gapWeight: number): number {
  const { neutralRealRate, inflation, inflationTarget, outputGap } = situation;
  return neutralRealRate + inflation + 0.5 * (inflation - inflationTarget) + gapWeight * outputGap;
}

/**
 * Straight lines between the points of a path, flat before the first and after the last.
 * @param times ascending, in any unit; `rates` one for each
 */
export function pathRate(time: number, times: readonly number[], rates: readonly number[]): number {
  if (times.length === 0 || times.length !== rates.length)
    throw new RangeError(`a path of ${times.length} times and ${rates.length} rates`);
  const next = times.findIndex((point) => point > time);
  if (next < 0) return rates[rates.length - 1];
  if (next === 0) return rates[0];
  const share = (time - times[next - 1]) / (times[next] - times[next - 1]);
  return rates[next - 1] + share * (rates[next] - rates[next - 1]);
}

/**
 * min(largest, gain (drawdown - threshold)+), per year: cut for a fall of the broad index.
 * @param drawdown share lost since the peak, 0 … 1
 * @param gain cut for each unit of drawdown beyond the threshold; 0 is no put
 */
export function putCut(drawdown: number, threshold: number, gain: number, largestCut: number): number {
  return Math.min(largestCut, gain * Math.max(drawdown - threshold, 0));
}

/** max(rate - cut, lower bound). */
export function boundedRate(rate: number, cut: number, lowerBound: number): number {
  return Math.max(rate - cut, lowerBound);
}

/** What markets expect of the policy rate. */
export interface ExpectedPath {
  readonly current: number;
  /** Rate at the end of the announced path and the years until then; 0 years: at once. */
  readonly pathEnd: number;
  readonly yearsToPathEnd: number;
  readonly neutral: number;
  /** Speed, per year, at which the rate is expected to go from the path's end to neutral. */
  readonly reversionSpeed: number;
}

/**
 * Average of the expected rate over the life of a bond of duration 1/k, weight k exp(-k s) on s years ahead
 * (the log-linear expectations theory of a decaying bond: Shiller 1979, JPE 87). Linear to the path's end,
 * exponential to neutral after it:
 *
 *     c (1 - x) + (e - c)((1 - x)/(k T) - x) + x (n + (e - n) k/(k + speed)),   x = exp(-k T)
 *
 * Lies between the smallest and the largest of current, path end and neutral.
 */
export function expectedPolicyRate(path: ExpectedPath, duration: number): number {
  const { current, pathEnd, yearsToPathEnd, neutral, reversionSpeed } = path;
  const k = 1 / duration;
  const afterwards = neutral + (pathEnd - neutral) * (k / (k + reversionSpeed));
  if (!(yearsToPathEnd > 0)) return afterwards;
  const x = exp(-k * yearsToPathEnd);
  const meanShare = (1 - x) / (k * yearsToPathEnd) - x;
  return current * (1 - x) + (pathEnd - current) * meanShare + x * afterwards;
}

/**
 * Shadow cost of capital: what an extra dollar of cash is worth to an investor that has little left.
 *
 * -ln of the idle share is the logit's own shadow price of cash; multiplied by observed haircuts it makes
 * capital-hungry assets fall most when cash runs out. Source: margin-based asset pricing (Gârleanu & Pedersen
 * 2011, RFS 24).
 */
import { exp, ln } from '../maths/elementary.js';

/** Idle share at which the logarithm is kept finite. */
export const IDLE_SHARE_OFFSET = 3e-4;
const LOG_BOUND = 2.5;
const LEAST_RATIO = exp(-LOG_BOUND);
const LARGEST_RATIO = exp(LOG_BOUND);

/**
 * ell clip(-ln((idle/E + 3e-4)/(idle0/E0 + 3e-4)), -2.5, 2.5): ratio within 2.5 ell, 0 at the start, falling
 * in idle cash.
 * @param idleCashShare idle cash above the floor over liquid wealth; negative counts as 0
 * @param strength ell, about 0.03 (0.08 starts a loop of hoarding)
 */
export function shadowCostTarget(
  idleCashShare: number,
  startIdleCashShare: number,
  strength: number,
): number {
  const ratio =
    (Math.max(idleCashShare, 0) + IDLE_SHARE_OFFSET) / (Math.max(startIdleCashShare, 0) + IDLE_SHARE_OFFSET);
  return strength * Math.min(Math.max(-ln(ratio), -LOG_BOUND), LOG_BOUND);
}

/**
 * What {@link shadowCostTarget} rises by as idle cash falls from one share to another: the difference of the two targets
 * with one logarithm.
 */
export function shadowCostRise(
  idleCashShareBefore: number,
  idleCashShare: number,
  startIdleCashShare: number,
  strength: number,
): number {
  const scale = 1 / (Math.max(startIdleCashShare, 0) + IDLE_SHARE_OFFSET);
  const before = within((Math.max(idleCashShareBefore, 0) + IDLE_SHARE_OFFSET) * scale);
  const after = within((Math.max(idleCashShare, 0) + IDLE_SHARE_OFFSET) * scale);
  return before === after ? 0 : strength * ln(before / after);
}

const within = (ratio: number): number => Math.min(Math.max(ratio, LEAST_RATIO), LARGEST_RATIO);

/** lam + rate (target - lam): EWMA step; `rate` per tick from a half-life of about 10 days. */
export function shadowCostStep(shadowCost: number, target: number, rate: number): number {
  return shadowCost + rate * (target - shadowCost);
}

/**
 * Log fundamental of an equity: earning power less what higher yields take from its present value.
 *
 * The duration follows from a stated payout path: growth g1 for some years, a linear fade, growth g2 for ever
 * (the H-model: Fuller & Hsia 1984, Financial Analysts Journal 40). Measured rate betas are about a third of
 * such durations, because yields rise in good times too; `yieldPassThrough` is that share (SPY -5.4 % per 100
 * bp in 2022 against 17 years).
 */
import { pow } from '../maths/elementary.js';

/** A payout path; growth and discount rates per year, first payout after one year. */
export interface PayoutPath {
  /** g1 and the whole number of years it lasts. */
  readonly initialGrowth: number;
  readonly growthYears: number;
  /** Whole number of years over which growth falls linearly to g2. */
  readonly fadeYears: number;
  /** g2, below the discount rate. */
  readonly longRunGrowth: number;
  readonly discountRate: number;
}

/**
 * -d ln V/dr of V = sum_t C_t (1 + r)^-t, in years: modified duration of the path, exact, the perpetuity at
 * its end included.
 * @throws RangeError unless g2 < r
 */
export function payoutDuration(path: PayoutPath): number {
  const { longRunGrowth, discountRate } = path;
  if (!(longRunGrowth < discountRate))
    throw new RangeError(`long-run growth ${longRunGrowth} is not below the discount rate ${discountRate}`);
  const horizon = path.growthYears + path.fadeYears;
  let payout = 1;
  let value = 0;
  let timeWeighted = 0;
  for (let year = 1; year <= horizon; year++) {
    payout *= 1 + growthInYear(path, year);
    const present = payout * pow(1 + discountRate, -year);
    value += present;
    timeWeighted += (present * year) / (1 + discountRate);
  }
  const perpetuity =
    (payout * (1 + longRunGrowth)) / (discountRate - longRunGrowth) / pow(1 + discountRate, horizon);
  const perpetuityDuration = horizon / (1 + discountRate) + 1 / (discountRate - longRunGrowth);
  return (timeWeighted + perpetuity * perpetuityDuration) / (value + perpetuity);
}

/**
 * Growth of the payout in a year (1, 2 …): g1, then a straight line that reaches g2 in the year after the
 * fade.
 */
export function growthInYear(path: PayoutPath, year: number): number {
  const faded = (year - path.growthYears) / (path.fadeYears + 1);
  const share = Math.min(Math.max(faded, 0), 1);
  return path.initialGrowth + share * (path.longRunGrowth - path.initialGrowth);
}

/**
 * D = pass-through duration, in years: fall of the log fundamental for each unit of yield (a measured beta of
 * -6 % per 100 bp is 6).
 */
export function rateSensitivity(duration: number, yieldPassThrough: number): number {
  return yieldPassThrough * duration;
}

/**
 * (1 - w)(y_T - y_T0) + w (y_I - y_I0), per year: change of the yield that discounts, w the weight of the IG
 * yield.
 */
export function discountChange(
  treasuryChange: number,
  investmentGradeChange: number,
  creditWeight: number,
): number {
  return (1 - creditWeight) * treasuryChange + creditWeight * investmentGradeChange;
}

/** v = e - D change: log fundamental; `earnings` e is log earning power, 0 at the start. */
export function equityFundamental(earnings: number, sensitivity: number, yieldChange: number): number {
  return earnings - sensitivity * yieldChange;
}

/** dv/d ln P_b = D weight (y_b + d_b), ratio >= 0: a dearer bond has a lower yield and lifts the equity. */
export function bondCoupling(
  sensitivity: number,
  weight: number,
  bondYield: number,
  bondDecay: number,
): number {
  return sensitivity * weight * (bondYield + bondDecay);
}

/**
 * sum_a s_a kappa_a (1 - sum_b dv_a/d ln p_b) / sum_a s_a kappa_a: what anchors the price level, 1 without
 * coupling. At 0 nothing does, since a uniform rise of prices lifts fundamentals as much.
 */
export function levelAnchor(share: Float64Array, elasticity: Float64Array, coupling: Float64Array): number {
  let anchored = 0;
  let weight = 0;
  for (let a = 0; a < share.length; a++) {
    weight += share[a] * elasticity[a];
    anchored += share[a] * elasticity[a] * (1 - coupling[a]);
  }
  return anchored / weight;
}

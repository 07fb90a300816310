/**
 * How profit and loss move the sentiment of small investors.
 *
 * While in profit they buy dips; beyond a loss they give up. Sources: disposition effect (Shefrin & Statman
 * 1985, JF 40; Odean 1998, JF 53); capitulation after drawdowns (Barberis & Xiong 2012, JFE 104).
 */

export interface MoodHabits {
  /** Rise a day for each unit of log fall below the recent price. */
  readonly dipBuying: number;
  /** Fall a day for each unit of log loss beyond the tolerance. */
  readonly givingUp: number;
  /** Log loss at which dip-buying has ended and giving up begins, > 0. */
  readonly tolerance: number;
}

/**
 * Change of sentiment a day: dipBuying dip courage - givingUp (-profit - tolerance)+, with dip = (-fall)+ and
 * courage = clip(1 + profit/tolerance, 0, 1): full in profit, none at the tolerated loss. Continuous; 0 when
 * prices stand where they were bought.
 * @param profit log price less log price paid
 * @param fall log price less log recent price
 */
export function retailMood(profit: number, fall: number, habits: MoodHabits): number {
  const courage = Math.min(Math.max(1 + profit / habits.tolerance, 0), 1);
  const dip = Math.max(-fall, 0);
  return habits.dipBuying * dip * courage - habits.givingUp * Math.max(-profit - habits.tolerance, 0);
}

/**
 * Redemptions from hedge funds: asked for by owners short of cash or frightened by losses, paid within gates.
 * $bn.
 *
 * Sources: notice of 30-90 days, gates of 10-25 % of NAV a quarter, concave flow-performance of restricted
 * funds (Ding, Getmansky, Liang & Wermers 2015; Getmansky, Liang, Schwarz & Wermers 2015); owners in want of
 * cash redeem first (Ben-David, Franzoni & Moussawi 2012, RFS 25).
 */

/** An owner's situation. */
export interface FundOwner {
  /** Value of its shares at NAV. */
  readonly holding: number;
  /** Cash it lacks today; below 0 counts as 0. */
  readonly shortage: number;
  /** Log NAV less its peak, at most 0. */
  readonly logDrawdown: number;
}

export interface RedemptionHabits {
  /** Share of a shortage that is asked of funds. */
  readonly shareOfShortage: number;
  /** Log loss from which owners run, > 0. */
  readonly threshold: number;
  /** Share of the holding asked back in a tick for each unit of log loss beyond the threshold. */
  readonly sensitivity: number;
  /** Largest share of a holding asked back in a tick. */
  readonly largestShare: number;
}

/**
 * min(share shortage+ + sensitivity (-drawdown - threshold)+ holding, largest holding): notice given in this
 * tick.
 * Between 0 and the holding; rises with shortage and loss; homogeneous of degree 1 in dollars.
 */
export function redemptionRequest(owner: FundOwner, habits: RedemptionHabits): number {
  const fright = habits.sensitivity * Math.max(-owner.logDrawdown - habits.threshold, 0);
  const asked = habits.shareOfShortage * Math.max(owner.shortage, 0) + fright * owner.holding;
  return Math.max(Math.min(asked, habits.largestShare * owner.holding), 0);
}

/**
 * What a fund pays of redemptions due in this tick: at most a share of its equity a tick, and of what the
 * gate leaves this quarter.
 * @param paidInQuarter what it has paid since the quarter began
 * @param gate share of equity payable in a quarter; 1 is no gate
 */
export function payableRedemption(
  due: number,
  equity: number,
  largestShare: number,
  gate: number,
  paidInQuarter: number,
): number {
  const capital = Math.max(equity, 0);
  const left = Math.max(gate * capital - paidInQuarter, 0);
  return Math.max(Math.min(due, largestShare * capital, left), 0);
}

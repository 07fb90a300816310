/**
 * The price of leaving a contract: damages are a share of what remains of it, a claim that is paid as cash allows.
 *
 * Damages for a rejected lease are 15 % of the rent that remains in the United States (Code, title 11, section
 * 502(b)(6)). Sellers forbear while cash is short: more is recovered of a buyer that lives (Hart & Moore 1998, QJE 113).
 */

/**
 * Claim for what is cut, $bn: share × amount × years left.
 * @param amount cut, $bn a year
 */
export function terminationClaim(amount: number, years: number, share: number): number {
  return share * Math.max(amount, 0) * Math.max(years, 0);
}

/**
 * What is paid on claims in a tick, $bn: speed × claims, out of cash that is not needed.
 * @param needed cash that keeps the buyer alive
 */
export function claimPayment(claims: number, cash: number, needed: number, speed: number): number {
  return Math.min(speed * claims, Math.max(cash - Math.max(needed, 0), 0));
}

/**
 * Investment that waits for a bottleneck is put off, not lost: it is made up when the bottleneck opens (time to plan:
 * Christiano & Todd 1996, Federal Reserve Bank of Minneapolis Quarterly Review 20). $bn.
 */

export interface InvestmentStep {
  /** What firms would build today: the plan and part of what they have put off. */
  readonly wanted: number;
  readonly built: number;
  /** Put off in all, after today. */
  readonly putOff: number;
}

/**
 * built = ready (planned + catch-up × put off); what was not built today waits.
 * @param ready share of sites that can be built, in [0, 1]
 * @param catchUp share of what was put off that firms want to make up in a tick, in [0, 1]
 */
export function investmentStep(
  planned: number,
  putOff: number,
  ready: number,
  catchUp: number,
): InvestmentStep {
  const wanted = planned + catchUp * putOff;
  const built = ready * wanted;
  return { wanted, built, putOff: Math.max(putOff + planned - built, 0) };
}

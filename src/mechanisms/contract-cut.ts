/**
 * Cuts of take-or-pay contracts: a buyer that cannot pay renegotiates them, and the seller has capacity to let again.
 *
 * Commitments are kept while there is money: termination costs more than use. Short of cash, the buyer cuts what it takes
 * to last until new money can come (renegotiation under distress: Hart & Moore 1998, QJE 113).
 */

/**
 * Share of the contracts that is cut: what brings burn down to cash over the runway wanted, within bounds. 0 while cash lasts.
 * @param burn $bn a year, the contracts among the spending
 * @param contracts $bn a year
 * @param largest largest share cut at one time
 */
export function contractCut(
  cash: number,
  burn: number,
  contracts: number,
  runway: number,
  largest: number,
): number {
  if (!(contracts > 0) || !(burn > 0)) return 0;
  const sustainable = Math.max(cash, 0) / runway;
  return Math.min(Math.max((burn - sustainable) / contracts, 0), largest);
}

/** Share of what is due that cash pays; 1 if it is enough. All creditors alike. */
export function payableShare(due: number, cash: number): number {
  return due > 0 ? Math.min(Math.max(cash, 0) / due, 1) : 1;
}

/** Capacity without a customer after a tick: what was cut joins it, and part of it finds another customer. */
export function vacancyStep(vacant: number, cut: number, speed: number): number {
  return (vacant + cut) * (1 - speed);
}

/**
 * Change of what is contracted, over what was served and what is new, in [-1, 1]: a seller who had next to no customers
 * plans for those that sign, not for a multiple of them.
 * @param signed per year @param cut per year, at most `served` @param served per year
 */
export function contractedShare(signed: number, cut: number, served: number): number {
  const all = served + signed;
  return all > 0 ? (signed - cut) / all : 0;
}

/**
 * Transfer of credit risk: a protection seller is paid a premium and makes good part of the losses, up to a detachment
 * point, as in synthetic risk transfers of bank loans.
 */

/**
 * Part of a loss that sellers pay: share × what of it falls below the detachment point, given what they have paid before.
 * Never more than the loss, nor in sum more than share × detachment × exposure.
 * @param before losses covered so far, before the share, $bn
 * @param limit detachment × exposure when protection was bought, $bn
 */
export function protectedLoss(loss: number, share: number, before: number, limit: number): number {
  return share * Math.min(Math.max(loss, 0), Math.max(limit - before, 0));
}

/** Premium of a tick: share of the exposure × rate × years. */
export function protectionPremium(exposure: number, share: number, rate: number, years: number): number {
  return share * Math.max(exposure, 0) * rate * years;
}

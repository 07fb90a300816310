/**
 * Bonds whose units pay (c + d) dt and shrink by d dt: geometric decay instead of a maturity date.
 *
 * c coupon, d decay, y yield, all per year; price for a face of 1. Source: Woodford (2001, JMCB 33).
 */

/**
 * P(y) = (c + d)/(y + d); 1 at y = c, falling, convex.
 * @throws RangeError if y <= -d, where the bond is worth infinitely much
 */
export function bondPrice(yieldRate: number, coupon: number, decay: number): number {
  const discount = yieldRate + decay;
  if (!(discount > 0))
    throw new RangeError(`yield ${yieldRate} is not above -${decay}, minus the decay of the bond`);
  return (coupon + decay) / discount;
}

/** y = (c + d)/P - d: the inverse of {@link bondPrice}; above -d for every positive price. */
export function bondYield(price: number, coupon: number, decay: number): number {
  return (coupon + decay) / price - decay;
}

/** 1/(y + d) = -d ln P/dy, in years: Macaulay duration under continuous compounding. */
export function bondDuration(yieldRate: number, decay: number): number {
  return 1 / (yieldRate + decay);
}

/** d ln P / dy = -1/(y + d), in years. */
export function lnPriceSlope(yieldRate: number, decay: number): number {
  return -1 / (yieldRate + decay);
}

/** dy / d ln P = -(y + d), per year. */
export function yieldSlope(yieldRate: number, decay: number): number {
  return -(yieldRate + decay);
}

/** d = 1/duration - y: decay of a bond with this duration at this yield. */
export function decayOfDuration(duration: number, yieldRate: number): number {
  return 1 / duration - yieldRate;
}

/**
 * Sale that brings assets back to a multiple of equity, at prices before its impact: S = A - m E, at most A, at least 0.
 *
 * @param assets A, $bn
 * @param equity E, $bn; without equity everything is sold
 * @param multiple m: assets over equity that is wanted
 */
export function deleveragingSale(assets: number, equity: number, multiple: number): number {
  return Math.min(Math.max(assets - multiple * Math.max(equity, 0), 0), assets);
}

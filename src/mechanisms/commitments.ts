/** Nobody keeps all wealth as cash for payments. */
const LARGEST = 0.9;

/**
 * Cash floor as a share of wealth when payments are committed in dollars: f = min(f0 S / E, 0.9), with S the wealth
 * that commitments were made on ($bn) and E the wealth now ($bn); 0.9 without wealth.
 */
export function committedShare(floor: number, committedWealth: number, wealth: number): number {
  if (!(wealth > 0)) return floor > 0 ? LARGEST : 0;
  return Math.min(floor * (committedWealth / wealth), LARGEST);
}

/**
 * Money in transit: what was spent sits with suppliers and households for a while before it is saved and
 * invested again. $bn.
 *
 * Sources: stock-flow consistency (Godley & Lavoie 2007); buffer-stock money (Laidler 1984, Economic Journal
 * 94).
 */

/** pool - normal pool: deposits of the real economy above normal; negative when it runs them down. */
export function moneyInTransit(pool: number, normalPool: number): number {
  return pool - normalPool;
}

/**
 * rate (pool - normal - k impulse): what flows back to investors as saving in this tick; negative when the
 * real economy draws on savings. More activity needs more transaction balances, so it keeps money longer.
 * @param rate per tick, from a half-life of about 90 days
 * @param transactionsDemand k, years: balances kept for each $bn a year of activity
 * @param impulse smoothed activity impulse, $bn a year
 */
export function returnedMoney(
  pool: number,
  normalPool: number,
  transactionsDemand: number,
  impulse: number,
  rate: number,
): number {
  return rate * (moneyInTransit(pool, normalPool) - transactionsDemand * impulse);
}

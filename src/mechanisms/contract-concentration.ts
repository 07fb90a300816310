/** Concentration of contracted revenue on customers: the share of the largest, and the Herfindahl-Hirschman index. */

/**
 * Revenue still contracted, $bn: $bn a year at full delivery × years left.
 * @param years left, not below 0
 */
export function contractedValue(fullAmount: number, years: number): number {
  return Math.max(fullAmount, 0) * Math.max(years, 0);
}

/** Share of the largest customer in the revenue of these customers and many small others, 0 … 1. */
export function largestShare(customers: readonly number[], others: number): number {
  let sum = others;
  let largest = 0;
  for (const amount of customers) {
    sum += amount;
    largest = Math.max(largest, amount);
  }
  return sum > 0 ? largest / sum : 0;
}

/** Sum of squared shares of the customers, 0 … 1; small others count nothing in it. */
export function herfindahl(customers: readonly number[], others: number): number {
  let sum = others;
  for (const amount of customers) sum += amount;
  if (!(sum > 0)) return 0;
  let index = 0;
  for (const amount of customers) index += (amount / sum) * (amount / sum);
  return index;
}

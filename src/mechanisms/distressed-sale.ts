/**
 * Firms of defaulted borrowers are sold to buyers who have only so much cash.
 *
 * Source: cash-in-the-market pricing, Allen & Gale (1994, AER 84): price = min(value, cash/supply).
 */

/**
 * Share of its value that a defaulted firm fetches: 1 less the buyers' discount, less where all that is sold would cost
 * more than the buyers' cash. Proceeds never exceed the cash.
 * @param value of all that is for sale together, $bn
 */
export function saleShare(value: number, buyersCash: number, discount: number): number {
  const asked = (1 - discount) * value;
  if (!(asked > 0)) return 0;
  return (1 - discount) * Math.min(Math.max(buyersCash, 0) / asked, 1);
}

/**
 * Vendor financing: the seller pays part of what its customers buy from it, against their shares. The money comes
 * back as sales, so that sales look like demand (Nortel and Lucent lent their customers the price of their switches).
 */

/**
 * What the vendor puts to a customer's own money so that it bears `share` of the order: own s/(1 - s), as far as its
 * cash goes. $bn.
 */
export function vendorContribution(ownMoney: number, share: number, available: number): number {
  const wanted = (Math.max(ownMoney, 0) * share) / (1 - share);
  return Math.min(wanted, Math.max(available, 0));
}

/** Share of sales that the vendor's own money has paid for, 0 … 1; 0 without sales. */
export function financedShare(financed: number, sales: number): number {
  return sales > 0 ? Math.min(financed / sales, 1) : 0;
}

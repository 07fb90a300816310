/** A capacity guarantee: the guarantor pays the rent of capacity that finds no customer, up to what it has promised. */

/**
 * $bn a year that the guarantor pays: the shortfall of rents, not more than it guarantees or has.
 * @param guaranteed rent guaranteed, $bn a year
 * @param shortfall rent of capacity without a customer, $bn a year
 * @param available what the guarantor can pay, $bn a year
 */
export function guaranteePayment(guaranteed: number, shortfall: number, available: number): number {
  return Math.max(Math.min(guaranteed, shortfall, available), 0);
}
